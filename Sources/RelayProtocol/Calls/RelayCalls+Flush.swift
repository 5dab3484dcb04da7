import FlowRuntime
import JSONRPC

// What the values inside have said is done, in the order in which they said it.
extension RelayCalls {
    mutating func flush(
        at now: Timestamp, session: inout RelaySession, into effects: inout [RelayEffect]
    ) {
        flushConferences(at: now, session: &session, into: &effects)
        flushLegs(at: now, session: &session, into: &effects)
        for (number, output) in outbox.outputs {
            switch output {
            case .deliver(let event):
                deliver(event, to: number, at: now, session: &session, into: &effects)
            case .notice(let notice): effects.append(.notice(notice))
            case .send(let request, let errand, let id, let node):
                let purpose = errand.map { RelayPurpose.call(number, token: token(for: .call($0))) }
                session.request(
                    request.method, for: purpose ?? .aside, request.repeatability, at: now, into: &effects
                ) { request.write(of: id, at: node, into: &$0) }
            }
        }
        outbox.clear()
    }

    /// A session that is closed gets nothing any more. Before anything else a call's flow is told how its
    /// conference is.
    private mutating func deliver(
        _ event: CallEvent, to number: RelayCallNumber, at now: Timestamp, session: inout RelaySession,
        into effects: inout [RelayEffect]
    ) {
        guard calls[number]?.isClosed == false else { return }
        conferences.catchUp(number)
        flushConferences(at: now, session: &session, into: &effects)
        effects.append(.deliver(number, TimedEvent(session.masked(event), at: now)))
    }

    /// What conferences and other legs tell a call is kept back when it is over; and that it is gone it
    /// learns from its end, which is certain to come.
    private func deliver(
        beyond event: CallEvent, to number: RelayCallNumber, at now: Timestamp, session: inout RelaySession,
        into effects: inout [RelayEffect]
    ) {
        guard let call = calls[number], !call.isClosed, !call.hasEnded else { return }
        if call.state == .ending, case .finished(_, .failed(let failure)) = event, failure.code == .callGone {
            return
        }
        effects.append(.deliver(number, TimedEvent(session.masked(event), at: now)))
    }

    private mutating func flushConferences(
        at now: Timestamp, session: inout RelaySession, into effects: inout [RelayEffect]
    ) {
        guard !conferences.outbox.isEmpty else { return }
        let outputs = conferences.outbox
        conferences.outbox = []
        for output in outputs {
            switch output {
            case .deliver(let number, let event):
                deliver(beyond: event, to: number, at: now, session: &session, into: &effects)
            case .notice(let notice): effects.append(.notice(notice))
            case .send(let number, let request):
                guard let call = calls[number] else { continue }
                let token = token(for: .conference(token: request.token, request.content))
                session.request(
                    request.method, for: .call(number, token: token), request.repeatability, at: now,
                    into: &effects
                ) { params in
                    call.write(into: &params)
                    request.write(into: &params)
                }
            }
        }
    }

    private mutating func flushLegs(
        at now: Timestamp, session: inout RelaySession, into effects: inout [RelayEffect]
    ) {
        guard !legs.outbox.isEmpty else { return }
        let outputs = legs.outbox
        legs.outbox = []
        for output in outputs {
            switch output {
            case .deliver(let number, let event):
                conferences.catchUp(number)
                flushConferences(at: now, session: &session, into: &effects)
                deliver(beyond: event, to: number, at: now, session: &session, into: &effects)
            case .notice(let notice): effects.append(.notice(notice))
            case .offer(let info): offer(leg: info, at: now, session: &session, into: &effects)
            case .send(let number, let request):
                send(request, for: number, at: now, session: &session, into: &effects)
            }
        }
    }

    /// On behalf of a call; also, where it is not about the call itself, when that is over by now.
    private mutating func send(
        _ request: RelayLegs.Request, for number: RelayCallNumber, at now: Timestamp,
        session: inout RelaySession, into effects: inout [RelayEffect]
    ) {
        let call = calls[number]
        guard call != nil || !request.isOfCall else { return }
        let token = token(for: .leg(token: request.token, request.content))
        session.request(
            request.method, for: .call(number, token: token), request.repeatability, at: now, into: &effects
        ) { params in
            if request.isOfCall { call?.write(into: &params) }
            request.write(into: &params)
        }
    }

    /// Somebody whom a flow has dialled is a call of their own.
    private mutating func offer(
        leg info: CallInfo, at now: Timestamp, session: inout RelaySession,
        into effects: inout [RelayEffect]
    ) {
        guard numbers[info.id.name] == nil, !recent.contains(info.id.name) else { return }
        let number = register(info, .answered)
        effects.append(.offer(number, info))
        deliver(.started, to: number, at: now, session: &session, into: &effects)
    }
}

extension RelaySession {
    /// What the server says of a failure or an end reaches flows, and journals, without our credentials. It
    /// is cut here and nowhere before: half a credential would not be known as one.
    fileprivate func masked(_ event: CallEvent) -> CallEvent {
        if case .finished(let id, .failed(var failure)) = event, !failure.detail.isEmpty {
            failure.detail = masked(failure.detail)
            return .finished(id, .failed(failure))
        }
        if case .ended(var ending) = event, !CallEnding.knownReasons.contains(ending.reason) {
            ending.reason = String(masked(ending.reason).prefix(CallEnding.reasonLengthLimit))
            return .ended(ending)
        }
        return event
    }
}

extension RelayCall {
    /// What names the call in the parameters of a request.
    fileprivate func write(into params: inout JSONText) {
        params.member("node_id", node)
        params.member("call_id", id.name)
    }
}
