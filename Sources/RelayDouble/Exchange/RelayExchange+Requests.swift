import FlowRuntime
import JSONRPC

/// A request that has been checked and is to be done.
struct Request: Sendable {
    let socket: Int
    /// The session that asks; what it names is not its own yet.
    let session: Int
    let id: RPCID
    let name: String
    let method: RelayMethod
    let params: JSONItem
}

extension RelayExchange {
    /// A frame that got through.
    mutating func handle(_ message: RPCMessage, on socket: Int) {
        guard links[socket] != nil else { return }
        switch message {
        case .request(let id, let name, let params): handle(id, name, params, on: socket)
        case .result(let id, _), .error(let id, _): acknowledge(id, on: socket)
        case .ignored: break
        }
    }

    private mutating func acknowledge(_ id: RPCID, on socket: Int) {
        switch ServerID(id) {
        case .event(let number):
            guard let session = links[socket]?.session else { return }
            if number > sessions[session].log.last || number < 1 {
                journal.note("acknowledges an event that was not sent", of: "")
            }
            _ = sessions[session].log.acknowledge(number)
        case .disconnect: drop(socket)
        case .ping: break
        case nil: journal.note("answers a request that was not sent", of: "")
        }
    }

    private mutating func handle(_ id: RPCID?, _ name: String, _ params: JSONItem, on socket: Int) {
        guard let id else { return journal.note("a request has no id", of: name) }
        guard let method = RelayMethod.all[name] else {
            journal.note("unknown method", of: name)
            return sendError(RPCError(code: -32601, message: "Method not found"), id, name, on: socket)
        }
        if let problem = method.schema.problem(in: params) {
            journal.note(problem.description, of: name)
            return sendError(.invalidParams(problem.description), id, name, on: socket)
        }
        if method.action == .connect { return connect(id, name, params, on: socket) }
        guard let session = links[socket]?.session else {
            journal.note("comes before signalwire.connect", of: name)
            return sendError(.authRequired, id, name, on: socket)
        }
        perform(
            Request(socket: socket, session: session, id: id, name: name, method: method, params: params))
    }

    private mutating func perform(_ request: Request) {
        switch request.method.action {
        case .connect: break
        case .receive: subscribe(request)
        case .unreceive: unsubscribe(request)
        case .ping: answerPing(request)
        case .reauthenticate: reauthenticate(request)
        case .sendMessage: sendMessage(request)
        case .dial: dial(request)
        case .answer, .end, .pass, .connectCall, .disconnectCall, .transfer, .refer, .denoise, .play,
            .playAndCollect, .collect, .record, .sendDigits, .detect, .lasting, .steer, .joinConference,
            .leaveConference, .accept:
            performOnCall(request.method.action, request)
        }
    }

    /// Finds the call that is named, and does what is asked of it.
    private mutating func performOnCall(_ action: RelayAction, _ request: Request) {
        guard let number = request.params["call_id"]?.string.flatMap(Leg.number),
            number >= 1, number <= lastLeg
        else { return refuse(request, 404, "Call does not exist") }
        guard let leg = legs[number] else { return refuse(request, 410, "Call is gone") }
        guard request.params["node_id"]?.isString(Leg.node) == true else {
            journal.note("`node_id` is not the one of the call", of: request.name)
            return refuse(request, 404, "Call does not exist on this node")
        }
        guard leg.session == request.session else {
            return refuse(request, 409, "Call is controlled by another client")
        }
        if action.needsAnswer, leg.state != .answered {
            return refuse(request, 409, "Call is not answered")
        }
        performOnLeg(action, request, number)
    }

    private mutating func performOnLeg(_ action: RelayAction, _ request: Request, _ leg: Int) {
        switch action {
        case .answer: answer(request, leg)
        case .end: end(request, leg)
        case .pass: pass(request, leg)
        case .connectCall: connectCall(request, leg)
        case .disconnectCall: disconnectCall(request, leg)
        case .transfer: transfer(request, leg)
        case .refer: refer(request, leg)
        case .denoise(let on): denoise(request, leg, on)
        case .joinConference: joinConference(request, leg)
        case .leaveConference: leaveConference(request, leg)
        case .accept: accept(request, leg)
        case .play, .playAndCollect, .collect, .record, .sendDigits, .detect, .lasting:
            begin(action, request, leg)
        case .steer(let steering): steer(steering, request, leg)
        case .connect, .receive, .unreceive, .ping, .reauthenticate, .sendMessage, .dial: break
        }
    }
}

extension RelayAction {
    /// Whether a call that only rings is refused. Where SWML would answer it, the protocol says nothing: a
    /// client is right in any case when it answers first.
    fileprivate var needsAnswer: Bool {
        switch self {
        case .answer, .end, .pass, .connectCall, .transfer, .accept: false
        case .disconnectCall, .refer, .denoise, .play, .playAndCollect, .collect, .record, .sendDigits,
            .detect, .lasting, .joinConference, .leaveConference:
            true
        // Judged by the operation they name.
        case .steer: false
        case .connect, .receive, .unreceive, .ping, .reauthenticate, .sendMessage, .dial: false
        }
    }
}

// Answers.
extension RelayExchange {
    /// The common result of relay-protocol.md §4.0.
    mutating func accept(_ request: Request, _ leg: Int? = nil) {
        accept(request, leg) { _ in }
    }

    mutating func accept(_ request: Request, _ leg: Int?, _ more: (inout JSONText) -> Void) {
        let controlID = request.params["control_id"]
        sendResult(request.id, request.name, on: request.socket) { result in
            result.member("code", "200")
            result.member("message", request.method.message)
            if let leg { result.member("call_id", Leg.id(leg)) }
            if let controlID { result.member("control_id", json: controlID.source) }
            more(&result)
        }
    }

    mutating func refuse(_ request: Request, _ code: Int, _ message: String) {
        sendResult(request.id, request.name, on: request.socket) { result in
            result.member("code", String(code))
            result.member("message", message)
        }
    }
}
