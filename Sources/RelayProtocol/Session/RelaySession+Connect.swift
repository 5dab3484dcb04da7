import FlowRuntime
import JSONRPC

// Being let in (relay-protocol.md §1.3, §1.4, §1.10).
extension RelaySession {
    /// What an error's code says about a session that we wanted to resume: that it cannot be
    /// (relay-protocol.md §1.10, §9 row 9).
    private static let resumeRefusals = [-32002, -32003, -32602, -32401]
    /// The server's own fault (relay-protocol.md §1.14): it says nothing about our credentials.
    private static let internalError = -32603

    /// The first frame of a connection. It is never queued, and nothing leaves before it is answered.
    mutating func sendConnect(at now: Timestamp, into effects: inout [RelayEffect]) {
        let number = numbers.next()
        let frame = RPCFrame.request(id: numbers.id(number), method: "signalwire.connect") { params in
            params.object("version") { version in
                version.member("major", RelayClient.version.major)
                version.member("minor", RelayClient.version.minor)
                version.member("revision", RelayClient.version.revision)
            }
            params.member("agent", RelayClient.agent)
            params.member("event_acks", true)
            writeCredentials(into: &params)
            if !contexts.isEmpty {
                params.array("contexts") { list in contexts.forEach { list.element($0) } }
            }
            if !protocolName.isEmpty {
                params.member("protocol", protocolName)
                // The server demands the name beside it (§1.3).
                if !authorizationState.revealed.isEmpty {
                    params.member("authorization_state", authorizationState.revealed)
                }
            }
        }
        ledger.add(
            number, "signalwire.connect", for: .connect, .never, frame: frame, isInFlight: true, at: now)
        effects.append(.send(frame))
    }

    private func writeCredentials(into params: inout JSONText) {
        params.object("authentication") { authentication in
            switch configuration.credentials {
            case .token(let project, let token):
                authentication.member("project", project.revealed)
                authentication.member("token", token.revealed)
            case .jwt(let token):
                authentication.member("jwt_token", token.revealed)
            }
        }
    }

    mutating func connectAnswered(
        _ reply: RelayReply, at now: Timestamp, into effects: inout [RelayEffect]
    ) {
        switch reply {
        case .accepted(let result): letIn(result, at: now, into: &effects)
        case .refused(let code, let message):
            let refusal = RelayRefusal(code: code, message: masked(message))
            if !protocolName.isEmpty, Self.resumeRefusals.contains(code) {
                resumeRefused(refusal, into: &effects)
            } else {
                turnedAway(refusal, into: &effects)
            }
        // Only a connection's loss answers so, and it is seen to there.
        case .lost: break
        }
    }

    private mutating func letIn(
        _ result: JSONItem, at now: Timestamp, into effects: inout [RelayEffect]
    ) {
        let isRestored = result["session_restored"]?.bool == true
        // Without a name we go on with none (§1.4), unless it says that ours still holds.
        let name = result["protocol"]?.string ?? (isRestored ? protocolName : "")
        let isResumed = !protocolName.isEmpty && (isRestored || name == protocolName)
        if !protocolName.isEmpty, !isResumed {
            effects.notice(.warning, .sessionLost, "the server began a new session")
        } else if isResumed {
            effects.notice(.info, .sessionResumed, "the session goes on")
        }
        rename(to: name, into: &effects)
        identity = result["identity"]?.string ?? ""
        hasAuthenticated = true
        refusals = 0
        backoff.reset()
        recurrence.reset()
        phase = .ready
        heartbeat = Heartbeat(configuration.limits, at: now)
        effects.notice(.info, .connected, "connected to \(configuration.host)")
        news.append(.ready(isResumed: isResumed))
        if !isResumed, hasHadSession { dropCommandsOfCalls() }
        hasHadSession = true
        while let frame = ledger.nextQueued() { effects.append(.send(frame)) }
    }

    /// In a new session the calls of the old one are over for us: what waits for them would make phones ring
    /// for nobody. Their ends are sent, should they be up all the same. The calls hear of the new session
    /// first, and so end before these answers come.
    private mutating func dropCommandsOfCalls() {
        for entry in ledger.removeQueued(where: { $0.isOfCall && !$0.isEnd }) {
            release(entry, "the server began a new session")
        }
    }

    /// The stored session is gone; ours is new, at once. That happens once: then there is no stored one.
    private mutating func resumeRefused(_ refusal: RelayRefusal, into effects: inout [RelayEffect]) {
        effects.notice(.warning, .sessionLost, "the session cannot be resumed: \(refusal)")
        forgetSession(into: &effects)
        close("the session is gone", reopensAtOnce: true, into: &effects)
    }

    /// Before the first success, a few refusals are enough to know; later they pass (§9 row 8).
    private mutating func turnedAway(_ refusal: RelayRefusal, into effects: inout [RelayEffect]) {
        if refusal.code != Self.internalError { refusals += 1 }
        guard !hasAuthenticated, refusals >= configuration.limits.credentialAttempts else {
            return close(refusal.description, isRefusal: true, into: &effects)
        }
        effects.notice(.error, .credentialsRefused, "\(configuration.host) refuses us: \(refusal)")
        stop(BackendError(.refused, refusal.description), into: &effects)
    }

    /// The next connect begins a new session.
    mutating func forgetSession(into effects: inout [RelayEffect]) {
        rename(to: "", into: &effects)
        authorizationState = Secret("")
    }

    private mutating func rename(to name: String, into effects: inout [RelayEffect]) {
        guard name != protocolName else { return }
        protocolName = name
        effects.append(.remember(protocolName: name))
    }
}

extension RequestLedger.Entry {
    fileprivate var isOfCall: Bool {
        switch purpose {
        case .call: true
        case .connect, .ping, .receive, .unreceive, .aside: false
        }
    }
    fileprivate var isEnd: Bool { method.description == "calling.end" }
}

/// What we call ourselves (relay-protocol.md §1.3).
package enum RelayClient {
    /// Of the protocol, as every server SDK sends it.
    package static let version = (major: 2, minor: 0, revision: 0)
    package static let agent = "callflow/1.0"
}
