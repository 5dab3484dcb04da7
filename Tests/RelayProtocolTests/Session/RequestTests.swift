import JSONRPC
import FlowRuntime
import Testing

@testable import RelayProtocol

struct `A request` {
    private let silence = "Request timeout for calling.play"

    @Test func `waits for the connection, in order`() {  // §8: 63, 74
        var wire = Wire.connected()
        wire.closed()
        wire.clear()
        for token in 1...5 as ClosedRange<Int32> { wire.request("calling.play", token: token) }
        #expect(wire.lines().isEmpty)
        wire.pass(.seconds(1))
        wire.opened()
        wire.answer("signalwire.connect", #"{"protocol":"p-1"}"#)
        #expect(wire.lines().suffix(5) == (1...5).map { #"send calling.play {"n":\#($0)}"# })
        for _ in 1...5 { wire.answer("calling.play", "{}") }
        #expect(wire.takeNews() == ["ready, resumed"] + (1...5).map { "\($0) accepted {}" })
    }

    @Test func `fails at once when five hundred wait`() {  // §8: 64
        var wire = Wire.connected()
        wire.closed()
        wire.clear()
        for token in 0..<502 as Range<Int32> { wire.request("calling.play", token: token) }
        let full = "refused -1 Execute queue full — too many requests while disconnected"
        #expect(wire.takeNews() == ["500 \(full)", "501 \(full)"])
        #expect(wire.takeNotices() == [.queueFull, .queueFull])
        wire.pass(.seconds(1))
        wire.opened()
        wire.answer("signalwire.connect", #"{"protocol":"p-1"}"#)
        #expect(wire.lines().filter { $0.hasPrefix("send calling.play") }.count == 500)
        wire.closed()
        wire.request("calling.play", token: 600)
        #expect(!wire.takeNews().contains("600 \(full)"), "there is room again")
    }

    @Test func `that waited too long is not sent any more`() {  // §8: 65, 68
        var wire = Wire.connected()
        wire.closed()
        wire.pass(.seconds(1))
        wire.request("calling.play", token: 1)
        wire.pass(.seconds(5))
        wire.request("calling.record", token: 2)
        wire.clear()
        wire.pass(.seconds(5))
        #expect(wire.takeNews() == ["1 refused -1 \(silence)"], "never sent, it was not done")
        wire.closed("not reachable")
        wire.pass(.seconds(2))
        wire.opened()
        wire.answer("signalwire.connect", #"{"protocol":"p-1"}"#)
        #expect(wire.lines().last == #"send calling.record {"n":2}"#)
        #expect(!wire.lines().contains { $0.contains("calling.play") })
    }

    @Test func `without an answer is lost, and so is the connection`() {  // §8: 68, 69
        var wire = Wire.connected()
        wire.request("calling.play", token: 1)
        wire.clear()
        wire.pass(.milliseconds(9_999))
        #expect(wire.takeNews().isEmpty && wire.lines().isEmpty)
        wire.pass(.milliseconds(1))
        #expect(wire.takeNews() == ["1 lost \(silence)", "disconnected"])
        #expect(wire.lines() == ["close"])
        #expect(wire.session.ledger.isEmpty)
    }

    @Test func `that only waited does not cost the connection`() {
        var wire = Wire.connected()
        wire.closed()
        wire.request("calling.play", token: 1)
        wire.pass(.milliseconds(9_500))
        wire.opened()
        wire.clear()
        wire.pass(.milliseconds(500))
        #expect(wire.takeNews() == ["1 refused -1 \(silence)"])
        #expect(wire.lines().isEmpty && wire.session.phase == .authenticating)
    }

    @Test func `for connect costs the connection and nobody's trust`() {  // §8: 70
        var wire = Wire { $0.credentialAttempts = 1 }
        wire.start()
        wire.opened()
        wire.clear()
        wire.pass(.seconds(10))
        #expect(wire.lines() == ["close"] && wire.takeNews().isEmpty)
        wire.closed()
        wire.pass(.seconds(1))
        #expect(wire.lines() == ["open"])
    }

    @Test func `in flight at a loss is lost or sent again, as it says`() {  // §8: 71
        var wire = Wire.connected()
        wire.request("calling.play", token: 1, .never)
        wire.request("calling.end", token: 2, .always)
        wire.request("calling.record", token: 3, .never)
        wire.request("calling.answer", token: 4, .always)
        wire.clear()
        wire.closed()
        #expect(wire.takeNews() == ["1 lost Connection closed", "3 lost Connection closed", "disconnected"])
        wire.request("calling.tap", token: 5)
        wire.pass(.seconds(1))
        wire.opened()
        wire.clear()
        wire.answer("signalwire.connect", #"{"protocol":"p-1"}"#)
        #expect(
            wire.lines() == [
                #"send calling.end {"n":2}"#, #"send calling.answer {"n":4}"#, #"send calling.tap {"n":5}"#,
            ])
    }

    @Test func `that is sent again has no more time than before`() {
        var wire = Wire.connected()
        wire.request("calling.end", token: 1, .always)
        wire.pass(.seconds(8))
        wire.reconnect()
        wire.clear()
        wire.pass(.milliseconds(999))
        #expect(wire.takeNews().isEmpty)
        wire.pass(.milliseconds(1))
        #expect(wire.takeNews() == ["1 lost Request timeout for calling.end", "disconnected"])
    }

    @Test func `that was sent and waits to be sent again is lost, not refused, at the end`() {
        var wire = Wire.connected()
        wire.request("calling.end", token: 1, .always)
        wire.closed()
        wire.clear()
        wire.pass(.seconds(10))
        #expect(wire.takeNews() == ["1 lost Request timeout for calling.end"])
    }

    @Test func `sent again keeps its id, and takes one answer`() {
        var wire = Wire.connected()
        wire.request("calling.end", token: 1, .always)
        let id = String(decoding: wire.session.numbers.id(2).json, as: UTF8.self)
        wire.closed()
        wire.pass(.seconds(1))
        wire.opened()
        wire.clear()
        wire.receive(#"{"id":\#(id),"result":{}}"#)
        #expect(wire.takeNews().isEmpty, "not on this connection yet")
        wire.answer("signalwire.connect")
        wire.receive(#"{"id":\#(id),"result":{}}"#)
        #expect(wire.takeNews() == ["ready", "1 accepted {}"])
    }

    @Test func `before the start, or after the end, fails at once`() {  // §8: 72
        var wire = Wire()
        wire.request("calling.play", token: 1)
        #expect(wire.takeNews() == ["1 refused -1 Not connected"])
        wire.shutDown()
        wire.request("calling.play", token: 2)
        #expect(wire.takeNews() == ["stopped", "2 refused -1 Connection closed"])
        #expect(wire.lines().isEmpty)
    }

    @Test func `of nobody is answered too`() {
        var wire = Wire.connected()
        var effects: [RelayEffect] = []
        wire.session.request("calling.end", for: .aside, .always, at: wire.now, into: &effects) { _ in }
        #expect(effects.count == 1)
        wire.shutDown()
        #expect(wire.takeNews() == ["aside lost Connection closed", "stopped"])
    }

    @Test func `leaves nothing behind`() {
        var wire = Wire.connected()
        for token in 0..<10_000 as Range<Int32> {
            wire.request("calling.play", token: token)
            wire.answer("calling.play", "{}")
        }
        #expect(wire.session.ledger.isEmpty && wire.session.ledger.nextDeadline == nil)
        #expect(wire.takeNews().count == 10_000)
    }
}

struct `The end` {
    @Test func `closes the socket and releases everything, once`() {  // §8: 82, 83, 84, 85
        var wire = Wire.connected()
        wire.request("calling.play", token: 1)
        wire.request("calling.end", token: 2, .always)
        wire.receive(#"{"id":"dc","method":"signalwire.disconnect"}"#)
        wire.request("calling.record", token: 3)
        wire.clear()
        wire.shutDown()
        wire.shutDown()
        #expect(wire.lines() == ["close"])
        #expect(
            wire.takeNews() == [
                "1 lost Connection closed", "2 lost Connection closed", "3 refused -1 Connection closed",
                "stopped",
            ])
        wire.closed()
        wire.opened()
        wire.start()
        wire.pass(.seconds(3600))
        #expect(wire.lines().isEmpty && wire.takeNews().isEmpty && wire.session.nextDeadline == nil)
    }

    @Test func `comes in any phase`() {  // §8: 78
        var wire = Wire()
        wire.shutDown()
        #expect(wire.lines().isEmpty)
        wire.start()
        #expect(wire.lines().isEmpty, "cancelled before it began")
        for steps in 1...4 {
            var wire = Wire()
            wire.start()
            if steps > 1 { wire.opened() }
            if steps > 2 { wire.answer("signalwire.connect") }
            if steps > 3 { wire.closed() }
            wire.clear()
            wire.shutDown()
            #expect(wire.lines() == (steps > 3 ? [] : ["close"]), "\(steps)")
            #expect(wire.takeNews() == ["stopped"])
        }
    }

    @Test func `is the last that the machine tells`() {
        var machine = RelayMachine(RelayConfiguration(credentials: Wire.credentials), seed: 7)
        for input in [RelayInput.start, .opened, .shutDown, .shutDown] {
            machine.handle(input, at: Timestamp(milliseconds: 0))
        }
        #expect(machine.effects.last == .stopped(nil))
        #expect(machine.effects.filter { $0 == .stopped(nil) }.count == 1)
        #expect(machine.nextDeadline == nil)
    }
}
