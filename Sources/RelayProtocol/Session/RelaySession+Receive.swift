import FlowRuntime
import JSONRPC

// What the server sends (relay-protocol.md §2.8, §2.9).
extension RelaySession {
    /// The largest frame that is read (relay-protocol.md §1.1); the shell refuses them earlier.
    package static let frameLimit = 10 << 20

    mutating func received(_ frame: [UInt8], at now: Timestamp, into effects: inout [RelayEffect]) {
        switch phase {
        case .authenticating, .ready, .draining: break
        case .idle, .opening, .closing, .waiting, .stopped: return
        }
        guard frame.count <= Self.frameLimit else {
            return effects.notice(.warning, .malformedFrame, "a frame of \(frame.count) bytes is too long")
        }
        let message: RPCMessage
        do throws(JSONSyntaxError) { message = try RPCMessage(frame) } catch {
            let problem = "a frame is not JSON from byte \(error.offset) on: \(error.message)"
            return effects.notice(.warning, .malformedFrame, problem)
        }
        switch message {
        case .request(let id, let method, let params):
            asked(method, id, params, at: now, into: &effects)
        case .result(let id, let result):
            guard let entry = entry(answeredBy: id, into: &effects) else { return }
            // The result of `connect` has no code (§1.4).
            let reply = entry.purpose == .connect ? RelayReply.accepted(result) : RelayReply(result)
            settled(entry, reply, at: now, into: &effects)
        case .error(let id, let error):
            guard let entry = entry(answeredBy: id, into: &effects) else { return }
            settled(entry, .refused(code: error.code, message: error.message), at: now, into: &effects)
        case .ignored(let reason):
            effects.notice(.warning, .ignoredFrame, "a frame is ignored: \(reason)")
        }
    }

    private mutating func entry(
        answeredBy id: RPCID, into effects: inout [RelayEffect]
    ) -> RequestLedger.Entry? {
        if let number = numbers.number(of: id), let entry = ledger.settle(number) { return entry }
        effects.notice(.debug, .unknownAnswer, "an answer that nobody waits for")
        return nil
    }

    private mutating func asked(
        _ method: String, _ id: RPCID?, _ params: JSONItem, at now: Timestamp,
        into effects: inout [RelayEffect]
    ) {
        switch method {
        case "signalwire.event":
            // At once, whatever becomes of it (§1.7).
            if let id { effects.append(.send(RPCFrame.result(id: id))) }
            event(params, into: &effects)
        case "signalwire.ping": pinged(id, params, at: now, into: &effects)
        case "signalwire.disconnect":
            if let id { effects.append(.send(RPCFrame.result(id: id))) }
            givenUp(restarts: params["restart"]?.bool == true, at: now, into: &effects)
        case _: effects.notice(.warning, .ignoredFrame, "the server asks for something unknown")
        }
    }

    private mutating func event(_ params: JSONItem, into effects: inout [RelayEffect]) {
        guard let type = params["event_type"]?.string, !type.isEmpty else {
            return effects.notice(.warning, .unknownEvent, "an event without a type")
        }
        let inner = params["params"].flatMap { $0.isObject ? $0 : nil } ?? .emptyObject
        guard type != "signalwire.authorization.state" else {
            // An empty value changes nothing (§1.6).
            guard let state = inner["authorization_state"]?.string, !state.isEmpty else { return }
            authorizationState = Secret(state)
            return
        }
        news.append(
            .event(RelayEvent(type: type, params: inner, outerContext: params["context"]?.string)))
    }

    /// The server will close the connection (§1.11). Until it has, requests wait; answers and events count.
    private mutating func givenUp(
        restarts: Bool, at now: Timestamp, into effects: inout [RelayEffect]
    ) {
        if restarts { forgetSession(into: &effects) }
        guard phase == .ready else { return }
        effects.notice(
            .info, .restarting,
            restarts ? "the server restarts, with new sessions" : "the server asks us to connect again")
        heartbeat = nil
        phase = .draining(until: now.advanced(by: configuration.limits.requestTimeout))
    }
}
