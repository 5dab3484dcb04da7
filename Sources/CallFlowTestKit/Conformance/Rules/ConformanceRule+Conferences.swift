import FlowModel
import FlowRuntime

// Rooms, scene by scene.
extension ConformanceRule {
    static let conferenceRules = [
        ConformanceRule(
            "conference-join", "A join that is accepted is `.done`, and the call's own `joined` proves it.",
            in: "conference"
        ) { call, _ in
            let joins = call.changes.filter { if case .joined = $0.kind { true } else { false } }
            let isRight = joins.count == 1 && joins[0].name == Scene.room && joins[0].size == 1
            let isStarted = joins.first?.kind == .joined(waiting: false)
            return call.judge(2, "done") { $0 == .done }
                + (isRight && isStarted
                    ? [] : ["the call's own joins: \(joins); expected one, alone, started"])
        },
        ConformanceRule(
            "conference-leave", "A leave that is accepted is `.done`, and the call's one `left` proves it.",
            in: "conference"
        ) { call, _ in
            let outcomes = call.outcomes
            return call.judge(4, "done") { $0 == .done }
                + (outcomes == [.left] ? [] : ["the call's outcomes: \(outcomes); expected `left`"])
                + call.judge(5, "done") { $0 == .done } + call.judgeEnd(by: .flow)
        },
        ConformanceRule(
            "not-inside", "Who is not in a conference cannot leave it: `.notFound`.", in: "not-inside"
        ) { call, _ in
            call.judge(2, "notFound") { $0.failure == .notFound } + call.judgeEnd(by: .flow)
        },
        ConformanceRule(
            "conference-hang-up", "Who hangs up inside a conference ends the call; no `left` follows.",
            in: "conference-hang-up"
        ) { call, _ in
            call.judgeEnd(by: .caller)
                + (call.outcomes.isEmpty ? [] : ["a call that is over was told how it left"])
        },
        ConformanceRule(
            "conference-start",
            "Who may not start a room waits in it, and is told when somebody else starts it.",
            in: ["conference-of-two"]
        ) { scene, _ in
            guard scene.calls.count == 2 else { return [scene.problem ?? "two calls did not come in"] }
            let (guest, host) = (scene.calls[0].changes, scene.calls[1].changes)
            var found: [String] = []
            if guest.first?.kind != .joined(waiting: true) { found.append("the first did not wait") }
            if !guest.contains(where: { $0.kind == .started }) { found.append("the start was not told") }
            if host.first?.kind != .joined(waiting: false) { found.append("the second did not start it") }
            if Set((guest + host).map(\.id)).count != 1 { found.append("they were not in one room") }
            return found
        },
        ConformanceRule(
            "conference-end",
            "When a member with `endOnExit` leaves, the others are out, too, because of it.",
            in: ["conference-of-two"]
        ) { scene, _ in
            guard scene.calls.count == 2 else { return [scene.problem ?? "two calls did not come in"] }
            let (guest, host) = (scene.calls[0], scene.calls[1])
            let (first, second) = (guest.outcomes, host.outcomes)
            return (first == [.endedByParticipant] ? [] : ["the other's outcomes: \(first)"])
                + (second == [.left] ? [] : ["the leaving member's outcomes: \(second)"])
                + (guest.causes == [host.call.id] ? [] : ["the cause is said to be \(guest.causes)"])
                + guest.judgeEnd(by: .flow) + host.judgeEnd(by: .flow)
        },
        ConformanceRule(
            "full-room",
            "A join beyond `maxParticipants` fails: `.full`, or `.failed` by a backend that cannot tell.",
            in: ["full-room", "full-room-told"]
        ) { scene, name in
            guard scene.calls.count == 3 else { return [scene.problem ?? "three calls did not come in"] }
            let inside = scene.calls.prefix(2).flatMap { call in call.judge(2, "done") { $0 == .done } }
            return inside
                + scene.calls[2].judge(2, "full") {
                    $0.failure == .full || (name == "full-room" && $0.failure == .failed)
                }
        },
    ]
}

extension CallTranscript {
    fileprivate var outcomes: [ConferenceOutcome] {
        changes.compactMap { if case .left(let outcome, _, _) = $0.kind { outcome } else { nil } }
    }

    fileprivate var causes: [CallID?] {
        changes.compactMap { if case .left(_, _, let by) = $0.kind { by } else { nil } }
    }
}
