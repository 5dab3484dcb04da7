import FlowRuntime
import TestSupport
import Testing

@testable import RelayProtocol

/// `dial` over `calling.dial` (relay-protocol.md §4.2).
@Suite("Dial over RELAY")
struct LegDialTests {
    private func request(_ to: String, _ tag: String) -> String {
        #"0 → calling.dial {"tag":"\#(tag)","devices":[[{"type":"phone","params":{"to_number":"\#(to)","#
            + #""from_number":"+15550100","timeout":20}}]]}"#
    }

    // §8: 141, 142, 143, 144, 147, 150, 151, 154
    @Test func `whoever answers is a call of its own`() {
        var line = LegsLine()
        line.dial(["+15550101"])
        #expect(line.lines() == [request("+15550101", "c-0/1/0.1")])
        line.accepts()
        line.state("ringing", of: "l-1", tag: "c-0/1/0.1")
        line.dial(event: "dialing", "c-0/1/0.1")
        #expect(line.lines() == [])
        line.dial(event: "answered", "c-0/1/0.1", leg: "l-1")
        line.dial(event: "answered", "c-0/1/0.1", leg: "l-1")
        line.state("answered", of: "l-1", tag: "c-0/1/0.1")
        #expect(
            line.lines() == ["0: 1 dialled l-1 +15550101", "offer l-1 +15550100 → +15550101 by c-0/1"])
        line.end(0)
        line.end(1, "l-1")
        #expect(line.isEmpty)
    }

    // §8: 147
    @Test func `a leg's own state is enough`() {
        var line = LegsLine()
        line.dial(["+15550101"])
        line.state("answered", of: "l-1", tag: "c-0/1/0.1")
        line.accepts()
        line.dial(event: "answered", "c-0/1/0.1", leg: "l-1")
        #expect(
            line.lines().dropFirst() == [
                "0: 1 dialled l-1 +15550101", "offer l-1 +15550100 → +15550101 by c-0/1",
            ])
    }

    // §8: 145
    @Test func `in turn, in rounds, and the last reason is the answer`() {
        var line = LegsLine()
        line.dial(["+15550101", "+15550102"], attempts: 2)
        line.accepts()
        line.dial(event: "failed", "c-0/1/0.1", #""reason":"noAnswer""#)
        line.accepts()
        line.state("ended", of: "l-2", tag: "c-0/1/1.1", #""end_reason":"busy""#)
        line.dial(event: "failed", "c-0/1/1.1")
        line.refuses(402)
        line.accepts()
        line.dial(event: "failed", "c-0/1/1.2", #""reason":"decline""#)
        #expect(
            line.lines() == [
                request("+15550101", "c-0/1/0.1"), request("+15550102", "c-0/1/1.1"),
                request("+15550101", "c-0/1/0.2"), request("+15550102", "c-0/1/1.2"),
                "0: 1 failed declined",
            ])
        line.end()
        #expect(line.isEmpty)
    }

    // §8: 148
    @Test func `an attempt that rings too long is ended, and the next one made`() {
        var line = LegsLine()
        line.dial(["+15550101", "+15550102"])
        line.accepts()
        line.state("ringing", of: "l-1", tag: "c-0/1/0.1")
        _ = line.lines()
        line.wait(.milliseconds(29_999))
        #expect(line.lines() == [])
        line.wait(.milliseconds(1))
        #expect(
            line.lines() == [
                #"0 → calling.end {"node_id":"n-2","call_id":"l-1","reason":"cancel"}"#,
                request("+15550102", "c-0/1/1.1"),
            ])
        // The end may have come too early, or never.
        line.dial(event: "answered", "c-0/1/0.1", leg: "l-1")
        #expect(
            line.lines() == [#"0 → calling.end {"node_id":"n-2","call_id":"l-1","reason":"cancel"}"#])
        line.dial(event: "answered", "c-0/1/0.1", leg: "l-1")
        #expect(line.lines() == [])
    }

    @Test func `a leg whose end may have been lost with the connection is ended again`() {
        var line = LegsLine()
        line.dial(["+15550101", "+15550102"])
        line.accepts()
        line.state("ringing", of: "l-1", tag: "c-0/1/0.1")
        line.wait(.seconds(30))
        _ = line.lines()
        line.reconnect()
        #expect(
            line.lines() == [#"0 → calling.end {"node_id":"n-2","call_id":"l-1","reason":"cancel"}"#])
        line.state("ended", of: "l-1", tag: "c-0/1/0.1")
        line.reconnect()
        #expect(line.lines() == [])
    }

    @Test func `who answers after everybody has given up is hung up on`() {
        var line = LegsLine()
        line.dial(["+15550101"])
        line.accepts()
        line.wait(.seconds(30))
        line.dial(event: "answered", "c-0/1/0.1", leg: "l-1")
        #expect(
            line.lines().dropFirst() == [
                "0: 1 failed noAnswer",
                #"0 → calling.end {"node_id":"n-2","call_id":"l-1","reason":"cancel"}"#,
            ])
        line.end()
        #expect(line.isEmpty)
        line.dial(["+15550101"])
        line.accepts()
        line.wait(.seconds(30))
        line.wait(.seconds(60))
        _ = line.lines()
        line.dial(event: "answered", "c-0/1/0.1", leg: "l-1")
        #expect(line.lines() == [])
    }

    // §8: 146
    @Test func `events that concern nobody are dropped`() {
        var line = LegsLine()
        line.dial(["+15550101"])
        line.dial(event: "answered", "other", leg: "l-1")
        line.dial(event: "answered", "c-0/1/0.1")
        line.dial(event: "pondering", "c-0/1/0.1", leg: "l-1")
        line.state("answered", of: "l-9", tag: "other")
        line.state("answered", of: "l-9")
        #expect(line.lines() == [request("+15550101", "c-0/1/0.1")])
    }

    @Test func `all at once, each again until it answers`() {
        var line = LegsLine()
        line.dial(["+15550101", "+15550102"], .allAtOnce, attempts: 2)
        #expect(
            line.lines() == [request("+15550101", "c-0/1/0.1"), request("+15550102", "c-0/1/1.1")])
        line.refuses(500)
        #expect(line.lines() == [request("+15550101", "c-0/1/0.2")])
        line.accepts()
        #expect(line.lines() == ["0: 1 done"])
        line.accepts()
        line.dial(event: "answered", "c-0/1/1.1", leg: "l-2")
        line.end(0)
        line.dial(event: "answered", "c-0/1/0.2", leg: "l-1")
        #expect(
            line.lines() == [
                "offer l-2 +15550100 → +15550102 by c-0/1", "offer l-1 +15550100 → +15550101 by c-0/1",
            ])
        line.end(1, "l-1")
        line.end(2, "l-2")
        #expect(line.isEmpty)
    }

    @Test func `all at once fails when nobody could be called`() {
        var line = LegsLine()
        line.dial(["+15550101", "+15550102"], .allAtOnce)
        line.refuses(402)
        line.refuses(402)
        #expect(line.lines().suffix(1) == ["0: 1 failed refused"])
    }

    @Test func `the end of the dialling call ends no ringing and makes no further call`() {
        var line = LegsLine()
        line.dial(["+15550101", "+15550102"])
        line.accepts()
        line.end()
        line.dial(event: "answered", "c-0/1/0.1", leg: "l-1")
        #expect(line.lines().dropFirst() == ["offer l-1 +15550100 → +15550101 by c-0/1"])
        line.end(1, "l-1")
        #expect(line.isEmpty)
        line.dial(["+15550101", "+15550102"])
        line.accepts()
        line.end()
        line.dial(event: "failed", "c-0/1/0.1")
        #expect(line.lines() == [request("+15550101", "c-0/1/0.1")])
        #expect(line.isEmpty)
    }

    @Test func `what cannot be dialled`() {
        var line = LegsLine()
        line.dial([])
        line.dial(Array(repeating: "+15550101", count: 101), as: 2)
        line.dial(["queue:support"], as: 3)
        line.dial(["+15550101", "stream:wss://e.com"], as: 4)
        #expect(
            line.lines() == [
                "0: 1 failed noAnswer", "0: 2 failed refused", "0: 3 failed unsupported",
                "0: 4 failed unsupported",
            ])
    }

    @Test func `a call leads to so many legs and no more, also through those that it dials`() {
        var line = LegsLine()
        for round in 0..<9 {
            line.dial(Array(repeating: "+15550101", count: 100), .allAtOnce, as: Int32(round))
        }
        line.dial(event: "answered", "c-0/0/0.1", leg: "l-1")
        let leg = CallInfo(id: CallID("l-1"), from: "+15550100", to: "+15550101", direction: .outbound)
        line.dial(Array(repeating: "+15550102", count: 100), .allAtOnce, 1, as: 1, by: leg)
        _ = line.lines()
        line.dial(["+15550103"], .inTurn, 1, as: 2, by: leg)
        line.dial(["+15550103"], as: 10)
        #expect(line.lines() == ["1: 2 failed refused", "0: 10 failed refused"])
        line.dial(["+15550103"], .inTurn, 5, as: 1)
        #expect(line.lines().count == 1)
    }

    @Test func `a lost answer is settled by events or by time`() {
        var line = LegsLine()
        line.dial(["+15550101"])
        line.loses()
        line.reconnect()
        line.wait(.seconds(5))
        #expect(line.lines() == [request("+15550101", "c-0/1/0.1"), "0: 1 failed failed"])
        line.state("ringing", of: "l-1", tag: "c-0/1/0.1")
        #expect(
            line.lines() == [#"0 → calling.end {"node_id":"n-2","call_id":"l-1","reason":"cancel"}"#])
        line = LegsLine()
        line.dial(["+15550101"])
        line.loses()
        line.reconnect()
        line.state("created", of: "l-1", tag: "c-0/1/0.1")
        line.wait(.seconds(29))
        line.dial(event: "answered", "c-0/1/0.1", leg: "l-1")
        #expect(line.lines().dropFirst().first == "0: 1 dialled l-1 +15550101")
    }

    // §8: 153
    @Test func `with the session everything is lost`() {
        var line = LegsLine()
        line.dial(["+15550101"])
        line.dial(["+15550101"], .allAtOnce, as: 2)
        line.connect(as: 3)
        _ = line.lines()
        line.loseSession()
        #expect(line.lines() == ["0: 3 failed failed", "0: 1 failed failed", "0: 2 failed failed"])
        line.end()
        #expect(line.isEmpty)
    }

    @Test func `whatever happens, one answer, and each leg is offered or ended`() {
        for seed in UInt64(1)...300 {
            var random = SplitMix64(seed: seed)
            var line = LegsLine()
            let order: DialCommand.Order = random.once(in: 2) ? .inTurn : .allAtOnce
            line.dial(["+15550101", "+15550102"], order, attempts: 2)
            for _ in 0..<40 { Self.disturb(&line, &random) }
            for _ in 0..<8 {
                while line.openRequests > 0 { line.loses() }
                line.wait(.seconds(100))
            }
            let lines = line.all
            let answers = lines.count { $0.hasPrefix("0: ") }
            #expect(answers == 1 || line.hasEnded && answers == 0, "seed \(seed): \(lines)")
            let offers = lines.filter { $0.hasPrefix("offer") }
            #expect(offers.count == Set(offers).count, "seed \(seed): \(lines)")
            let tags = lines.filter { $0.contains("calling.dial") }
            #expect(tags.count == Set(tags).count && tags.count <= 4, "seed \(seed): \(lines)")
            for leg in ["l-01", "l-02", "l-11", "l-12"] { line.end(1, leg) }
            line.end()
            #expect(line.isEmpty, "seed \(seed): something is kept")
        }
    }

    private static func disturb(_ line: inout LegsLine, _ random: inout SplitMix64) {
        let (destination, attempt) = (random.below(2), random.below(2) + 1)
        let (tag, leg) = ("c-0/1/\(destination).\(attempt)", "l-\(destination)\(attempt)")
        switch random.below(8) {
        case 0: line.dial(event: random.pick(["dialing", "failed", "answered"]), tag, leg: leg)
        case 1: line.dial(event: random.pick(["failed", "answered"]), tag)
        case 2: line.state(random.pick(["created", "ringing", "answered", "ended"]), of: leg, tag: tag)
        case 3: line.wait(.milliseconds(random.below(20_000)))
        case 4: line.reconnect()
        case 5: if random.once(in: 8) { line.end() }
        case _: line.answerOne(&random)
        }
    }
}

extension LegsLine {
    /// Any answer to any request that has none.
    fileprivate mutating func answerOne(_ random: inout SplitMix64) {
        guard openRequests > 0 else { return }
        let place = random.below(openRequests)
        switch random.below(3) {
        case 0: accepts(place)
        case 1: refuses(500, "no", place)
        case _: loses(place)
        }
    }
}
