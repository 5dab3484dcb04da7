import FlowRuntime

// Whole flows under a driver.
extension ConformanceRule {
    static let flowRules = [
        ConformanceRule(
            "flow", "A flow runs to its end, and its `hangup` ends the call.", in: "flow"
        ) { call, _ in
            call.judgeFlow(endedBy: .flow)
                + call.commands.flatMap { id, _ in
                    call.judge(id.number, "success") { $0.failure == nil }
                }
        },
        ConformanceRule(
            "flow-conference", "A flow joins a conference, leaves it and goes on.", in: "flow-conference"
        ) { call, _ in
            let kinds = call.changes.map(\.kind)
            let isWhole = kinds.first == .joined(waiting: false) && call.hasLeft
            return call.judgeFlow(endedBy: .flow) + (isWhole ? [] : ["the conference went so: \(kinds)"])
        },
        ConformanceRule(
            "flow-cut", "A hang-up ends a flow in the middle of a step, and `onHangup` still runs.",
            in: "flow-cut"
        ) { call, _ in
            let requests = call.commands.filter { if case .request = $0.command { true } else { false } }
            return call.judgeFlow(endedBy: .caller) + (requests.count == 1 ? [] : ["`onHangup` did not run"])
        },
    ]
}

extension CallTranscript {
    fileprivate var hasLeft: Bool {
        if case .left(.left, _, _)? = changes.last?.kind { true } else { false }
    }

    fileprivate func judgeFlow(endedBy party: CallEnding.Party) -> [String] {
        for case .flowEnded(let end) in entries {
            if let error = end.error { return ["the flow ended by an error: \(error)"] }
            return end.ending.by == party ? [] : ["the flow was ended by \(end.ending.by), not \(party)"]
        }
        return ["the flow did not come to its end"]
    }
}
