import FlowRuntime
import JSONRPC

// Is the other end still there? (relay-protocol.md §1.8)
extension RelaySession {
    /// Asks, when it is time to.
    mutating func beat(at now: Timestamp, into effects: inout [RelayEffect]) {
        guard heartbeat?.isDue(at: now) == true else { return }
        request("signalwire.ping", for: .ping, .never, at: now, into: &effects) { _ in }
    }

    mutating func pingAnswered(
        _ reply: RelayReply, at now: Timestamp, into effects: inout [RelayEffect]
    ) {
        guard let problem = reply.problem else {
            heartbeat?.answered()
            return
        }
        effects.notice(.warning, .pingMissed, "the server refuses our ping: \(masked(problem))")
        if heartbeat?.refused(at: now) == true { close("our pings are refused", into: &effects) }
    }

    /// The server's ping: its own time comes back, if it gave one (§9 row 18).
    mutating func pinged(
        _ id: RPCID?, _ params: JSONItem, at now: Timestamp, into effects: inout [RelayEffect]
    ) {
        heartbeat?.serverPinged(at: now)
        guard let id else { return }
        let pong = RPCFrame.result(id: id) { result in
            guard let timestamp = params["timestamp"], timestamp.kind == .number else { return }
            result.member("timestamp", json: timestamp.source)
        }
        effects.append(.send(pong))
    }
}
