import FlowRuntime

// Sounds and prompts, scene by scene.
extension ConformanceRule {
    static let mediaRules = [
        ConformanceRule(
            "sound-to-the-end", "`play` plays to the end, and is answered then: `.played`.", in: "sound"
        ) { call, scene in
            call.judge(2, "played, all of it") { $0 == .played(failedItems: []) }
                + call.judgeSpan(of: 2, atLeast: scene.beat * 0.8, atMost: scene.beat * 20)
        },
        ConformanceRule(
            "sound-cut", "A hang-up cuts a sound: the call ends, and the sound is not said to be played.",
            in: "sound-cut"
        ) { call, _ in
            call.judgeEnd(by: .caller)
                + call.answers(to: CommandID(2)).filter { $0.result.failure == nil }.map {
                    "\(call.label(CommandID(2))) was answered by \($0.result)"
                } + call.judge(3, "callGone") { $0.failure == .callGone }
        },
        ConformanceRule(
            "keys-during-sound", "Keys during a sound that asks for none do not end it.",
            in: "keys-during-sound"
        ) { call, scene in
            call.judge(2, "played, all of it") { $0 == .played(failedItems: []) }
                + call.judgeSpan(of: 2, atLeast: scene.beat * 2.4, atMost: scene.beat * 20)
        },
        ConformanceRule(
            "barge-in",
            "Keys end the sounds of a prompt; it is answered by the digits without the terminator.",
            in: "barge-in"
        ) { call, scene in
            call.judge(2, "digits 12, ended by #") { $0 == .prompted(.digits("12", terminator: "#")) }
                + call.judgeSpan(of: 2, atLeast: .zero, atMost: scene.beat * 20)
        },
        ConformanceRule(
            "no-input", "A prompt that nobody answers has no input after its time.", in: "no-input"
        ) { call, scene in
            call.judge(2, "no input") { $0 == .prompted(.noInput) }
                + call.judgeSpan(of: 2, atLeast: scene.beat * 2.4, atMost: scene.beat * 20)
        },
        ConformanceRule("send-digits", "`sendDigits` is answered by `.done`.", in: "tones") { call, _ in
            call.judge(2, "done") { $0 == .done }
        },
        ConformanceRule(
            "background-recording", "A recording in the background starts, and stops when it is asked to.",
            in: "recording"
        ) { call, _ in
            call.judge(2, "recordingStarted") { if case .recordingStarted = $0 { true } else { false } }
                + call.judge(4, "done") { $0 == .done }
        },
        ConformanceRule(
            "record", "`record` is answered by its recording when its longest time is over.", in: "recording"
        ) { call, scene in
            call.judge(5, "recorded") { if case .recorded = $0 { true } else { false } }
                + call.judgeSpan(of: 5, atLeast: scene.beat * 1.6, atMost: scene.beat * 20)
        },
        ConformanceRule(
            "prompt-cut", "A hang-up cuts a prompt: the call ends, and there is no input.", in: "prompt-cut"
        ) { call, _ in
            call.judgeEnd(by: .caller)
                + call.answers(to: CommandID(2)).filter { $0.result.failure == nil }.map {
                    "\(call.label(CommandID(2))) was answered by \($0.result)"
                }
        },
    ]
}
