import FlowRuntime

// What holds in every call, whatever is asked of it.
extension ConformanceRule {
    static let everyCallRules = [
        startedFirst, answered, answeredOnce, ownIDs, fittingAnswers, silentCancel, timeForward, lastIsEnd,
        membershipInOrder, noThrow, streamEnds, bounded, eachCallOnce, dialledCalls,
    ]

    private static let startedFirst = ConformanceRule(
        "started-first", "The first event of a call is `started`; it comes once.",
        everyCall: { call in
            let places = call.events.indices.filter { call.events[$0].event == .started }
            if places == [0] { return [] }
            return places.isEmpty
                ? ["`started` never came"]
                : ["`started` was event " + places.map { "\($0 + 1)" }.joined(separator: ", ")]
        })

    private static let answered = ConformanceRule(
        "answered",
        "Every command but `cancel` and what it gives up is answered, unless the call ends first.",
        everyCall: { call in
            let end = call.placeOfEnd
            let isOurs = call.ending.map { $0.by != .system } ?? false
            return call.commands.compactMap { id, command in
                if case .cancel = command { return nil }
                guard call.answers(to: id).isEmpty, call.canceled[id] == nil,
                    let place = call.place(ofCommand: id)
                else { return nil }
                if let end, place < end, isOurs { return nil }
                if end == nil, call.wasClosedEarly { return nil }
                return "\(call.label(id)) was never answered"
            }
        })

    private static let answeredOnce = ConformanceRule(
        "answered-once", "No command is answered twice.",
        everyCall: { call in
            call.commands.compactMap { id, _ in
                let count = call.answers(to: id).count
                return count > 1 ? "\(call.label(id)) was answered \(count) times" : nil
            }
        })

    private static let ownIDs = ConformanceRule(
        "own-ids", "An answer has the id of a command that was given before.",
        everyCall: { call in
            var given: Set<CommandID> = []
            return call.entries.compactMap { entry in
                if case .command(let id, _) = entry { given.insert(id) }
                guard case .event(let event) = entry, case .finished(let id, _) = event.event,
                    !given.contains(id)
                else { return nil }
                return "an answer came for command \(id.number), which was not given"
            }
        })

    private static let fittingAnswers = ConformanceRule(
        "fitting-answers", "A command is answered by its own kind of result, or by a failure.",
        everyCall: { call in
            call.commands.flatMap { id, command in
                call.answers(to: id).filter { !command.fits($0.result) && command.word != "cancel" }.map {
                    "\(call.label(id)) was answered by \($0.result)"
                }
            }
        })

    private static let silentCancel = ConformanceRule(
        "silent-cancel", "`cancel` is never answered, and what it gave up is not answered any more.",
        everyCall: { call in
            let canceled = call.canceled
            var given: [CommandID: CallCommand] = [:]
            return call.entries.enumerated().compactMap { place, entry in
                if case .command(let id, let command) = entry { given[id] = command }
                guard case .event(let event) = entry, case .finished(let id, _) = event.event else {
                    return nil
                }
                if case .cancel = given[id] { return "\(call.label(id)) was answered" }
                guard let gaveUp = canceled[id], gaveUp < place else { return nil }
                return "\(call.label(id)) was answered after it was given up"
            }
        })

    private static let timeForward = ConformanceRule(
        "time-forward", "Events come in the order in which they happened: no time is before the one before.",
        everyCall: { call in
            zip(call.events, call.events.dropFirst()).filter { $1.at < $0.at }.map {
                "an event of \($1.at) came after one of \($0.at)"
            }
        })

    private static let lastIsEnd = ConformanceRule(
        "silent-after-end",
        """
        After `ended` only answers follow: of commands that need no call, and failures of the others. A call \
        ends once.
        """,
        everyCall: { call in
            guard let end = call.placeOfEnd else { return [] }
            let commands = Dictionary(call.commands.map { ($0.id, $0.command) }) { first, _ in first }
            return call.entries[(end + 1)...].compactMap { entry in
                guard case .event(let event) = entry else { return nil }
                if case .finished(let id, let result) = event.event {
                    guard commands[id]?.needsCall == true, result.failure == nil else { return nil }
                    return "\(call.label(id)) was answered by \(result) after the end"
                }
                return "\(event.event) came after the end"
            }
        })

    private static let membershipInOrder = ConformanceRule(
        "membership-in-order",
        """
        Events of a conference begin with the call's own `joined` and end with its one `left`, all with one \
        id; it starts at most once.
        """,
        everyCall: { call in
            var membership = MembershipWatch()
            return call.changes.compactMap { membership.problem(with: $0) }
        })

    private static let noThrow = ConformanceRule(
        "no-throw", "A call that is dead is an event, and nothing throws for it.",
        everyCall: { call in
            call.entries.compactMap { if case .threw(let text) = $0 { "threw \(text)" } else { nil } }
        })

    private static let bounded = ConformanceRule(
        "bounded", "Everything that is asked has an answer or an end in bounded time, by bounded events."
    ) { scene, _ in
        let flooded = scene.calls.filter { $0.entries.contains(.flooded) }
        return (scene.problem.map { [$0] } ?? []) + flooded.map { "\($0.call.id): far too many events" }
    }

    private static let eachCallOnce = ConformanceRule(
        "inbound-once",
        "Each inbound call comes once, and no more come when the backend is shut down."
    ) { scene, _ in
        let ids = scene.calls.map(\.call.id)
        let inbound = scene.calls.filter { $0.call.direction == .inbound }
        var found: [String] = []
        if scene.problem == nil, inbound.count != scene.expectedCalls {
            found.append("\(inbound.count) calls came in, not \(scene.expectedCalls)")
        }
        if Set(ids).count != ids.count { found.append("two calls have the same id") }
        if !scene.callsEnded { found.append("the inbound calls went on after the backend was shut down") }
        return found
    }

    private static let dialledCalls = ConformanceRule(
        "dialled-calls",
        "A call that was dialled is outbound and answered, and says which command dialled it."
    ) { scene, _ in
        scene.calls.map(\.call).filter { $0.direction == .outbound }.compactMap { call in
            guard call.isAnswered else { return "\(call.id) is not said to be answered" }
            let parent = scene.calls.first { $0.call.id == call.dialled?.call }
            guard let origin = call.dialled,
                case .dial(let dial)? = parent?.commands.first(where: { $0.id == origin.command })?.command,
                dial.run == origin.run
            else { return "\(call.id) does not say which command dialled it" }
            return nil
        }
    }

    private static let streamEnds = ConformanceRule(
        "close-ends-stream", "When a session is closed, its events end: at most the call's end still comes."
    ) { scene, _ in
        scene.calls.flatMap { call -> [String] in
            guard let close = call.entries.firstIndex(of: .closed) else { return [] }
            let before = call.entries[..<close].reversed().lazy.compactMap(\.time).first
            var found = call.entries[close...].compactMap { entry -> String? in
                guard case .event(let event) = entry else { return nil }
                if case .ended = event.event, let before,
                    event.at <= before.advanced(by: scene.beat)
                {
                    return nil
                }
                return "\(call.call.id): \(event.event) came after the session was closed"
            }
            if !call.entries.contains(.streamEnded), !call.hasThrown {
                found.append("\(call.call.id): the events did not end")
            }
            return found
        }
    }
}

extension CallTranscript {
    /// The session was closed while it was waited for nothing: what runs then may stay without an answer.
    fileprivate var wasClosedEarly: Bool {
        for entry in entries {
            switch entry {
            case .closed: return true
            case .streamEnded, .threw, .flooded: return false
            case .command, .event, .interrupted, .flowEnded: continue
            }
        }
        return false
    }

    fileprivate var hasThrown: Bool {
        entries.contains { if case .threw = $0 { true } else { false } }
    }
}

extension CallTranscript.Entry {
    fileprivate var time: Timestamp? {
        if case .event(let event) = self { event.at } else { nil }
    }
}

/// Follows the conference events of one call.
private struct MembershipWatch {
    private var id: String?
    private var hasStarted = false

    mutating func problem(with change: ConferenceChange) -> String? {
        switch change.kind {
        case .joined(let isWaiting):
            defer { (id, hasStarted) = (change.id, !isWaiting) }
            return id == nil ? nil : "`joined` came inside a conference"
        case .started:
            defer { hasStarted = true }
            return inside(change, "started")
                ?? (hasStarted ? "`started` came in a conference that had started" : nil)
        case .changed: return inside(change, "changed")
        case .left:
            defer { id = nil }
            return inside(change, "left")
        }
    }

    private func inside(_ change: ConferenceChange, _ word: String) -> String? {
        guard let id else { return "`\(word)` came outside of a conference" }
        return id == change.id ? nil : "`\(word)` is about \(change.id), and the call is in \(id)"
    }
}
