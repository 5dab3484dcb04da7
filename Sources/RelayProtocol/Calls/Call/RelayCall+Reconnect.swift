import FlowModel
package import FlowRuntime

// After a lost connection, or a lost worker: what is still there?
extension RelayCall {
    /// There is a connection again, with the session of before. What runs is asked about, for its event may
    /// have come while nobody listened.
    mutating func reconnected(_ out: inout CallOutbox) {
        if isClosed {
            guard owesEnd else { return }
            owesEnd = false
            return out.send(.end(endAsked ?? .hangup), for: .closing)
        }
        guard state < .ending else { return }
        askWhetherStillThere(&out)
        for id in operations.map(\.id) {
            if let place = place(of: id) { askAbout(place, &out) }
        }
        let pending = inherited
        inherited = []
        for one in pending { takeOver(one, &out) }
    }

    /// Only a call that is answered: one that rings would be answered by the question. That such a one is
    /// gone the next command shows.
    func askWhetherStillThere(_ out: inout CallOutbox) {
        if state == .answered { out.send(.stillThere, for: .stillThere) }
    }

    private mutating func askAbout(_ place: Int, _ out: inout CallOutbox) {
        let operation = operations[place]
        switch (operation.command, operation.phase) {
        case (.awaitKey, .running):
            // A key may have ended it unseen: it begins again. If that is told after all, it counts.
            stop(operation, &out)
            beginAgain(place, losses: operation.losses, &out)
        case (.play, .running), (.prompt, .running), (.record, .running), (_, .unknown):
            if let question = operation.question { out.send(question, for: .question(operation.id)) }
        case (_, .running), (_, .requested), (_, .stopping), (_, .resting), (_, .held): break
        }
    }

    /// A command that a worker before this one was asked for. What may be done twice is; about what makes a
    /// sound or a file we ask first; of digits an event may tell; everything else is never repeated.
    private mutating func takeOver(_ pending: CallResumption.Pending, _ out: inout CallOutbox) {
        switch pending.command {
        case .answer, .hangup: perform(pending.command, as: pending.id, &out)
        case .stopRecording:
            perform(pending.command, as: pending.id, &out)
            if let place = place(of: pending.id) { operations[place].isInherited = true }
        case .awaitKey: waitForKeys(again: pending, &out)
        case .play, .prompt, .record, .startRecording:
            let operation = Operation(pending, of: id, in: .unknown)
            operations.append(operation)
            if let question = operation.question { out.send(question, for: .question(pending.id)) }
        case .sendDigits:
            var operation = Operation(pending, of: id, in: .running)
            let length = CallBounds.length(of: pending.command) ?? .zero
            operation.deadline = max(pending.at.advanced(by: length), out.proofDeadline)
            operations.append(operation)
        case .sendSms, .userEvent, .dial: out.finish(pending.id, .failed(.ofRestart))
        case .joinConference, .leaveConference, .connect, .startTimer, .request, .fetchDocument, .cancel:
            break
        }
    }

    /// How often it had begun again is not known: the first round is stopped, and the next one has a number
    /// that none before it had. Should another round still listen, what it hears is for this wait.
    private mutating func waitForKeys(again pending: CallResumption.Pending, _ out: inout CallOutbox) {
        stop(Operation(pending, of: id, in: .running), &out)
        begin(
            Operation(pending.id, pending.command, of: id, at: out.now, round: out.now.milliseconds), &out)
    }
}

extension CommandFailure {
    /// Of what cannot be asked about and is not done twice.
    package static let ofRestart = CommandFailure(
        .failed, "the worker was started again, and it is not known whether this had been done")
}
