import FlowModel
import FlowRuntime
import JSONRPC

// What the shell asks for.
extension RelayCalls {
    mutating func perform(
        _ command: CallCommand, as id: CommandID, on number: RelayCallNumber, at now: Timestamp,
        session: inout RelaySession, into effects: inout [RelayEffect]
    ) {
        perform(command, as: id, on: number, at: now)
        flush(at: now, session: &session, into: &effects)
    }

    /// Hands a command to whom it concerns. After `close` nobody listens.
    private mutating func perform(
        _ command: CallCommand, as id: CommandID, on number: RelayCallNumber, at now: Timestamp
    ) {
        guard let call = calls[number], !call.isClosed else { return }
        switch command {
        case .joinConference, .leaveConference, .connect, .dial:
            var isAdmitted = false
            update(number, at: now) { call, out in isAdmitted = call.admits(command, as: id, &out) }
            if isAdmitted { performBeyond(command, as: id, on: call, at: now) }
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .awaitKey, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            update(number, at: now) { call, out in call.perform(command, as: id, &out) }
        }
    }

    /// What concerns more than the call itself.
    private mutating func performBeyond(
        _ command: CallCommand, as id: CommandID, on call: RelayCall, at now: Timestamp
    ) {
        switch command {
        case .joinConference(let join):
            conferences.join(join, as: id, by: call.number, call.id, at: now)
        case .leaveConference(let conference):
            conferences.leave(conference, as: id, by: call.number, at: now)
        case .connect(let connect): legs.connect(connect, as: id, by: call.number, call.info, at: now)
        case .dial(let dial): legs.dial(dial, as: id, by: call.number, call.info, at: now)
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .awaitKey, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            preconditionFailure("a command of the call's own")
        }
    }

    /// The session of a call is closed: its events end at once, whatever the phone system still says.
    mutating func close(
        _ number: RelayCallNumber, at now: Timestamp, session: inout RelaySession,
        into effects: inout [RelayEffect]
    ) {
        close(number, at: now, nil, into: &effects)
        flush(at: now, session: &session, into: &effects)
    }

    private mutating func close(
        _ number: RelayCallNumber, at now: Timestamp, _ error: BackendError?,
        into effects: inout [RelayEffect]
    ) {
        guard let call = calls[number], !call.isClosed else { return }
        effects.append(.endEvents(number, error))
        update(number, at: now) { call, out in call.close(&out) }
    }

    /// Nobody here serves it. A call that was answered is nobody else's any more: it is hung up.
    mutating func passOn(
        _ number: RelayCallNumber, at now: Timestamp, session: inout RelaySession,
        into effects: inout [RelayEffect]
    ) {
        guard let call = calls[number], !call.isClosed, call.state < .answered else {
            return close(number, at: now, session: &session, into: &effects)
        }
        effects.append(.endEvents(number, nil))
        effects.append(.notice(RelayNotice(.info, .callPassedOn, "no flow for this call", call: call.id)))
        pass(call.id, at: call.node, at: now, session: &session, into: &effects)
        release(number, at: now)
    }

    /// Offers a call to another worker of its context (relay-protocol.md §3.2).
    func pass(
        _ id: CallID, at node: String, at now: Timestamp, session: inout RelaySession,
        into effects: inout [RelayEffect]
    ) {
        let request = CallRequest.pass
        session.request(request.method, for: .aside, request.repeatability, at: now, into: &effects) {
            request.write(of: id, at: node, into: &$0)
        }
    }

    /// Every call is hung up, and no session gets anything any more.
    mutating func shutDown(
        at now: Timestamp, session: inout RelaySession, into effects: inout [RelayEffect]
    ) {
        refuseFurther()
        for number in calls.keys.sorted() {
            close(number, at: now, BackendError(.closed, "the worker was shut down"), into: &effects)
        }
        flush(at: now, session: &session, into: &effects)
    }
}
