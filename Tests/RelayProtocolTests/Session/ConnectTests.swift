import FlowRuntime
import Testing

@testable import RelayProtocol

struct `A connection` {
    private static let version = #""version":{"major":2,"minor":0,"revision":0}"#
    private static let hello = #"\#(version),"agent":"callflow/1.0","event_acks":true"#
    private static let token = #""authentication":{"project":"proj-4711","token":"tok/s3cret"}"#
    private static let connect = #"send signalwire.connect {\#(hello),\#(token),"contexts":["office"]}"#

    @Test func `begins with the connect request`() {  // §8: 15, 19, 20, 21
        var wire = Wire()
        wire.start()
        #expect(wire.lines() == ["open"])
        wire.opened()
        #expect(wire.lines() == [Self.connect])
    }

    @Test func `writes its first frame as JSON-RPC 2`() {  // §8: 19
        var machine = RelayMachine(RelayConfiguration(credentials: Wire.credentials), seed: 7)
        machine.handle(.start, at: Timestamp(milliseconds: 0))
        machine.handle(.opened, at: Timestamp(milliseconds: 0))
        let sent = machine.effects.compactMap { effect -> String? in
            if case .send(let frame) = effect { String(decoding: frame, as: UTF8.self) } else { nil }
        }
        #expect(sent.count == 1)
        #expect(sent.first?.hasPrefix(#"{"jsonrpc":"2.0","id":""#) == true)
    }

    @Test func `shows a JWT alone, and no empty list of contexts`() {  // §8: 21, 22
        var wire = Wire(credentials: .jwt(Secret("e.y.J")), contexts: [])
        wire.start()
        wire.opened()
        let expected = #"send signalwire.connect {\#(Self.hello),"authentication":{"jwt_token":"e.y.J"}}"#
        #expect(wire.lines() == ["open", expected])
    }

    @Test func `is ready with the result, whatever code is in it`() {  // §8: 23, 24, 25
        var wire = Wire()
        wire.connect(#"{"protocol":"p-1","identity":"a@b","code":"500","session_restored":false}"#)
        #expect(wire.lines().last == "remember p-1")
        #expect(wire.takeNews() == ["ready"])
        #expect(wire.session.identity == "a@b" && wire.session.protocolName == "p-1")
        #expect(wire.session.phase == .ready && wire.session.heartbeat != nil)
    }

    @Test func `goes on without a name`() {
        var wire = Wire()
        wire.connect("{}")
        #expect(wire.takeNews() == ["ready"] && wire.lines().count == 2)
        wire.reconnect()
        #expect(wire.lines().contains(Self.connect))
        // What is no name is none.
        for odd in [#"{"protocol":7}"#, "[]", "null", "17", #""p""#] {
            var wire = Wire()
            wire.connect(odd)
            #expect(wire.session.phase == .ready && wire.session.protocolName.isEmpty, "\(odd)")
        }
    }

    @Test func `sends no command before the result`() {  // §8: 31
        var wire = Wire()
        wire.start()
        wire.request("calling.answer", token: 1)
        wire.opened()
        wire.request("calling.play", token: 2)
        #expect(wire.lines() == ["open", Self.connect])
        wire.answer("signalwire.connect", #"{"protocol":"p-1"}"#)
        #expect(
            wire.lines() == [
                "remember p-1", #"send calling.answer {"n":1}"#, #"send calling.play {"n":2}"#,
            ])
    }

    @Test func `resumes its session by name and state`() {  // §8: 28, 29
        var wire = Wire.connected(protocolName: #"signalwire_ä\"_p"#)
        wire.event("signalwire.authorization.state", #"{"authorization_state":"abc:def"}"#)
        wire.clear()
        wire.closed()
        wire.pass(.seconds(1))
        wire.opened()
        let resume = #","protocol":"signalwire_ä\"_p","authorization_state":"abc:def"}"#
        #expect(wire.lines() == ["open", Self.connect.dropLast() + resume])
        wire.answer("signalwire.connect", #"{"protocol":"signalwire_ä\"_p"}"#)
        #expect(wire.takeNews() == ["disconnected", "ready, resumed"])
        #expect(wire.lines().isEmpty, "nothing to remember")
    }

    @Test func `tells a resumed session from a new one`() {
        for (result, news) in [
            (#"{"protocol":"p-1"}"#, "ready, resumed"),
            (#"{"session_restored":true}"#, "ready, resumed"),
            (#"{"protocol":"p-2","session_restored":true}"#, "ready, resumed"),
            (#"{"protocol":"p-2"}"#, "ready"),
            (#"{"protocol":"p-2","session_restored":false}"#, "ready"),
            ("{}", "ready"),
        ] {
            var wire = Wire.connected()
            wire.reconnect(result)
            #expect(wire.takeNews() == ["disconnected", news], "\(result)")
        }
    }

    @Test func `resumes what a worker before it left`() {
        var wire = Wire(protocolName: "p-0")
        wire.connect(#"{"protocol":"p-0"}"#)
        #expect(wire.lines()[1].hasSuffix(#","protocol":"p-0"}"#))
        #expect(wire.takeNews() == ["ready, resumed"])
    }

    @Test func `never sends a state without a name`() {
        var wire = Wire()
        wire.connect("{}")
        wire.event("signalwire.authorization.state", #"{"authorization_state":"abc"}"#)
        wire.clear()
        wire.reconnect()
        #expect(wire.lines().contains(Self.connect))
    }
}

struct `A refusal of connect` {
    @Test func `of the session makes a new one, once, at once`() {
        for code in [-32002, -32003, -32602, -32401] {
            var wire = Wire.connected()
            wire.event("signalwire.authorization.state", #"{"authorization_state":"abc"}"#)
            wire.closed()
            wire.pass(.seconds(1))
            wire.opened()
            wire.clear()
            wire.refuse("signalwire.connect", code: code)
            #expect(wire.lines() == ["remember ", "close"])
            wire.closed("closed by us")
            wire.opened()
            let lines = wire.lines()
            #expect(lines.first == "open" && lines.last?.contains("protocol") == false)
            #expect(lines.last?.contains("authorization_state") == false)
            // Refused again, it is a refusal like any other.
            wire.refuse("signalwire.connect", code: code)
            wire.closed()
            #expect(wire.lines() == ["close"])
            guard case .waiting = wire.session.phase else {
                Issue.record("expected to wait, not \(wire.session.phase)")
                continue
            }
        }
    }

    @Test func `of another kind leaves the session alone`() {
        var wire = Wire(protocolName: "p-1")
        wire.start()
        wire.opened()
        wire.refuse("signalwire.connect", code: -32498)
        #expect(wire.session.protocolName == "p-1" && wire.lines().last == "close")
    }

    @Test func `ends it the third time, in the server's words`() {  // §8: 26, 27, 76
        var wire = Wire()
        wire.start()
        for attempt in 1...3 {
            wire.opened()
            wire.refuse("signalwire.connect", code: -32002, "no such project")
            if attempt < 3 {
                #expect(wire.takeNews().isEmpty)
                wire.closed()
                wire.passToOpening()
            }
        }
        #expect(wire.takeNews() == ["stopped: refused RELAY error -32002: no such project"])
        #expect(wire.lines().last == "close")
        wire.closed()
        wire.pass(.seconds(3600))
        #expect(wire.lines().isEmpty)
    }

    @Test func `is not what a fault of the server, a loss or silence is`() {  // §8: 70, 75
        var wire = Wire { $0.credentialAttempts = 1 }
        wire.start()
        for round in 0..<60 {
            if round % 4 > 0 { wire.opened() }
            if round % 4 == 1 { wire.refuse("signalwire.connect", code: -32603) }
            if round % 4 == 2 { wire.pass(.seconds(10)) }
            wire.closed()
            wire.passToOpening()
        }
        #expect(wire.takeNews().isEmpty)
        wire.opened()
        wire.answer("signalwire.connect")
        #expect(wire.takeNews() == ["ready"])
    }

    @Test func `after a success is tried again for ever`() {  // §8: 77
        var wire = Wire.connected()
        for _ in 0..<20 {
            wire.closed()
            wire.passToOpening()
            wire.opened()
            wire.refuse("signalwire.connect", code: -32603)
            wire.closed()
            wire.passToOpening()
            wire.opened()
            wire.refuse("signalwire.connect", code: -32498)
        }
        #expect(wire.takeNews() == ["disconnected"])
        wire.closed()
        wire.passToOpening()
        wire.opened()
        wire.answer("signalwire.connect", #"{"protocol":"p-1"}"#)
        #expect(wire.takeNews() == ["ready, resumed"])
    }

    @Test func `never repeats our credentials to people`() {  // §8: 17
        var wire = Wire { $0.credentialAttempts = 1 }
        wire.start()
        wire.opened()
        wire.refuse("signalwire.connect", code: -32002, "tok/s3cret of proj-4711 is wrong")
        #expect(wire.takeNews() == ["stopped: refused RELAY error -32002: *** of *** is wrong"])
        _ = wire.lines()
        #expect(!wire.notices.contains { $0.message.contains("s3cret") || $0.message.contains("4711") })
    }
}
