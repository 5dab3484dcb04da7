import FlowRuntime
import JSONRPC

// relay-protocol.md §1.3 to §1.8.

extension RelayExchange {
    /// More sessions than this are a client that has lost its way.
    static let sessionLimit = 10_000
    /// The clients' versions that are served: 2 of the server SDKs, 4 of the browser's.
    private static let versions = 2...4

    mutating func connect(_ id: RPCID, _ name: String, _ params: JSONItem, on socket: Int) {
        if let error = refusal(of: params, on: socket) { return sendError(error, id, name, on: socket) }
        let resumed = params["protocol"]?.string.flatMap { protocols[$0] }
        let session = resumed ?? newSession()
        attach(session, to: socket, params)
        let number = sessions[session].number
        let protocolName = sessions[session].protocolName
        sendResult(id, name, on: socket) { result in
            result.member("protocol", protocolName)
            result.member("identity", "identity-\(number)@relay-double")
            result.object("authorization") { $0.member("jti", "authorization-\(number)") }
            if resumed != nil { result.member("session_restored", true) }
        }
        if configuration.sendsAuthorizationState { sendAuthorizationState(to: session) }
        if resumed != nil, configuration.redelivers { redeliver(session) }
        offerWaiting()
    }

    /// Why a client is not let in.
    private func refusal(of params: JSONItem, on socket: Int) -> RPCError? {
        guard let major = params["version"]?["major"]?.int, Self.versions.contains(major) else {
            return RPCError(code: -32498, message: "Version is not supported")
        }
        guard let credentials = params["authentication"], let known = isKnown(credentials) else {
            return .authRequired
        }
        guard known else { return RPCError(code: -32002, message: "Authentication failed") }
        if let name = params["protocol"]?.string, protocols[name] == nil { return .authRequired }
        if params["protocol"] == nil, sessions.count >= Self.sessionLimit {
            return RPCError(code: -32603, message: "Too many sessions")
        }
        return nil
    }

    /// Whether these credentials are ours; `nil` if there are none.
    private func isKnown(_ given: JSONItem) -> Bool? {
        if let jwt = given["jwt_token"]?.string, !jwt.isEmpty {
            return configuration.credentials.contains(.jwt(jwt))
        }
        guard let project = given["project"]?.string, let token = given["token"]?.string, !project.isEmpty,
            !token.isEmpty
        else { return nil }
        return configuration.credentials.contains(.token(project: project, token: token))
    }

    private mutating func newSession() -> Int {
        let number = sessions.count + 1
        let name = "signalwire_relay-double_\(number)"
        protocols[name] = sessions.count
        sessions.append(Session(protocolName: name, number: number))
        return sessions.count - 1
    }

    private mutating func attach(_ session: Int, to socket: Int, _ params: JSONItem) {
        if let old = links[socket]?.session, old != session {
            sessions[old].link = nil
            releaseUnanswered(of: old)
        }
        if let old = sessions[session].link, old != socket { drop(old) }
        links[socket]?.session = session
        sessions[session].link = socket
        sessions[session].wantsAcks = params["event_acks"]?.bool ?? false
        sessions[session].contexts = params["contexts"]?.texts ?? []
    }

    /// Fresh ones are longer, as the live server's are; what is inside is nobody's business
    /// (relay-protocol.md §1.6).
    private mutating func sendAuthorizationState(to session: Int) {
        sessions[session].authorizations += 1
        let state = "c3RhdGUt\(sessions[session].number)x\(sessions[session].authorizations):dGFn"
        emit("signalwire.authorization.state", to: session) { $0.member("authorization_state", state) }
    }

    private mutating func redeliver(_ session: Int) {
        guard let socket = sessions[session].link else { return }
        let latest = sessions[session].log.last
        for entry in sessions[session].log.unacknowledged {
            // The state of before has just been replaced.
            guard entry.type != "signalwire.authorization.state" else {
                if entry.number < latest { _ = sessions[session].log.acknowledge(entry.number) }
                continue
            }
            send(entry.frame, .event, entry.type, on: socket)
        }
    }

    mutating func subscribe(_ request: Request) {
        for context in request.params["contexts"]?.texts ?? []
        where !sessions[request.session].contexts.contains(context) {
            sessions[request.session].contexts.append(context)
        }
        accept(request)
        offerWaiting()
    }

    mutating func unsubscribe(_ request: Request) {
        let given = request.params["contexts"]?.texts ?? []
        sessions[request.session].contexts.removeAll(where: given.contains)
        accept(request)
    }

    mutating func answerPing(_ request: Request) {
        let timestamp = request.params["timestamp"]
        let payload = request.params["payload"]
        sendResult(request.id, request.name, on: request.socket) { result in
            if let timestamp { result.member("timestamp", json: timestamp.source) }
            if let payload { result.member("payload", json: payload.source) }
        }
    }

    mutating func reauthenticate(_ request: Request) {
        guard let given = request.params["authentication"], isKnown(given) == true else {
            let error = RPCError(code: -32002, message: "Authentication failed")
            return sendError(error, request.id, request.name, on: request.socket)
        }
        sendResult(request.id, request.name, on: request.socket) { _ in }
    }

    /// Pings every client that is connected.
    package mutating func ping() {
        let seconds = Double(now.milliseconds) / 1000
        for socket in links.keys.sorted() where links[socket]?.session != nil {
            let frame = RPCFrame.request(id: serverRequestID("pg"), method: "signalwire.ping") {
                $0.member("timestamp", seconds)
            }
            send(frame, .request, "signalwire.ping", on: socket)
        }
    }

    /// Sends any event, with these parameters, to every session that is connected.
    package mutating func push(_ type: String, params: [UInt8]) {
        for session in sessions.indices where sessions[session].link != nil {
            emit(type, to: session, params: params)
        }
    }

    /// Sends any text to every socket.
    package mutating func pushText(_ text: String) {
        for socket in links.keys.sorted() { send(Array(text.utf8), .malformed, "", on: socket) }
    }

    /// Announces to every client that its socket is about to be closed, and closes it.
    package mutating func disconnectAll(restart: Bool) {
        for socket in links.keys.sorted() where links[socket]?.session != nil {
            disconnect(socket, restart: restart)
        }
    }

    /// Closes every socket without a word.
    package mutating func dropAll() {
        for socket in links.keys.sorted() { drop(socket) }
    }
}

// Events.
extension RelayExchange {
    /// Sends an event to a session. While nobody is connected it is kept, or lost, as the configuration says.
    mutating func emit(
        _ type: String, to session: Int, context: String? = nil, _ params: (inout JSONText) -> Void
    ) {
        emit(type, to: session, context: context, inner: { $0.object("params", params) })
    }

    private mutating func emit(_ type: String, to session: Int, params: [UInt8]) {
        emit(type, to: session, context: nil, inner: { $0.member("params", json: params) })
    }

    private mutating func emit(
        _ type: String, to session: Int, context: String?, inner: (inout JSONText) -> Void
    ) {
        let number = sessions[session].log.next
        var frame = JSONText(capacity: 512)
        let channel = sessions[session].protocolName
        let seconds = Double(now.milliseconds) / 1000
        frame.object { frame in
            frame.member("jsonrpc", "2.0")
            frame.member("id", "ev-\(number)")
            frame.member("method", "signalwire.event")
            frame.object("params") { outer in
                outer.member("event_type", type)
                outer.member("event_channel", channel)
                outer.member("timestamp", seconds)
                if let context { outer.member("context", context) }
                inner(&outer)
            }
        }
        let keeps = sessions[session].wantsAcks && configuration.redelivers && !sessions[session].isForgotten
        sessions[session].log.append(
            type, frame.bytes, keeping: keeps ? configuration.unacknowledgedEvents : 0)
        if let socket = sessions[session].link { send(frame.bytes, .event, type, on: socket) }
    }
}

extension JSONItem {
    /// The texts of a list.
    var texts: [String] { elements.compactMap(\.string) }
}
