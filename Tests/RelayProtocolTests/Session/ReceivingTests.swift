import FlowRuntime
import Testing

@testable import RelayProtocol

struct `A frame of the server` {
    @Test func `a refusal is cut and loses our credentials before anybody is told`() {
        var wire = Wire.connected()
        wire.request("calling.play", token: 1)
        // One character of 40,000 marks, and more of them than anybody reads.
        let long = "e" + String(repeating: "\u{301}", count: 40_000)
        wire.answer("calling.play", #"{"code":"500","message":"tok/s3cret of proj-4711: \#(long)"}"#)
        let told = wire.takeNews().joined()
        #expect(told.hasPrefix("1 refused 500 "))
        #expect(!told.contains("s3cret") && !told.contains("4711"))
        #expect(told.unicodeScalars.count == 240 + "1 refused 500 ".count)
    }

    @Test func `that makes no sense is noted and survived`() {  // §8: 42, 43, 44, 49
        for (frame, kind) in [
            ("", RelayNotice.Kind.malformedFrame), ("{", .malformedFrame), ("nonsense", .malformedFrame),
            (#"{"id":1}x"#, .malformedFrame), (String(repeating: "[", count: 100_000), .malformedFrame),
            ("[]", .ignoredFrame), ("17", .ignoredFrame), (#""text""#, .ignoredFrame),
            ("null", .ignoredFrame),
            ("{}", .ignoredFrame), (#"{"id":7}"#, .ignoredFrame), (#"{"method":7}"#, .ignoredFrame),
            (#"{"id":null,"result":{}}"#, .ignoredFrame), (#"{"id":{},"error":{}}"#, .ignoredFrame),
            (#"{"id":"e","method":"signalwire.event","params":[]}"#, .ignoredFrame),
            (#"{"id":"e","method":"signalwire.event","params":null}"#, .ignoredFrame),
            (#"{"id":"e","method":"signalwire.ping","params":"x"}"#, .ignoredFrame),
            (#"{"id":"e","method":"signalwire.other","params":{}}"#, .ignoredFrame),
        ] {
            var wire = Wire.connected()
            wire.receive(frame)
            #expect(wire.takeNotices() == [kind], "\(frame.prefix(60))")
            #expect(wire.takeNews().isEmpty && wire.session.phase == .ready)
            wire.event("calling.call.state")
            #expect(wire.takeNews().count == 1)
        }
    }

    @Test func `that is too long is not read`() {
        var wire = Wire.connected()
        let long =
            Array(#"{"id":"p","method":"signalwire.ping","params":{"payload":""#.utf8)
            + Array(repeating: UInt8(ascii: "x"), count: RelaySession.frameLimit) + Array(#""}}"#.utf8)
        wire.receive(bytes: long)
        #expect(wire.lines().isEmpty && wire.takeNotices() == [.malformedFrame])
    }

    @Test func `is ignored when there is no connection`() {  // §8: 51, 67
        let ping = #"{"id":"p","method":"signalwire.ping","params":{}}"#
        var wire = Wire()
        wire.receive(ping)
        wire.start()
        wire.receive(ping)
        #expect(wire.lines() == ["open"])
        wire = .connected()
        wire.closed()
        wire.clear()
        wire.receive(ping)
        wire.event("calling.call.state")
        wire.shutDown()
        wire.receive(ping)
        #expect(wire.lines().isEmpty && wire.takeNews() == ["stopped"])
    }

    @Test func `never costs a secret that stands in it`() {
        var wire = Wire.connected()
        wire.receive("tok/s3cret is no JSON")
        wire.receive(#"{"method":"proj-4711","id":1}"#)
        wire.receive(#"{"method":"tok/s3cret","params":[],"id":1}"#)
        _ = wire.lines()
        #expect(wire.notices.count == 3)
        #expect(!wire.notices.contains { $0.message.contains("s3cret") || $0.message.contains("4711") })
    }
}

struct `An event` {
    @Test func `is acknowledged at once, before anybody hears of it`() {  // §8: 50
        var wire = Wire.connected()
        wire.event("calling.call.state", #"{"call_id":"c"}"#, id: "ev-ü")
        #expect(wire.lines() == [#"send "ev-ü" {}"#])
        #expect(wire.takeNews() == [#"event calling.call.state {"call_id":"c"}"#])
        wire.receive(#"{"id":88,"method":"signalwire.event","params":{"event_type":"x","params":{}}}"#)
        #expect(wire.lines() == ["send 88 {}"])
    }

    @Test func `without id is not acknowledged`() {  // §8: 50
        var wire = Wire.connected()
        wire.receive(#"{"method":"signalwire.event","params":{"event_type":"x","params":{}}}"#)
        #expect(wire.lines().isEmpty && wire.takeNews() == ["event x {}"])
    }

    @Test func `without a type is acknowledged and dropped`() {  // §8: 45
        for type in [#""event_type":"","#, "", #""event_type":7,"#, #""event_type":null,"#] {
            var wire = Wire.connected()
            wire.receive(
                #"{"id":"e","method":"signalwire.event","params":{\#(type)"params":{"call_id":"c"}}}"#)
            #expect(wire.lines() == [#"send "e" {}"#] && wire.takeNews().isEmpty, "\(type)")
            #expect(wire.takeNotices() == [.unknownEvent])
        }
    }

    @Test func `of any type and with any fields goes to the calls`() {  // §8: 46, 47
        var wire = Wire.connected()
        wire.event("calling.never.heard.of", #"{"a":[1]}"#)
        for params in ["null", "[]", #""text""#, "7"] { wire.event("calling.call.state", params) }
        wire.receive(#"{"id":"e","method":"signalwire.event","params":{"event_type":"t"}}"#)
        #expect(
            wire.takeNews() == [#"event calling.never.heard.of {"a":[1]}"#]
                + Array(repeating: "event calling.call.state {}", count: 4) + ["event t {}"])
    }

    @Test func `carries the outer context`() {
        var wire = Wire.connected()
        wire.receive(
            #"{"method":"signalwire.event","params":{"event_type":"t","context":"office","params":{}}}"#)
        guard case .event(let event) = wire.session.takeNews() else {
            Issue.record("no event")
            return
        }
        #expect(event.outerContext == "office")
    }

    @Test func `keeps its place in the order`() {
        var wire = Wire.connected()
        for number in 0..<100 { wire.event("e\(number)", id: "i\(number)") }
        #expect(wire.takeNews() == (0..<100).map { "event e\($0) {}" })
        #expect(wire.lines() == (0..<100).map { #"send "i\#($0)" {}"# })
    }

    @Test func `with an authorization state changes it, unless it is empty`() {  // §8: 61
        var wire = Wire.connected()
        wire.event("signalwire.authorization.state", #"{"authorization_state":"one"}"#)
        wire.event("signalwire.authorization.state", #"{"authorization_state":"two"}"#)
        for odd in [#"{"authorization_state":""}"#, "{}", #"{"authorization_state":7}"#, "null"] {
            wire.event("signalwire.authorization.state", odd)
        }
        #expect(wire.session.authorizationState.revealed == "two")
        #expect(wire.lines().count == 6 && wire.takeNews().isEmpty)
    }

    @Test func `before the connect result counts as well`() {
        var wire = Wire()
        wire.start()
        wire.opened()
        wire.clear()
        wire.event("calling.call.receive")
        #expect(wire.lines() == [#"send "ev-1" {}"#] && wire.takeNews() == ["event calling.call.receive {}"])
    }
}

struct `A disconnect of the server` {
    private func disconnect(_ params: String) -> Wire {
        var wire = Wire.connected()
        wire.event("signalwire.authorization.state", #"{"authorization_state":"abc"}"#)
        wire.clear()
        wire.receive(#"{"id":"dc","method":"signalwire.disconnect","params":\#(params)}"#)
        return wire
    }

    @Test func `is answered, and waits for the socket to close`() {  // §8: 58, 60
        for params in ["{}", #"{"restart":false}"#, #"{"restart":null}"#, #"{"restart":7}"#] {
            var wire = disconnect(params)
            #expect(wire.lines() == [#"send "dc" {}"#] && wire.takeNews().isEmpty, "\(params)")
            #expect(wire.session.protocolName == "p-1")
            #expect(wire.session.authorizationState.revealed == "abc")
            wire.closed()
            wire.pass(.seconds(1))
            wire.opened()
            #expect(wire.lines().last?.contains(#""protocol":"p-1","authorization_state":"abc""#) == true)
        }
    }

    @Test func `with restart forgets the session`() {  // §8: 59
        var wire = disconnect(#"{"restart":true}"#)
        #expect(wire.lines() == [#"send "dc" {}"#, "remember "])
        wire.closed()
        wire.pass(.seconds(1))
        wire.opened()
        #expect(wire.lines().last?.contains(#""protocol""#) == false)
        wire.answer("signalwire.connect", #"{"protocol":"p-1"}"#)
        #expect(wire.takeNews() == ["disconnected", "ready"])
    }

    @Test func `holds commands back, while answers and events still count`() {
        var wire = Wire.connected()
        wire.request("calling.play", token: 1)
        wire.receive(#"{"id":"dc","method":"signalwire.disconnect"}"#)
        wire.clear()
        wire.request("calling.record", token: 2)
        wire.event("calling.call.state")
        wire.answer("calling.play")
        #expect(wire.lines() == [#"send "ev-1" {}"#])
        #expect(wire.takeNews() == ["event calling.call.state {}", #"1 accepted {"code":"200"}"#])
        wire.closed()
        wire.pass(.seconds(1))
        wire.opened()
        wire.answer("signalwire.connect", #"{"protocol":"p-1"}"#)
        #expect(wire.takeNews() == ["disconnected", "ready, resumed"])
        #expect(wire.lines().last == #"send calling.record {"n":2}"#)
    }

    @Test func `whose socket stays open is closed by us`() {  // §8: 62
        var wire = disconnect("{}")
        wire.clear()
        wire.receive(#"{"id":"dc2","method":"signalwire.disconnect","params":{}}"#)
        wire.pass(.milliseconds(9_999))
        #expect(wire.lines() == [#"send "dc2" {}"#])
        wire.pass(.milliseconds(1))
        #expect(wire.lines() == ["close"] && wire.takeNews() == ["disconnected"])
    }
}
