extension CallCommand {
    /// Whether a journal that has `other` has this command: secrets in it are masked.
    func isRecorded(as other: CallCommand) -> Bool {
        if self == other { return true }
        var masked = self
        masked.maskSecrets()
        return masked == other
    }

    private mutating func maskSecrets() {
        switch self {
        case .answer(var answer):
            answer.password.mask()
            self = .answer(answer)
        case .joinConference(var join):
            join.room.stream?.bearerToken.mask()
            self = .joinConference(join)
        case .connect(var connect):
            for group in connect.groups.indices {
                for place in connect.groups[group].indices {
                    connect.groups[group][place].password.mask()
                    connect.groups[group][place].stream?.bearerToken.mask()
                }
            }
            self = .connect(connect)
        case .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .leaveConference, .awaitKey, .dial, .sendSms, .userEvent, .startTimer, .request, .fetchDocument,
            .cancel:
            break
        }
    }

    /// The name of its case: `joinConference`.
    package var name: String {
        switch self {
        case .answer: "answer"
        case .hangup: "hangup"
        case .play: "play"
        case .prompt: "prompt"
        case .record: "record"
        case .startRecording: "startRecording"
        case .stopRecording: "stopRecording"
        case .sendDigits: "sendDigits"
        case .joinConference: "joinConference"
        case .leaveConference: "leaveConference"
        case .awaitKey: "awaitKey"
        case .connect: "connect"
        case .dial: "dial"
        case .sendSms: "sendSms"
        case .userEvent: "userEvent"
        case .startTimer: "startTimer"
        case .request: "request"
        case .fetchDocument: "fetchDocument"
        case .cancel: "cancel"
        }
    }
}

extension Secret? {
    fileprivate mutating func mask() { if self != nil { self = Secret(Secret.mask) } }
}
