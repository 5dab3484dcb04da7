import FlowRuntime

// Calls and timers, scene by scene.
extension ConformanceRule {
    static let sessionRules = [
        ConformanceRule("answer", "`answer` answers the call: `.done`.", in: "plain") { call, _ in
            call.judge(1, "done") { $0 == .done }
        },
        ConformanceRule(
            "timer", "`startTimer` is answered by `.done` after its time, not before.", in: "plain"
        ) { call, scene in
            call.judge(2, "done") { $0 == .done }
                + call.judgeSpan(of: 2, atLeast: scene.beat * 0.8, atMost: scene.beat * 20)
        },
        ConformanceRule(
            "hang-up", "`hangup` is answered by `.done`, and `ended` by the flow follows.", in: "plain"
        ) { call, _ in
            call.judge(3, "done") { $0 == .done } + call.judgeEnd(by: .flow)
        },
        ConformanceRule(
            "request", "A request is answered by a response, or by a failure when none came.", in: "request"
        ) { call, _ in
            call.judge(2, "a response or a failure") { result in
                if case .response = result { true } else { result.failure != nil }
            } + call.judgeEnd(by: .flow)
        },
        ConformanceRule(
            "gives-up-ringing", "A caller who gives up before the answer ends the call.",
            in: "gives-up-ringing"
        ) { call, _ in
            call.judgeEnd(by: .caller) + call.judgeGone(1)
        },
        ConformanceRule(
            "far-end-gone",
            """
            When the far end hangs up, `ended` by the caller comes; what needs the call is then answered by \
            `.callGone`, and what needs none as ever.
            """, in: "hangs-up"
        ) { call, _ in
            call.judgeEnd(by: .caller) + call.judgeGone(2) + call.judge(3, "done") { $0 == .done }
                + call.judge(4, "a response or a failure") { $0.failure != .callGone } + call.judgeGone(5)
        },
        ConformanceRule(
            "refusal", "A command that is refused is answered by a failure, and the call goes on.",
            in: "refusal"
        ) { call, _ in
            call.judge(2, "a failure") { $0.failure != nil } + call.judge(3, "done") { $0 == .done }
                + call.judgeEnd(by: .flow)
        },
        ConformanceRule(
            "cancel", "`cancel` gives up a timer and a wait for keys; the call goes on.", in: "cancel"
        ) { call, _ in
            [2, 4].filter { !call.answers(to: CommandID($0)).isEmpty }.map {
                "\(call.label(CommandID($0))) was answered"
            } + call.judge(6, "done") { $0 == .done } + call.judgeEnd(by: .flow)
        },
        ConformanceRule("key", "`awaitKey` is answered by the first of its keys, and by no other.", in: "key")
        {
            call, _ in
            call.judge(2, "key 2") { $0 == .key("2") }
        },
        ConformanceRule(
            "calls-apart", "Calls at the same time do not disturb each other: each has its own ids and keys.",
            in: ["two-calls"]
        ) { scene, _ in
            guard scene.calls.count == 2 else { return [scene.problem ?? "two calls did not come in"] }
            return zip(scene.calls, ["1", "2"]).flatMap { call, key in
                (call.judge(2, "key \(key)") { $0 == .key(key) } + call.judgeEnd(by: .flow)).map {
                    "\(call.call.id): \($0)"
                }
            }
        },
        ConformanceRule(
            "reconnect", "After a lost connection everything under way is answered all the same.",
            in: "interruption"
        ) { call, _ in
            call.judge(2, "done") { $0 == .done } + call.judge(3, "done") { $0 == .done }
                + call.judgeEnd(by: .flow)
        },
    ]
}

extension CallTranscript {
    fileprivate func judgeGone(_ number: Int32) -> [String] {
        judge(number, "callGone") { $0.failure == .callGone }
    }

    /// Empty when the time from a command to its answer is within these bounds.
    func judgeSpan(of number: Int32, atLeast least: Duration, atMost most: Duration) -> [String] {
        guard let span = span(of: number), !(least...most).contains(span) else { return [] }
        return ["\(label(CommandID(number))) took \(span), not \(least) to \(most)"]
    }
}
