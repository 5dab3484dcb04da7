import FlowRuntime
import Testing

@testable import RelayProtocol

struct `Pings` {
    private let ping = "send signalwire.ping {}"

    /// The server's ping every ten seconds: there is nothing else to ask.
    private func pass(_ seconds: Int, in wire: inout Wire) {
        for _ in 0..<seconds / 10 {
            wire.pass(.seconds(10))
            wire.receive(#"{"id":"s","method":"signalwire.ping","params":{}}"#)
        }
    }

    @Test func `of the server come back with their time`() {  // §8: 52
        var wire = Wire.connected()
        for (params, result) in [
            ("{}", "{}"), (#"{"timestamp":1790000001.5}"#, #"{"timestamp":1790000001.5}"#),
            (#"{"timestamp":"now","payload":"x"}"#, "{}"), (#"{"timestamp":null}"#, "{}"),
            (#"{"timestamp":1e400}"#, #"{"timestamp":1e400}"#),
        ] {
            wire.receive(#"{"id":"pg-5","method":"signalwire.ping","params":\#(params)}"#)
            #expect(wire.lines() == [#"send "pg-5" \#(result)"#])
        }
        wire.receive(#"{"id":"pg-6","method":"signalwire.ping"}"#)
        #expect(wire.lines() == [#"send "pg-6" {}"#])
        wire.receive(#"{"method":"signalwire.ping","params":{}}"#)
        #expect(wire.lines().isEmpty)
    }

    @Test func `of ours leave every thirty seconds while connected`() {  // §8: 54
        var wire = Wire.connected()
        for _ in 0..<5 {
            pass(20, in: &wire)
            #expect(!wire.lines().contains(ping))
            pass(10, in: &wire)
            #expect(wire.lines().contains(ping))
            wire.answer("signalwire.ping", "{}")
        }
        wire.closed()
        wire.pass(.milliseconds(400))
        #expect(wire.lines().isEmpty)
    }

    @Test func `of ours leave at once when the server's stay away`() {  // §8: 57
        var wire = Wire.connected()
        wire.pass(.milliseconds(14_999))
        #expect(wire.lines().isEmpty)
        wire.pass(.milliseconds(1))
        #expect(wire.lines() == [ping])
        wire.answer("signalwire.ping", "{}")
        wire.pass(.milliseconds(14_999))
        #expect(wire.lines().isEmpty && wire.session.phase == .ready)
        wire.pass(.milliseconds(1))
        #expect(wire.lines() == [ping])
    }

    @Test func `without an answer end the connection`() {  // §8: 62, 68, 69
        var wire = Wire.connected()
        wire.pass(.seconds(15))
        #expect(wire.lines() == [ping])
        wire.pass(.milliseconds(9_999))
        #expect(wire.lines().isEmpty)
        wire.pass(.milliseconds(1))
        #expect(wire.lines() == ["close"] && wire.takeNews() == ["disconnected"])
        #expect(wire.takeNotices() == [.requestTimedOut, .pingMissed, .connectionLost])
        wire.closed("closed by us")
        wire.pass(.seconds(1))
        #expect(wire.lines() == ["open"])
    }

    @Test func `that are refused are sent again soon, three times`() {  // §8: 55, 56
        var wire = Wire.connected()
        wire.pass(.seconds(15))
        for wait in [2, 4] {
            wire.clear()
            wire.refuse("signalwire.ping", code: -32601)
            wire.pass(.milliseconds(wait * 1000 - 1))
            #expect(wire.lines().isEmpty, "\(wait)")
            wire.pass(.milliseconds(1))
            #expect(wire.lines() == [ping])
        }
        wire.refuse("signalwire.ping", code: -32601)
        #expect(wire.lines() == ["close"])
    }

    @Test func `that succeed, or come from the server, forgive the refused`() {  // §8: 53, 55
        for forgive in [true, false] {
            var wire = Wire.connected()
            wire.pass(.seconds(15))
            for _ in 0..<2 {
                wire.refuse("signalwire.ping", code: -32601)
                wire.pass(.seconds(4))
            }
            if forgive {
                wire.receive(#"{"id":"s","method":"signalwire.ping","params":{}}"#)
            } else {
                wire.answer("signalwire.ping")
                wire.pass(.seconds(15))
            }
            for _ in 0..<2 {
                wire.refuse("signalwire.ping", code: -32601)
                wire.pass(.seconds(4))
            }
            #expect(wire.session.phase == .ready, "by the server: \(forgive)")
            wire.refuse("signalwire.ping", code: -32601)
            #expect(wire.lines().last == "close")
        }
    }

    @Test func `begin anew with every connection`() {  // §8: 79
        var wire = Wire.connected()
        wire.pass(.seconds(14))
        wire.reconnect()
        wire.clear()
        wire.pass(.milliseconds(14_999))
        #expect(wire.lines().isEmpty, "the old watchdog is gone")
        wire.pass(.milliseconds(1))
        #expect(wire.lines() == [ping], "and the new one is alone")
    }

    @Test func `are not sent while another is on its way`() {
        var wire = Wire.connected { $0.requestTimeout = .seconds(100) }
        wire.pass(.seconds(99))
        #expect(wire.lines() == [ping])
    }

    @Test func `ignore a clock that rings in vain`() {
        var wire = Wire.connected()
        for _ in 0..<10 { wire.ringInVain() }
        wire.closed()
        wire.clear()
        for _ in 0..<10 { wire.ringInVain() }
        #expect(wire.lines().isEmpty && wire.takeNews().isEmpty)
    }
}
