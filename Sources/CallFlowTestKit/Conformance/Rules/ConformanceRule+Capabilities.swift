import FlowRuntime

// A rule for each capability that a command shows.
extension ConformanceRule {
    static let capabilityRules = Capability.allCases.compactMap { capability -> ConformanceRule? in
        let (claimed, unclaimed) = (Scene.name(claimed: capability), Scene.name(unclaimed: capability))
        guard Scene.all(beat: .seconds(1)).contains(where: { $0.name == claimed }) else { return nil }
        let word = capability.rawValue
        return ConformanceRule(
            "can-" + word,
            """
            A backend that claims `\(word)` does not answer `.unsupported` to what needs it; one that does \
            not claim it does.
            """, in: [claimed, unclaimed]
        ) { scene, name in
            guard let call = scene.calls.first else { return [scene.problem ?? "no call came in"] }
            guard let asked = call.commands.last(where: { $0.command.needsCapability }) else {
                return ["the call came to nothing"]
            }
            let isClaimed = name == claimed
            return call.judge(asked.id.number, isClaimed ? "anything but unsupported" : "unsupported") {
                ($0.failure == .unsupported) != isClaimed
            }
        }
    }
}

extension CallCommand {
    /// Whether it is what a scene of a capability is about.
    fileprivate var needsCapability: Bool {
        switch self {
        case .answer, .hangup, .startTimer: false
        case .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits, .joinConference,
            .leaveConference, .awaitKey, .connect, .dial, .sendSms, .userEvent, .request, .fetchDocument,
            .cancel:
            true
        }
    }
}
