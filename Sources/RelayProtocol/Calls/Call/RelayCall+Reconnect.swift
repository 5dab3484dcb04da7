import FlowModel
import FlowRuntime

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
            // A key may have ended it unseen: it begins again.
            stop(operation, &out)
            beginAgain(place, &out)
        case (.play, .running), (.prompt, .running), (.record, .running), (_, .unknown):
            if let question = operation.question { out.send(question, for: .question(operation.id)) }
        case (_, .running), (_, .requested), (_, .stopping), (_, .resting), (_, .held): break
        }
    }

    /// A command that a worker before this one was asked for. What may be done twice is; about what makes a
    /// sound or a file we ask first; everything else is never repeated.
    private mutating func takeOver(_ pending: CallResumption.Pending, _ out: inout CallOutbox) {
        switch pending.command {
        case .answer, .hangup, .stopRecording: perform(pending.command, as: pending.id, &out)
        case .awaitKey:
            // How often it had begun again is not known: the first round is stopped, and the next one has a
            // number that none before it had.
            stop(Operation(pending.id, pending.command, of: id, at: pending.at), &out)
            begin(
                Operation(
                    pending.id, pending.command, of: id, at: out.now, round: out.now.milliseconds), &out)
        case .play, .prompt, .record, .startRecording:
            var operation = Operation(pending.id, pending.command, of: id, at: pending.at)
            operation.phase = .unknown
            operation.wasSent = pending.isSent
            operations.append(operation)
            if let question = operation.question { out.send(question, for: .question(pending.id)) }
        case .sendDigits, .sendSms, .userEvent, .connect, .dial:
            out.fail(
                pending.id, .failed,
                "the worker was started again, and it is not known whether this had been done")
        case .joinConference, .leaveConference, .startTimer, .request, .fetchDocument, .cancel: break
        }
    }
}
