import FlowRuntime
import TestSupport
import Testing

@testable import RelayProtocol

/// What a shell and the calls would notice first, checked after every step of a random life.
private struct Watch {
    private var socketIsOpen = false
    private var socketIsAsked = false
    private var sent: [String: Int] = [:]
    var asked: Set<Int32> = []
    private var answered: Set<Int32> = []

    mutating func opened() { socketIsOpen = true }
    mutating func closed() { (socketIsOpen, socketIsAsked) = (false, false) }
    var mayOpen: Bool { socketIsAsked && !socketIsOpen }
    var mayClose: Bool { socketIsAsked }

    mutating func see(_ lines: [String]) {
        for line in lines {
            if line == "open" {
                #expect(!socketIsAsked, "a second socket")
                socketIsAsked = true
            } else if line == "close" {
                #expect(socketIsAsked, "closes nothing")
                socketIsOpen = false
            } else if line.hasPrefix("send ") {
                #expect(socketIsOpen, "sends without a socket: \(line)")
                guard line.hasPrefix("send calling.unsafe") else { continue }
                sent[line, default: 0] += 1
                #expect(sent[line] == 1, "twice: \(line)")
            }
        }
    }

    mutating func hear(_ news: [String]) {
        for line in news {
            guard let token = line.split(separator: " ").first.flatMap({ Int32($0) }) else { continue }
            #expect(asked.contains(token) && answered.insert(token).inserted, "\(line)")
        }
    }

    var unanswered: Int { asked.count - answered.count }
}

struct `Any life of a connection` {
    private static let frames = [
        #"{"id":"s","method":"signalwire.ping","params":{"timestamp":1}}"#,
        #"{"id":"d","method":"signalwire.disconnect","params":{"restart":true}}"#,
        #"{"id":"d","method":"signalwire.disconnect","params":{}}"#,
        #"{"id":"x","result":{}}"#, "nonsense", "{}", #"{"id":1,"error":null}"#,
    ]

    private func step(_ wire: inout Wire, _ watch: inout Watch, _ random: inout SplitMix64) {
        switch random.below(14) {
        case 0, 1:
            guard watch.mayOpen else { return }
            watch.opened()
            wire.opened()
        case 2:
            guard watch.mayClose else { return }
            watch.closed()
            wire.closed()
        case 3: wire.pass(.milliseconds(random.below(20_000)))
        case 4: wire.pass(.milliseconds(random.below(400)))
        case 5, 6: wire.answer("signalwire.connect", random.pick([#"{"protocol":"p"}"#, "{}"]))
        case 7:
            if random.once(in: 4) { wire.refuse("signalwire.connect", code: random.pick([-32002, -32603])) }
        case 8: wire.answer("signalwire.ping")
        case 9: wire.answer(random.pick(["calling.unsafe", "calling.safe"]))
        case 10: wire.receive(random.pick(Self.frames))
        case 11: wire.event("signalwire.authorization.state", #"{"authorization_state":"a"}"#)
        case _:
            let token = Int32(watch.asked.count)
            watch.asked.insert(token)
            if random.once(in: 2) {
                wire.request("calling.unsafe", token: token, .never)
            } else {
                wire.request("calling.safe", token: token, .always)
            }
        }
    }

    @Test func `answers every request once and sends nothing unsafe twice`() {
        for seed in 0..<300 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var wire = Wire(seed: seed) { $0.queuedRequests = 20 }
            var watch = Watch()
            wire.start()
            for _ in 0..<200 {
                watch.see(wire.lines())
                watch.hear(wire.takeNews())
                step(&wire, &watch, &random)
            }
            // What has waited for ten seconds has its answer, connection or not.
            wire.pass(.seconds(10))
            watch.see(wire.lines())
            watch.hear(wire.takeNews())
            #expect(watch.unanswered == 0, "seed \(seed)")
            #expect(wire.session.ledger.queuedCount == 0)
            wire.shutDown()
            watch.see(wire.lines())
            #expect(wire.session.nextDeadline == nil && wire.session.ledger.isEmpty, "seed \(seed)")
        }
    }
}
