package import FlowRuntime

// What a flow asks for, one command at a time.
extension PhoneSystem {
    /// Takes a command for a leg. Its answer, if there is one, comes as a delivery.
    ///
    /// A leg that is over still takes what needs no call: requests, messages, events and timers.
    package mutating func perform(_ command: CallCommand, as id: CommandID, for leg: LegID) {
        guard !legs[leg.index].isClosed else { return }
        defer { dropOvertaken() }
        observe(.performed(id, command), on: leg)
        switch command {
        case .startTimer(let duration): startTimer(id, duration, on: leg)
        case .request(let request), .fetchDocument(let request): send(request, id, on: leg)
        case .cancel(let other): cancel(other, on: leg)
        case .sendSms, .userEvent: finish(id, .done, on: leg)
        case .hangup(let reason): hangUp(leg, id, reason)
        case .answer(let command): answer(leg, id, command)
        case .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits, .joinConference,
            .leaveConference, .awaitKey, .connect, .dial:
            performOnCall(command, id, leg)
        }
    }

    private mutating func performOnCall(_ command: CallCommand, _ id: CommandID, _ leg: LegID) {
        switch legs[leg.index].phase {
        case .scheduled, .ended: return fail(id, .callGone, on: leg)
        case .ringing where !command.worksBeforeTheAnswer:
            return fail(id, .refused, "the call has not been answered", on: leg)
        case .ringing, .answered: break
        }
        if command.isBeyond(legs[leg.index].role) {
            return fail(id, .unsupported, "not on a leg that is not a call of its own", on: leg)
        }
        if command.takesTheLeg, legs[leg.index].isBusy {
            return fail(id, .refused, "the leg is busy with another command", on: leg)
        }
        switch command {
        case .play(let command): play(command, id, on: leg)
        case .prompt(let command): prompt(command, id, on: leg)
        case .record(let command): record(command, id, on: leg)
        case .startRecording(let command): startRecording(command, id, on: leg)
        case .stopRecording(let controlID): stopRecording(controlID, id, on: leg)
        case .sendDigits(let digits): sendDigits(digits, id, on: leg)
        case .joinConference(let command): join(command, id, leg)
        case .leaveConference(let conference): leave(conference, id, leg)
        case .awaitKey(let keys): legs[leg.index].keyWait = KeyWait(id: id, keys: keys)
        case .connect(let command): connect(command, id, leg)
        case .dial(let command): startDial(command, id, leg)
        case .startTimer, .request, .fetchDocument, .cancel, .sendSms, .userEvent, .hangup, .answer:
            preconditionFailure("a command that needs no leg came to a leg")
        }
    }

    // MARK: Timers

    private mutating func startTimer(_ id: CommandID, _ duration: Duration, on leg: LegID) {
        guard duration > .zero else { return finish(id, .done, on: leg) }
        legs[leg.index].timers.append(id)
        queue.push(.timer(leg, id), at: later(duration))
    }

    mutating func timerRanOut(_ leg: LegID, _ id: CommandID) {
        guard let place = legs[leg.index].timers.firstIndex(of: id) else { return }
        legs[leg.index].timers.remove(at: place)
        finish(id, .done, on: leg)
    }

    private mutating func cancel(_ id: CommandID, on leg: LegID) {
        legs[leg.index].timers.removeAll { $0 == id }
        if legs[leg.index].keyWait?.id == id { legs[leg.index].keyWait = nil }
    }
}

extension CallCommand {
    /// What the far end may hear before it is answered, as early media, `connect` with `answerOnBridge`, and
    /// `dial`, which does nothing to the call itself.
    fileprivate var worksBeforeTheAnswer: Bool {
        switch self {
        case .play, .connect, .dial: true
        case .answer, .hangup, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .joinConference,
            .leaveConference, .awaitKey, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            false
        }
    }

    /// What a waiting document and a confirm script have no business with: they are guests on somebody's
    /// call.
    fileprivate func isBeyond(_ role: Leg.Role) -> Bool {
        switch (role, self) {
        case (.inbound, _), (.placed, _), (.waiting, .play): false
        case (.waiting, _), (.dialled, .joinConference), (.dialled, .connect), (.dialled, .dial): true
        case (.dialled, _): false
        }
    }

    /// Of these a leg does one at a time.
    fileprivate var takesTheLeg: Bool {
        switch self {
        case .play, .prompt, .record, .sendDigits, .connect: true
        case .answer, .hangup, .startRecording, .stopRecording, .joinConference, .leaveConference, .awaitKey,
            .dial, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            false
        }
    }
}
