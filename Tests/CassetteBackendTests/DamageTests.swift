import CassetteBackend
import FlowModel
import FlowRuntime
import SimulatedBackend
import TestSupport
import Testing

struct `A damaged cassette` {
    private static let lines: [String] = {
        var world = RandomWorld.world(seed: 12)
        guard let text = try? world.recorded(for: .seconds(20)).text else { return [] }
        return text.split(separator: "\n").map(String.init)
    }()

    private func error(_ lines: [String]) -> CassetteFileError? {
        error(Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    private func error(_ bytes: [UInt8]) -> CassetteFileError? {
        do throws(CassetteFileError) {
            _ = try Cassette(bytes: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func `is told from a whole one, and which entry it is`() {
        let lines = Self.lines
        #expect(lines.count > 30)
        #expect(error(lines) == nil)
        for place in lines.indices.dropFirst() {
            var removed = lines
            removed.remove(at: place)
            let isLast = place == lines.count - 1
            #expect(error(removed)?.kind == (isLast ? .truncated : .edited), "without line \(place)")
            #expect(error(removed)?.entry == place, "without line \(place)")
            var doubled = lines
            doubled.insert(lines[place], at: place)
            #expect(error(doubled)?.kind == .edited, "twice line \(place)")
            #expect(error(doubled)?.entry == (isLast ? place : place + 1), "twice line \(place)")
            guard place + 1 < lines.count else { continue }
            var swapped = lines
            swapped.swapAt(place, place + 1)
            #expect(error(swapped)?.kind == .edited, "line \(place) swapped")
            #expect(error(swapped)?.entry == place, "line \(place) swapped")
        }
    }

    @Test func `is told when any byte was changed`() {
        let bytes = Array(Self.lines.map { $0 + "\n" }.joined().utf8)
        var random = SplitMix64(seed: 3)
        for _ in 0..<600 {
            var edited = bytes
            let place = random.below(bytes.count)
            edited[place] ^= UInt8(1 + random.below(255))
            let line = bytes[..<place].count { $0 == 0x0A }
            let error = error(edited)
            #expect(error != nil, "byte \(place)")
            #expect(place < 22 || error?.entry == line || error?.entry == line - 1, "byte \(place)")
        }
    }

    @Test func `is told wherever it was cut`() {
        let bytes = Array(Self.lines.map { $0 + "\n" }.joined().utf8)
        for length in stride(from: 0, to: bytes.count, by: 97) {
            let error = error(Array(bytes[..<length]))
            #expect(error?.kind == (length < 22 ? .notACassette : .truncated), "\(length) bytes")
        }
        #expect(error(bytes + Array("{}\n".utf8))?.kind == .edited)
    }

    @Test func `of any bytes is an error, never a trap`() {
        let start = Array(#"{"callflow cassette":1,"#.utf8)
        var random = SplitMix64(seed: 5)
        for round in 0..<300 {
            let noise = (0..<random.below(200)).map { _ in UInt8(random.below(256)) }
            #expect(error(noise) != nil && error(start + noise) != nil, "round \(round)")
        }
        #expect(error(start + [UInt8](repeating: UInt8(ascii: "["), count: 100_000) + [0x0A]) != nil)
        #expect(error(Array(#"{"callflow cassette":2,"backend":"a"}"#.utf8))?.kind == .notACassette)
    }
}

struct `A file with right checksums` {
    /// Entries that no recorder writes, in lines that are in order otherwise.
    private static let wrong: [(line: String, message: String)] = [
        (#""call":1,"at":0,"in":"started""#, "`info` is nothing, not a map"),
        (#""call":2,"at":0,"in":"started","info":{}"#, "`call` is no whole number"),
        (#""call":1,"at":-1,"in":"started""#, "`at` is no whole number"),
        (#""call":1,"at":1e300,"in":"started""#, "`at` is no whole number"),
        (#""call":1.5,"at":0"#, "`call` is no whole number"),
        (#""at":0"#, "`call` is missing"),
        (#""call":1,"at":0,"in":{"finished":"done"},"id":1"#, "`call` has not begun"),
        (
            #""call":1,"at":0,"in":"started","info":{"id":"a","nodeID":"n","direction":"up"}"#,
            "info.direction"
        ),
    ]

    @Test func `says which field is wrong`() {
        for (line, message) in Self.wrong {
            let bytes = Cassette.file([line])
            let error = #expect(throws: CassetteFileError.self) { try Cassette(bytes: bytes) }
            #expect(error?.kind == .malformed && error?.entry == 1)
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        }
    }

    private static let call =
        #""call":1,"at":0,"in":"started","info":{"id":"c","nodeID":"n","direction":"inbound","kind":"phone","#
        + #""from":"","to":"","headers":[],"isAnswered":false,"extra":null}"#

    private static let wrongLater: [String] = [
        #""call":1,"at":0,"in":{"finished":"gone"},"id":1"#, #""call":1,"at":0,"in":{"finished":"done"}"#,
        #""call":1,"at":0,"in":{"finished":"done"},"id":4294967296"#,
        #""call":1,"at":0,"in":{"finished":{"played":{}}},"id":1"#,
        #""call":1,"at":0,"in":{"finished":{"played":{"failedItems":[1e99]}}},"id":1"#,
        #""call":1,"at":0,"in":{"conference":{"kind":"left"}}"#,
        #""call":1,"at":0,"in":{"ended":{"by":"me"}}"#,
        #""call":1,"at":0,"in":{}"#, #""call":1,"at":0,"in":[]"#, #""call":1,"at":0,"out":{"play":{}}"#,
        #""call":1,"at":0,"decide":"cond","step":"","nth":-1,"take":0"#,
        #""call":1,"at":0,"decide":"cond","step":"","nth":0,"take":1e12"#, #""call":1,"at":0"#,
        #""call":1,"at":0,"over":{}"#, #""call":1,"at":0,"in":"started""#,
    ]

    @Test func `is read defensively`() {
        for line in Self.wrongLater {
            let error = #expect(throws: CassetteFileError.self) {
                try Cassette(bytes: Cassette.file([Self.call, line]))
            }
            #expect(error?.entry == 2 && error?.kind == .malformed, "\(line)")
        }
    }

    /// Lines that can be read and that no run can have: the replay says so.
    private static let impossible: [[String]] = [
        [#"\#(call),"flow":9"#],
        [#"\#(call),"confirms":{"of":1,"place":1}"#],
        [#"\#(call),"waits":{"of":1,"url":"a","text":"sections: {main: [hangup]}"}"#],
        [#"\#(call),"confirms":{"of":1,"url":"a","text":"["}"#],
        [call, #""call":1,"at":0,"in":{"finished":"done"},"id":7"#],
        [call, #""call":1,"at":0,"decide":"cond","step":"","nth":3,"take":99"#],
        [call, #""call":1,"at":0,"decide":"cond","step":"","nth":0,"take":-1"#],
        [call, #""call":1,"at":0,"out":7,"step":"","id":1"#],
        [call, #""call":1,"at":0,"over":7,"step":"""#],
    ]

    @Test func `does not make a replay trap`() throws {
        let flow = flow("sections: {main: [answer, hangup]}")
        for lines in Self.impossible {
            let cassette = try Cassette(bytes: Cassette.file(lines))
            #expect(cassette.replay([flow]).mismatch != nil, "\(lines)")
            #expect(cassette.replay([]).mismatch != nil, "\(lines)")
        }
    }
}
