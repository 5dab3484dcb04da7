import FlowModel
import FlowRuntime

// What a flow asks of its call.
extension RelayCall {
    /// Takes a command. Those about conferences and other legs are not for here: whoever serves them asks
    /// `admits` before.
    mutating func perform(_ command: CallCommand, as id: CommandID, _ out: inout CallOutbox) {
        guard admits(command, as: id, &out) else { return }
        tellWhatIsNotSent(command, &out)
        switch command {
        case .answer:
            if state >= .answered { out.finish(id, .done) } else { begin(command, id, &out) }
        case .hangup(let reason):
            endAsked = reason
            begin(command, id, &out)
        case .play, .prompt, .record, .sendDigits, .awaitKey: begin(command, id, &out)
        case .startRecording(let recording): start(recording, id, &out)
        case .stopRecording(let name): stopRecording(name, id, &out)
        case .sendSms(let message): send(message, id, &out)
        case .userEvent:
            // Nobody listens on a call that is over, which is no failure.
            if state >= .ending { out.finish(id, .done) } else { begin(command, id, &out) }
        case .cancel(let other): giveUp(other, &out)
        case .startTimer, .request, .fetchDocument, .joinConference, .leaveConference, .connect, .dial:
            out.fail(id, .unsupported, "this is not for the phone system")
        }
    }

    /// Whether the call can take a command now; if not, it is answered here, or held.
    mutating func admits(
        _ command: CallCommand, as id: CommandID, _ out: inout CallOutbox
    ) -> Bool {
        if command.needsNoCall { return true }
        switch state {
        case .ended:
            out.fail(id, .callGone, "the call is over")
            return false
        case .ending:
            // An answer would let the flow go on to its next step; the end stops it where it is.
            var operation = Operation(id, command, of: self.id, at: out.now)
            operation.phase = .held
            operations.append(operation)
            return false
        case .created, .ringing:
            if command.worksBeforeTheAnswer { return true }
            out.fail(id, .refused, "the call has not been answered")
            return false
        case .answered: return true
        }
    }

    private mutating func begin(_ command: CallCommand, _ id: CommandID, _ out: inout CallOutbox) {
        begin(Operation(id, command, of: self.id, at: out.now), &out)
    }

    /// Registers it, then sends it: events may come before the answer (relay-protocol.md §4.14).
    mutating func begin(_ operation: Operation, _ out: inout CallOutbox) {
        guard let request = operation.request(messagesIn: context) else {
            preconditionFailure("only what is a request of the call's own begins here")
        }
        operations.append(operation)
        out.send(request, for: .start(operation.id))
    }

    private mutating func start(
        _ recording: RecordCommand, _ id: CommandID, _ out: inout CallOutbox
    ) {
        let operation = Operation(id, .startRecording(recording), of: self.id, at: out.now)
        let isTaken =
            recordings.contains { $0.name == recording.controlID }
            || operations.contains { $0.command.recordingName == recording.controlID }
        guard !isTaken else {
            return out.fail(id, .refused, "a recording with this control id runs already")
        }
        guard recordings.count < Self.recordingLimit else {
            return out.fail(id, .refused, "too many recordings of one call")
        }
        begin(operation, &out)
    }

    /// No flow needs more at once; one that loops over `recordCall` must not fill the memory.
    private static let recordingLimit = 16

    private mutating func stopRecording(_ name: String, _ id: CommandID, _ out: inout CallOutbox) {
        guard let recording = recordings.last(where: { $0.name == name }) else {
            return out.fail(id, .notFound, "no such recording")
        }
        var operation = Operation(id, .stopRecording(controlID: name), of: self.id, at: out.now)
        operation.control = recording.control
        begin(operation, &out)
    }

    /// relay-protocol.md §8 item 166.
    private mutating func send(_ message: SendSmsCommand, _ id: CommandID, _ out: inout CallOutbox) {
        guard message.body != nil || !message.media.isEmpty else {
            return out.fail(id, .refused, "at least one of body and media is required")
        }
        begin(.sendSms(message), id, &out)
    }

    /// Only a wait for keys can be given up; timers never come here.
    private mutating func giveUp(_ id: CommandID, _ out: inout CallOutbox) {
        guard let place = place(of: id), case .awaitKey = operations[place].command else { return }
        let operation = operations.remove(at: place)
        if state < .ending { stop(operation, &out) }
    }

    /// Ends what an operation does at the phone system, if it does anything there.
    func stop(_ operation: Operation, _ out: inout CallOutbox) {
        guard let control = operation.control, operation.phase != .resting else { return }
        switch operation.command {
        case .play: out.send(.stopPlay(control))
        case .prompt: out.send(.stopPrompt(control))
        case .awaitKey: out.send(.stopCollect(control))
        case .record, .startRecording: out.send(.stopRecord(control))
        case .sendDigits, .stopRecording, .answer, .hangup, .joinConference, .leaveConference, .connect,
            .dial, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            break
        }
    }

    /// What RELAY has no parameter for is said, not dropped in silence (design §3 item 9).
    private func tellWhatIsNotSent(_ command: CallCommand, _ out: inout CallOutbox) {
        let isUnsent =
            switch command {
            case .answer(let command): command.username != nil || command.password != nil
            case .play(let command): command.statusURL != nil
            case .prompt(let command): command.play.statusURL != nil
            case .record(let command), .startRecording(let command): command.statusURL != nil
            case .sendSms(let command): command.statusCallback != nil
            case .hangup, .stopRecording, .sendDigits, .awaitKey, .userEvent, .cancel, .startTimer,
                .request, .fetchDocument, .joinConference, .leaveConference, .connect, .dial:
                false
            }
        guard isUnsent else { return }
        out.notice(
            RelayNotice(
                .warning, .callError, "RELAY has no status URL and no credentials for this: sent without",
                call: id))
    }
}

extension Operation {
    /// What begins it; nothing for a command that is no request of the call's own.
    func request(messagesIn context: String) -> CallRequest? {
        switch command {
        case .answer(let command): return .answer(command)
        case .hangup(let reason): return .end(reason)
        case .sendSms(let message): return .message(message, context: context)
        case .userEvent(let event): return .userEvent(event)
        case .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits, .awaitKey:
            return control.flatMap { controlledRequest($0) }
        case .joinConference, .leaveConference, .connect, .dial, .startTimer, .request, .fetchDocument,
            .cancel:
            return nil
        }
    }

    private func controlledRequest(_ control: ControlID) -> CallRequest? {
        switch command {
        case .play(let command): .play(control, command)
        case .prompt(let command): .prompt(control, command)
        case .record(let command), .startRecording(let command): .record(control, command)
        case .stopRecording: .stopRecord(control)
        case .sendDigits(let digits): .sendDigits(control, digits)
        case .awaitKey: .collectKey(control)
        case .answer, .hangup, .sendSms, .userEvent, .joinConference, .leaveConference, .connect, .dial,
            .startTimer, .request, .fetchDocument, .cancel:
            nil
        }
    }

    /// Does nothing to what it asks about, and is refused when that does not run.
    var question: CallRequest? {
        guard let control else { return nil }
        switch command {
        case .play(let command): return .setPlayVolume(control, command.volume)
        case .prompt(let command): return .setPromptVolume(control, command.play.volume)
        case .record, .startRecording: return .resumeRecord(control)
        case .answer, .hangup, .sendSms, .userEvent, .joinConference, .leaveConference, .connect, .dial,
            .startTimer, .request, .fetchDocument, .cancel, .stopRecording, .sendDigits, .awaitKey:
            return nil
        }
    }
}
