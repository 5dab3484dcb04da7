import FlowRuntime
import JSONRPC

// What the connection tells.
extension RelayCalls {
    mutating func handle(
        _ news: RelayNews, at now: Timestamp, session: inout RelaySession, into effects: inout [RelayEffect]
    ) {
        switch news {
        case .event(let event): received(event, at: now, session: &session, into: &effects)
        case .answered(let purpose, let reply): answered(purpose, reply, at: now)
        case .ready(let isResumed): if isResumed { reconnected(at: now) } else { forgotten(at: now) }
        case .disconnected: break
        case .stopped(let error): stopped(error, into: &effects)
        }
        flush(at: now, session: &session, into: &effects)
    }

    private mutating func answered(_ purpose: RelayPurpose, _ reply: RelayReply, at now: Timestamp) {
        guard case .call(let number, let token) = purpose,
            let requester = requests.removeValue(forKey: token)
        else { return }
        switch requester {
        case .call(let errand):
            update(number, at: now) { call, out in call.answered(errand, reply, &out) }
        case .conference(let token, let content):
            if reply.isGone { callMayBeGone(number, isCertain: content.isJoin, at: now) }
            conferences.answered(token, of: number, reply, at: now)
        case .leg(let token, let content):
            if reply.isGone, content.isOfCall {
                callMayBeGone(number, isCertain: content.isConnect, at: now)
            }
            legs.answered(token, of: number, reply, at: now)
        }
    }

    /// 404 and 410 tell that the call is gone; to a leave they may also mean that it is not in there
    /// (relay-protocol.md §6.4), so the call is asked.
    private mutating func callMayBeGone(
        _ number: RelayCallNumber, isCertain: Bool, at now: Timestamp
    ) {
        update(number, at: now) { call, out in
            if isCertain { call.vanish(&out) } else { call.askWhetherStillThere(&out) }
        }
    }

    /// The session of before goes on; so do its calls.
    private mutating func reconnected(at now: Timestamp) {
        for number in calls.keys.sorted() {
            update(number, at: now) { call, out in call.reconnected(&out) }
        }
        let moves = inheritedMoves
        inheritedMoves = []
        for (number, pending) in moves { takeOver(pending, of: number, at: now) }
        conferences.reconnected(at: now)
        legs.reconnected(at: now)
    }

    /// Another session: the server knows nothing of calls that were here before.
    private mutating func forgotten(at now: Timestamp) {
        inheritedMoves = []
        for number in calls.keys.sorted() {
            update(number, at: now) { call, out in call.lose(&out) }
        }
        legs.sessionLost(at: now)
    }

    /// Nothing comes any more.
    private mutating func stopped(_ error: BackendError?, into effects: inout [RelayEffect]) {
        let error = error ?? BackendError(.closed, "the connection was shut down")
        for number in calls.keys.sorted() where calls[number]?.isClosed == false {
            effects.append(.endEvents(number, error))
        }
        calls = [:]
        numbers = [:]
        requests = [:]
        alarms = CallAlarms()
        conferences = RelayConferences(limits: limits)
        legs = RelayLegs(limits: limits)
    }

    // MARK: Events (relay-protocol.md §2.9)

    private mutating func received(
        _ event: RelayEvent, at now: Timestamp, session: inout RelaySession,
        into effects: inout [RelayEffect]
    ) {
        let params = event.params
        switch event.type {
        case "calling.call.receive":
            inbound(params, context: event.outerContext, at: now, session: &session, into: &effects)
        case "calling.call.state":
            if number(in: params) == nil {
                legs.received(state: params, at: now)
            } else {
                toCall(params, at: now) { call, out in call.stateChanged(params, &out) }
            }
        case "calling.call.play": operation(.play, params, at: now)
        case "calling.call.collect": operation(.collect, params, at: now)
        case "calling.call.record": operation(.record, params, at: now)
        case "calling.call.send_digits": operation(.sendDigits, params, at: now)
        case "calling.call.connect": connected(params, at: now)
        case "calling.call.dial": legs.received(dial: params, at: now)
        case "calling.conference": conferences.received(params, member: number(in: params), at: now)
        case "calling.error": error(session.masked(params.errorText), params, at: now)
        case "messaging.receive":
            notice(.warning, .ignoredFrame, "a message came in, and nobody here reads messages", params, now)
        case let type where Self.unused.contains(type): break
        case _: notice(.debug, .unknownEvent, "an event of a type that nobody knows", params, now)
        }
    }

    /// Known, and nothing that a flow waits for (relay-protocol.md §5).
    private static let unused: Set<String> = [
        "messaging.state", "calling.call.detect", "calling.call.fax", "calling.call.tap",
        "calling.call.stream", "calling.call.refer", "calling.call.denoise", "calling.call.pay",
        "calling.call.queue", "calling.call.echo", "calling.call.transcribe", "calling.call.hold",
        "calling.call.ai",
    ]

    private mutating func operation(_ type: OperationEvent, _ params: JSONItem, at now: Timestamp) {
        toCall(params, at: now) { call, out in call.received(type, params, &out) }
    }

    /// A bridge that falls apart because its caller hangs up has not come to its own end: the flow learns of
    /// the call's end alone, as with every operation.
    private mutating func connected(_ params: JSONItem, at now: Timestamp) {
        guard let number = number(in: params), let call = calls[number], call.state < .ending else { return }
        legs.received(connect: params, of: number, at: now)
    }

    /// Informative, but for a call that is joining a conference (relay-protocol.md §5, §6.5).
    private mutating func error(_ text: String, _ params: JSONItem, at now: Timestamp) {
        notice(.warning, .callError, text, params, now)
        if let number = number(in: params) { conferences.errorReported(text, on: number) }
    }

    /// By `call_id`; what names no call of ours is dropped.
    private mutating func toCall(
        _ params: JSONItem, at now: Timestamp, _ body: (inout RelayCall, inout CallOutbox) -> Void
    ) {
        guard let number = number(in: params) else {
            return notice(.debug, .foreignCall, "an event of a call that is not here", params, now)
        }
        update(number, at: now, body)
    }

    private mutating func notice(
        _ level: RelayNotice.Level, _ kind: RelayNotice.Kind, _ message: String, _ params: JSONItem,
        _ now: Timestamp
    ) {
        outbox.notice(
            RelayNotice(level, kind, message, call: params["call_id"]?.string.map { CallID($0) }))
    }

    // MARK: Inbound calls (relay-protocol.md §3.2)

    private mutating func inbound(
        _ params: JSONItem, context: String?, at now: Timestamp, session: inout RelaySession,
        into effects: inout [RelayEffect]
    ) {
        guard let info = CallInfo(received: params, outerContext: context) else {
            return notice(.warning, .ignoredFrame, "a call without an id came in", params, now)
        }
        guard numbers[info.id.name] == nil, !recent.contains(info.id.name) else {
            return notice(.debug, .duplicate, "a call came in that had come before", params, now)
        }
        guard !refusesFurther, !isFull else {
            notice(
                refusesFurther ? .info : .warning, .callPassedOn,
                refusesFurther ? "no new calls are taken" : "too many calls are up", params, now)
            return pass(info.id, at: info.nodeID, at: now, session: &session, into: &effects)
        }
        notice(.debug, .callOffered, "a call came in", params, now)
        offer(info, params, at: now, into: &effects)
    }

    private mutating func offer(
        _ info: CallInfo, _ params: JSONItem, at now: Timestamp, into effects: inout [RelayEffect]
    ) {
        let state = CallState(params["call_state"]) ?? .created
        let number = register(info, min(state, .answered))
        effects.append(.offer(number, info))
        update(number, at: now) { call, out in
            out.deliver(.started)
            // One that is over already: its flow learns it like that of any other.
            if state > .answered { call.stateChanged(params, &out) }
        }
    }
}

extension JSONItem {
    /// Of `calling.error`: the code is kept as text (relay-protocol.md §8 item 175).
    fileprivate var errorText: String {
        let code = self["code"].map { $0.string ?? String(decoding: $0.source, as: UTF8.self) } ?? ""
        let message = self["message"]?.string ?? ""
        return "the phone system reports: \(code.prefix(40)) \(message)"
    }
}

extension RelayConferences.Request.Content {
    fileprivate var isJoin: Bool { if case .join = self { true } else { false } }
}

extension RelayLegs.Request.Content {
    fileprivate var isConnect: Bool { if case .connect = self { true } else { false } }
    fileprivate var isOfCall: Bool {
        switch self {
        case .connect, .disconnect: true
        case .dial, .end: false
        }
    }
}
