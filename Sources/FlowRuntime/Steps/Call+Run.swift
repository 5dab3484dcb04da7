import FlowModel

// `answer` and `hangup`.
extension FlowMachine {
    mutating func begin(_ answer: Answer, _ step: StepReference) throws(ScriptError) {
        guard !call.isAnswered else { return complete(answer: step) }
        var command = AnswerCommand()
        if let longest = try value(answer.maxDuration) { command.maxDuration = longest }
        if let codecs = try string(answer.codecs) {
            command.codecs = codecs.commaList
        }
        command.username = try string(answer.username)
        command.password = try string(answer.password).map { Secret($0) }
        wait(for: .answer(command), step)
    }

    mutating func complete(answer step: StepReference) {
        markAnswered()
        done(step, "answered")
    }

    /// In a room it leaves first, so that `endOnExit` and the leave's callback come before the call's end.
    mutating func begin(_ hangup: Hangup, _ step: StepReference) throws(ScriptError) {
        let reason = try value(hangup.reason, default: .hangup)
        clearStack()
        if let membership {
            leave(membership, .leavingToHangUp, step)
        } else {
            hangUp(reason)
        }
    }
}

extension String {
    /// The words of a comma list, without blanks: `PCMU, OPUS`.
    var commaList: [String] { split(separator: ",").map { $0.filter { $0 != " " } } }
}
