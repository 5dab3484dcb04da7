import FlowRuntime
import JSONRPC
import RelayDouble
import TestSupport
import Testing

@Suite("Bad clients") struct RobustnessTests {
    @Test func `frames that are none are noted and survived`() {
        let frames = [
            "", "{", "nonsense", "[]", "1", "null", "{}", #"{"id":1}"#, #"{"method":"signalwire.ping"}"#,
            #"{"id":1,"method":"signalwire.ping","params":[]}"#, #"{"id":{},"result":{}}"#,
            String(repeating: "[", count: 100_000), "{\"id\":\"\u{0}\"}", #"{"id":1,"error":"no"}"#,
        ]
        for frame in frames {
            var stage = Stage()
            _ = stage.connect()
            stage.send(frame)
            #expect(stage.violations.count == 1, "\(frame.prefix(40))")
            #expect(stage.request("signalwire.ping")?.code == "", "\(frame.prefix(40))")
        }
    }

    @Test func `violations are kept up to a limit`() {
        var stage = Stage()
        _ = stage.connect()
        for _ in 0..<2000 { stage.send("nonsense") }
        #expect(stage.violations.count == 1000)
    }

    @Test func `what is not acknowledged is kept up to a limit`() {
        var stage = Stage { $0.unacknowledgedEvents = 1000 }
        let socket = stage.connect()
        for _ in 0..<3000 { stage.exchange.deliver("m", from: "+1", to: "+2", context: "default") }
        stage.exchange.effects = []
        stage.exchange.closed(socket)
        let back = stage.connect(more: #","protocol":"signalwire_relay-double_1""#)
        let events = stage.events(on: back)
        #expect(events.count > 900 && events.count <= 1000)
    }

    @Test func `numbers of any size are times of some size`() {
        let numbers = ["1e308", "-1e308", "1e-308", "86400", "0", "99999999999999999999", "1e400"]
        for number in numbers {
            var stage = Stage()
            _ = stage.connect()
            let call = stage.talk()
            let sounds = #"[{"type":"silence","params":{"duration":\#(number)}}]"#
            for loops in ["1", "0", "2147483647"] {
                stage.request(
                    "calling.play",
                    Stage.on(call, #""control_id":"p\#(loops)","play":\#(sounds),"loop":\#(loops)"#))
            }
            stage.request(
                "calling.collect",
                Stage.on(
                    call, #""control_id":"c","digits":{"max":1},"initial_timeout":\#(number)"#))
            stage.request("calling.answer", Stage.on(call, #""max_duration":\#(number)"#))
            stage.pass(200_000_000)
            #expect(stage.request("signalwire.ping")?.code == "")
        }
    }

    @Test func `operations of one call have a limit`() {
        var stage = Stage()
        _ = stage.connect()
        let call = stage.talk()
        let codes = (0..<101).map { number in
            stage.request("calling.transcribe", Stage.on(call, #""control_id":"\#(number)""#))?.code
        }
        #expect(codes.last == "500")
        #expect(codes.dropLast().allSatisfy { $0 == "200" })
    }

    @Test func `mutated frames do no harm`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        let frames = Self.frames
        var stage = Stage()
        _ = stage.connect()
        for call in 1...8 {
            _ = stage.talk(); if call % 2 == 0 { stage.exchange.perform(.press("1"), on: call) }
        }
        for round in 0..<4000 {
            var bytes = Array(random.pick(frames).utf8)
            for _ in 0..<random.below(4) { Self.mutate(&bytes, &random) }
            stage.exchange.received(bytes, on: 1)
            stage.collect()
            _ = stage.received()
            if random.once(in: 20) { stage.pass(Int64(random.below(10_000))) }
            if random.once(in: 50) { _ = stage.talk() }
            #expect(stage.closed.isEmpty, "seed \(seed), round \(round)")
        }
        #expect(stage.request("signalwire.ping")?.code == "", "seed \(seed)")
    }

    private static let frames: [String] = {
        let bodies: [(String, String)] = [
            ("calling.answer", Stage.on(1)), ("calling.end", Stage.on(2)),
            ("calling.join_conference", Stage.on(3, #""name":"r","coach":"call-4","max_participants":2"#)),
            ("calling.join_conference", Stage.on(4, #""name":"r","end_on_exit":true"#)),
            ("calling.leave_conference", Stage.on(3, #""conference_id":"conference-1""#)),
            (
                "calling.play_and_collect",
                Stage.on(
                    5,
                    #""control_id":"c","play":[{"type":"tts","params":{"text":"t"}}],"collect":{"speech":{}}"#
                )
            ),
            ("calling.record", Stage.on(5, #""control_id":"r","record":{"audio":{}}"#)),
            ("calling.play.stop", Stage.on(5, #""control_id":"c""#)),
            (
                "calling.connect",
                Stage.on(6, #""devices":[[{"type":"phone","params":{"to_number":"+1","timeout":5}}]]"#)
            ),
            ("calling.dial", #""devices":[[{"type":"phone","params":{"to_number":"+1"}}]],"tag":"t""#),
            ("calling.disconnect", Stage.on(6)), ("calling.pass", Stage.on(7)),
            ("messaging.send", #""context":"a","to_number":"+1","from_number":"+2","body":"b""#),
        ]
        return bodies.map { #"{"jsonrpc":"2.0","id":"x","method":"\#($0)","params":{\#($1)}}"# }
            + [#"{"jsonrpc":"2.0","id":"ev-3","result":{}}"#]
    }()

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        guard !bytes.isEmpty else { return }
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(random.pick(Array("{}[]\",:0123456789".utf8)), at: place)
        case _: bytes.removeSubrange(place..<min(bytes.count, place + random.below(12)))
        }
    }
}
