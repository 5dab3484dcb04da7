import FlowExpressions
import FlowModel
import SourceText

/// A phone system that a flow is meant for (`--target`).
package enum Target: String, Sendable, Hashable, CaseIterable {
    case simulator, relay, asterisk

    /// What of the language it cannot do.
    var gaps: [TargetGap] {
        switch self {
        case .simulator: []
        case .relay: TargetGap.relay
        case .asterisk: TargetGap.asterisk
        }
    }

    /// As messages name it.
    package var name: String {
        switch self {
        case .simulator: "the simulator"
        case .relay: "SignalWire RELAY"
        case .asterisk: "Asterisk"
        }
    }
}

/// Something of the language that a phone system has no counterpart for.
struct TargetGap: Sendable {
    /// As messages name it: `record.format: mp4`.
    let what: String
    /// Where that is known from, and when it was read.
    let source: String
    let steps: StepKinds
    /// The places where a step asks for it.
    let places: @Sendable (Step) -> [SourceRange?]

    private init(
        _ what: String, _ source: String, _ steps: StepKinds,
        _ places: @escaping @Sendable (Step) -> [SourceRange?]
    ) {
        self.what = what
        self.source = source
        self.steps = steps
        self.places = places
    }

    static let relay: [TargetGap] = [
        TargetGap("SIP credentials of `answer`", "relay-protocol.md §4.1, November 2026", .answer) { step in
            guard case .answer(let answer) = step.action else { return [] }
            return [answer.username?.range, answer.password?.range]
        },
        TargetGap("`mp4` recordings", "relay-protocol.md §4.7, November 2026", [.record, .recordCall]) {
            step in
            [step.recordingFormat(in: [.mp4])]
        },
        TargetGap("`encryption` of a dialled leg", "relay-protocol.md §4.3, November 2026", .connect) {
            step in
            guard case .connect(let connect) = step.action else { return [] }
            return [connect.encryption?.range] + connect.groups.joined().map { $0.encryption?.range }
        },
        TargetGap("SIP credentials of a dialled leg", "relay-protocol.md §4.3, November 2026", .connect) {
            step in
            guard case .connect(let connect) = step.action else { return [] }
            return connect.groups.joined().flatMap { [$0.username?.range, $0.password?.range] }
        },
        TargetGap(
            "`confirm` with steps (a document's URL works)", "relay-protocol.md §4.3, November 2026", .connect
        ) { step in
            guard case .connect(let connect) = step.action else { return [] }
            let scripts = [connect.confirm] + connect.groups.joined().map(\.confirm)
            return scripts.contains { if case .steps? = $0 { true } else { false } } ? [step.nameRange] : []
        },
        TargetGap("the ring tone `us-old`", "relay-protocol.md §4.4, November 2026", [.play, .prompt]) {
            step in
            step.sounds.map { sound in
                if case .ring(.usOld, _)? = sound.known { sound.range } else { nil }
            }
        },
        TargetGap(
            "a status URL of this step", "relay-protocol.md §9 row 67, November 2026",
            [.play, .prompt, .record, .recordCall]
        ) { step in [step.statusURL] },
        TargetGap("`statusCallback` of a message", "relay-protocol.md §7, November 2026", .sendSms) { step in
            guard case .sendSms(let message) = step.action else { return [] }
            return [message.statusCallback?.range]
        },
    ]

    static let asterisk: [TargetGap] = [
        TargetGap("recordings other than `wav`", "asterisk-ari.md §3, November 2026", [.record, .recordCall])
        { step in
            [step.recordingFormat(in: [.mp3, .mp4])]
        },
        TargetGap("speech input", "asterisk-ari.md §3: ARI reports DTMF only, November 2026", .prompt) {
            step in
            guard case .prompt(let prompt) = step.action, prompt.collectsSpeech else { return [] }
            return [
                prompt.speechTimeout?.range, prompt.speechEndTimeout?.range, prompt.speechLanguage?.range,
                prompt.speechHints?.first?.range, prompt.speechEngine?.range,
            ]
        },
        TargetGap("text messages", "asterisk-ari.md §3: no carrier behind it, November 2026", .sendSms) {
            step in
            [step.nameRange]
        },
        TargetGap("events to a client", "asterisk-ari.md §3: no client protocol, November 2026", .userEvent) {
            step in
            [step.nameRange]
        },
        TargetGap("a conference's `region`", "asterisk-ari.md §6, November 2026", .joinConference) { step in
            guard case .joinConference(let join) = step.action else { return [] }
            return [join.region?.range]
        },
        TargetGap("resource and queue destinations", "asterisk-ari.md §3, November 2026", [.connect, .dial]) {
            step in
            step.addresses.map { address in
                switch address.known {
                case .resource, .queue: address.range
                case .phone, .sip, .stream, nil: nil
                }
            }
        },
    ]
}

extension Step {
    /// Where a recording asks for one of these formats.
    fileprivate func recordingFormat(in formats: [RecordingFormat]) -> SourceRange? {
        let given: Given<RecordingFormat>?
        if case .record(let record) = action {
            given = record.format
        } else if case .recordCall(let record) = action {
            given = record.format
        } else {
            given = nil
        }
        guard let given, let format = given.known, formats.contains(format) else { return nil }
        return given.range
    }

    fileprivate var sounds: ShortList<Given<PlayURL>> {
        if case .play(let play) = action { return play.sounds }
        if case .prompt(let prompt) = action { return prompt.play }
        return []
    }

    /// Of what plays, asks or records.
    fileprivate var statusURL: SourceRange? {
        if case .play(let play) = action { return play.statusUrl?.range }
        if case .prompt(let prompt) = action { return prompt.statusUrl?.range }
        if case .record(let record) = action { return record.statusUrl?.range }
        if case .recordCall(let record) = action { return record.statusUrl?.range }
        return nil
    }

    fileprivate var addresses: [Given<Address>] {
        if case .connect(let connect) = action { return connect.groups.joined().map(\.to) }
        if case .dial(let dial) = action { return dial.targets }
        return []
    }
}
