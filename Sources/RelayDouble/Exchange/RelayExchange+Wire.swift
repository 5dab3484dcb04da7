import JSONRPC

// Frames in and out. Each gets its number and its line in the journal, and may meet a fault.

extension RelayExchange {
    /// Lets a fault happen once.
    package mutating func arm(_ fault: RelayFault) { faults.arm(fault) }
    /// Forgets the faults that have not happened.
    package mutating func disarm() { faults.disarm() }

    /// A whole text frame of a client.
    package mutating func received(_ bytes: [UInt8], on socket: Int) {
        guard let link = links[socket], !link.isSilent else { return }
        let message: RPCMessage
        do {
            message = try RPCMessage(bytes)
        } catch {
            message = .ignored("not JSON")
        }
        let (kind, name) = label(of: message, on: link)
        let (number, fault) = log(bytes, .received, kind, name, on: socket)
        if case .ignored(let reason) = message { journal.note("\(reason)", of: "") }
        guard let fault else { return take(message, on: socket) }
        befall(fault, message, number: number, on: socket)
    }

    private func label(of message: RPCMessage, on link: Link) -> (RelayFrame.Kind, String) {
        switch message {
        case .request(_, let method, _): (.request, method)
        case .result(let id, _): (.result, answeredName(id, on: link))
        case .error(let id, _): (.error, answeredName(id, on: link))
        case .ignored: (.malformed, "")
        }
    }

    private func answeredName(_ id: RPCID, on link: Link) -> String {
        switch ServerID(id) {
        case .event(let number): link.session.flatMap { sessions[$0].log.type(of: number) } ?? ""
        case .ping: "signalwire.ping"
        case .disconnect: "signalwire.disconnect"
        case nil: ""
        }
    }

    /// Writes the frame down; the fault that meets it, if one does.
    private mutating func log(
        _ bytes: [UInt8], _ direction: RelayFrame.Direction, _ kind: RelayFrame.Kind, _ name: String,
        on socket: Int
    ) -> (number: Int, fault: RelayFault.Effect?) {
        var frame = RelayFrame(
            number: journal.count + 1, direction: direction, socket: socket, time: now, kind: kind,
            name: name, fault: nil, bytes: bytes)
        frame.fault = faults.strike(frame)
        journal.append(frame)
        return (frame.number, frame.fault)
    }

    /// What a fault does to a frame of the client.
    private mutating func befall(
        _ fault: RelayFault.Effect, _ message: RPCMessage, number: Int, on socket: Int
    ) {
        switch fault {
        case .dropBefore: drop(socket)
        case .dropAfter: takeLast(message, on: socket)
        case .lose: break
        case .delay(let time): schedule(.handle(socket: socket, message), after: time)
        case .duplicate:
            take(message, on: socket)
            take(message, on: socket)
        case .swapWithNext: hold(message, on: socket)
        // What half a frame says nobody knows.
        case .malform: break
        case .goSilent: goSilent(socket)
        case .disconnect(let restart):
            disconnect(socket, restart: restart)
            take(message, on: socket)
        case .refuse(let code, let text): refuse(message, code: code, text, on: socket)
        }
    }

    private mutating func refuse(_ message: RPCMessage, code: Int, _ text: String, on socket: Int) {
        guard case .request(let id?, let method, _) = message else { return take(message, on: socket) }
        if code < 0 {
            sendError(RPCError(code: code, message: text), id, method, on: socket)
        } else {
            sendResult(id, method, on: socket) { result in
                result.member("code", String(code))
                result.member("message", text)
            }
        }
    }

    /// The frame is dealt with, and nothing that follows from it reaches the client on this socket.
    private mutating func takeLast(_ message: RPCMessage, on socket: Int) {
        links[socket]?.isSilent = true
        handle(message, on: socket)
        drop(socket)
    }

    private mutating func hold(_ message: RPCMessage, on socket: Int) {
        let earlier = links[socket]?.heldIn
        links[socket]?.heldIn = message
        if let earlier { handle(earlier, on: socket) }
        schedule(.releaseHeld(socket: socket), after: DoubleTiming.swapPatience)
    }

    private mutating func take(_ message: RPCMessage, on socket: Int) {
        handle(message, on: socket)
        guard let held = links[socket]?.heldIn else { return }
        links[socket]?.heldIn = nil
        handle(held, on: socket)
    }

    mutating func releaseHeld(on socket: Int) {
        if let held = links[socket]?.heldIn {
            links[socket]?.heldIn = nil
            handle(held, on: socket)
        }
        if let held = links[socket]?.heldOut {
            links[socket]?.heldOut = nil
            transmit(held, on: socket)
        }
    }

    /// A half-open connection: whatever the client sends, nothing happens.
    private mutating func goSilent(_ socket: Int) {
        links[socket]?.isSilent = true
        effects.append(.stopReading(socket: socket))
    }
}

// Out.
extension RelayExchange {
    mutating func send(_ bytes: [UInt8], _ kind: RelayFrame.Kind, _ name: String, on socket: Int) {
        guard let link = links[socket], !link.isSilent else { return }
        let (_, fault) = log(bytes, .sent, kind, name, on: socket)
        switch fault {
        case nil, .refuse: transmit(bytes, on: socket)
        case .dropBefore: drop(socket)
        case .dropAfter:
            transmit(bytes, on: socket)
            drop(socket)
        case .lose: break
        case .delay(let time): schedule(.transmit(socket: socket, bytes), after: time)
        case .duplicate:
            transmit(bytes, on: socket)
            transmit(bytes, on: socket)
        case .swapWithNext:
            releaseHeldOut(on: socket)
            links[socket]?.heldOut = bytes
            schedule(.releaseHeld(socket: socket), after: DoubleTiming.swapPatience)
        case .malform: transmit(Array(bytes.prefix(bytes.count / 2)), on: socket)
        case .goSilent: goSilent(socket)
        case .disconnect(let restart):
            disconnect(socket, restart: restart)
            transmit(bytes, on: socket)
        }
    }

    mutating func transmit(_ bytes: [UInt8], on socket: Int) {
        guard let link = links[socket], !link.isSilent else { return }
        effects.append(.send(socket: socket, bytes))
        if link.heldOut != nil { releaseHeldOut(on: socket) }
    }

    private mutating func releaseHeldOut(on socket: Int) {
        guard let held = links[socket]?.heldOut else { return }
        links[socket]?.heldOut = nil
        effects.append(.send(socket: socket, held))
    }

    mutating func sendResult(
        _ id: RPCID, _ method: String, on socket: Int, _ body: (inout JSONText) -> Void
    ) {
        send(RPCFrame.result(id: id, body), .result, method, on: socket)
    }

    mutating func sendError(_ error: RPCError, _ id: RPCID, _ method: String, on socket: Int) {
        var frame = JSONText()
        frame.object { frame in
            frame.member("jsonrpc", "2.0")
            frame.member("id", json: id.json)
            frame.object("error") { body in
                body.member("code", error.code)
                body.member("message", error.message)
                if let name = error.symbol {
                    body.object("data") { $0.member("signalwire_error_code", name) }
                }
            }
        }
        send(frame.bytes, .error, method, on: socket)
    }

    /// Announces the end of a socket (relay-protocol.md §1.11).
    mutating func disconnect(_ socket: Int, restart: Bool) {
        guard let link = links[socket] else { return }
        if restart, let session = link.session {
            sessions[session].isForgotten = true
            protocols[sessions[session].protocolName] = nil
        }
        let frame = RPCFrame.request(id: serverRequestID("dc"), method: "signalwire.disconnect") {
            $0.member("restart", restart)
        }
        send(frame, .request, "signalwire.disconnect", on: socket)
        schedule(.close(socket: socket), after: DoubleTiming.disconnectGrace)
    }
}

/// The ids that the server makes up.
enum ServerID: Hashable {
    case event(Int), ping, disconnect

    init?(_ id: RPCID) {
        // In quotes: two letters and a dash, then digits.
        guard id.json.count > 5, id.json.count < 24, id.json[3] == UInt8(ascii: "-") else { return nil }
        switch (id.json[1], id.json[2]) {
        case (UInt8(ascii: "e"), UInt8(ascii: "v")):
            var number = 0
            for byte in id.json[4..<id.json.count - 1] {
                guard (0x30...0x39).contains(byte) else { return nil }
                number = number &* 10 &+ Int(byte &- 0x30)
            }
            self = .event(number)
        case (UInt8(ascii: "p"), UInt8(ascii: "g")): self = .ping
        case (UInt8(ascii: "d"), UInt8(ascii: "c")): self = .disconnect
        case (_, _): return nil
        }
    }
}

extension RPCError {
    static let authRequired = RPCError(code: -32401, message: "Authentication required")
    static func invalidParams(_ message: String) -> RPCError { RPCError(code: -32602, message: message) }

    /// `data.signalwire_error_code` (relay-protocol.md §1.14).
    fileprivate var symbol: String? {
        switch code {
        case -32401: "AUTH_REQUIRED"
        case -32498: "VERSION_INCOMPATIBLE"
        case -32602: "INVALID_PARAMS"
        case _: nil
        }
    }
}
