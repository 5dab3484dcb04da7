import FlowRuntime
import Testing

@testable import RelayProtocol

struct `Connecting again` {
    /// How long the session waits now.
    private func wait(of wire: Wire) -> Int64? {
        if case .waiting(let until) = wire.session.phase { until.milliseconds(since: wire.now) } else { nil }
    }

    @Test func `waits twice as long each time, up to half a minute, at random`() {  // §8: 73, 75, 81
        var seen: Set<Int64> = []
        for seed in 0..<50 as Range<UInt64> {
            var wire = Wire(seed: seed)
            wire.start()
            for full in [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000] as [Int64] {
                wire.closed("not reachable")
                let wait = wait(of: wire) ?? 0
                #expect((full / 2...full).contains(wait), "seed \(seed)")
                if full == 30000 { seen.insert(wait) }
                wire.pass(.milliseconds(wait - 1))
                #expect(!wire.lines().dropFirst().contains("open"))
                wire.pass(.milliseconds(1))
                #expect(wire.lines() == ["open"], "seed \(seed)")
            }
        }
        #expect(seen.count > 100, "they spread")
    }

    @Test func `waits the same for the same seed`() {
        func waits() -> [Int64?] {
            var wire = Wire(seed: 99)
            wire.start()
            return (0..<10).map { _ in
                wire.closed()
                defer { wire.passToOpening() }
                return wait(of: wire)
            }
        }
        #expect(waits() == waits())
    }

    @Test func `is patient for ever`() {  // §8: 75
        var wire = Wire()
        wire.start()
        for _ in 0..<10_000 {
            wire.closed("not reachable")
            wire.passToOpening()
        }
        #expect(wire.takeNews().isEmpty)
        guard case .opening = wire.session.phase else {
            Issue.record("expected to try, not \(wire.session.phase)")
            return
        }
    }

    @Test func `is quick again after the server let us in, and only then`() {  // §8: 81
        var wire = Wire()
        wire.start()
        for _ in 0..<6 {
            wire.closed()
            wire.passToOpening()
        }
        wire.opened()
        wire.closed()
        #expect(wait(of: wire) ?? 0 >= 15_000, "an open socket is not enough")
        wire.passToOpening()
        wire.opened()
        wire.answer("signalwire.connect")
        wire.closed()
        #expect(wait(of: wire) ?? .max <= 1000)
    }

    @Test func `gives up a socket that does not open`() {
        var wire = Wire()
        wire.start()
        wire.clear()
        wire.pass(.milliseconds(9_999))
        #expect(wire.lines().isEmpty)
        wire.pass(.milliseconds(1))
        #expect(wire.lines() == ["close"])
        wire.opened()
        #expect(wire.lines().isEmpty, "too late")
        wire.closed()
        #expect(wait(of: wire) != nil)
    }

    @Test func `tells its calls of the loss once`() {  // §8: 49, 74
        var wire = Wire.connected()
        wire.closed()
        wire.closed()
        wire.pass(.seconds(1))
        wire.closed()
        #expect(wire.takeNews() == ["disconnected"])
    }

    @Test func `takes nothing from the old socket`() {
        var wire = Wire.connected()
        wire.request("calling.play", token: 1)
        wire.clear()
        wire.pass(.seconds(10))
        wire.clear()
        wire.event("calling.call.state")
        wire.receive(#"{"id":"p","method":"signalwire.ping"}"#)
        #expect(wire.lines().isEmpty && wire.takeNews().isEmpty)
    }

    @Test func `survives limits of nothing`() {
        var wire = Wire {
            $0.firstReconnectDelay = .zero
            $0.longestReconnectDelay = .seconds(-5)
            $0.queuedRequests = 0
        }
        wire.start()
        wire.request("calling.play")
        #expect(wire.takeNews().count == 1)
        for _ in 0..<10 {
            wire.closed()
            wire.pass(.milliseconds(1))
        }
        wire.opened()
        wire.answer("signalwire.connect")
        #expect(wire.takeNews() == ["ready"])
        var backoff = Backoff(Self.endless, seed: 1)
        for _ in 0..<200 { #expect(backoff.next() > .zero) }
    }

    private static var endless: RelayLimits {
        var limits = RelayLimits()
        limits.firstReconnectDelay = .seconds(Int64.max)
        limits.longestReconnectDelay = .seconds(Int64.max)
        return limits
    }
}

struct `Contexts` {
    @Test func `are asked for and given up by name`() {  // §8: 86
        var wire = Wire.connected()
        wire.receiveContexts("sales", "office", "help")
        #expect(wire.lines() == [#"send signalwire.receive {"contexts":["sales","help"]}"#])
        wire.unreceiveContexts("office", "unheard-of")
        #expect(wire.lines() == [#"send signalwire.unreceive {"contexts":["office"]}"#])
        wire.receiveContexts()
        wire.unreceiveContexts()
        wire.receiveContexts("sales")
        wire.unreceiveContexts("unheard-of")
        #expect(wire.lines().isEmpty)
        wire.answer("signalwire.receive")
        wire.answer("signalwire.unreceive")
        #expect(wire.takeNews().isEmpty && wire.takeNotices().isEmpty)
    }

    @Test func `of now are those of the next connect`() {  // §8: 22, 87
        var wire = Wire.connected()
        wire.receiveContexts("sales", "help")
        wire.unreceiveContexts("sales")
        wire.reconnect()
        #expect(wire.lines().contains { $0.contains(#""contexts":["office","help"]"#) })
        wire.closed()
        wire.clear()
        wire.receiveContexts("night")
        #expect(wire.lines().isEmpty, "the next connect says it")
        wire.pass(.seconds(1))
        wire.opened()
        #expect(wire.lines().contains { $0.contains(#""contexts":["office","help","night"]"#) })
    }

    @Test func `are all given up when no more calls are wanted`() {  // §8: 87
        var wire = Wire.connected()
        wire.unsubscribe()
        wire.unsubscribe()
        #expect(wire.lines() == [#"send signalwire.unreceive {"contexts":["office"]}"#])
        wire.reconnect()
        #expect(!wire.lines().contains { $0.contains("contexts") })
    }

    @Test func `that change while we are let in are said after it`() {
        var wire = Wire()
        wire.start()
        wire.opened()
        wire.unsubscribe()
        wire.clear()
        wire.answer("signalwire.connect")
        #expect(wire.lines() == [#"send signalwire.unreceive {"contexts":["office"]}"#])
    }

    @Test func `that are refused are noted`() {
        var wire = Wire.connected()
        wire.receiveContexts("sales")
        wire.answer("signalwire.receive", #"{"code":"402","message":"Payment required"}"#)
        #expect(wire.takeNotices() == [.requestRefused] && wire.session.phase == .ready)
    }
}
