import NIOCore
import TestSupport
import Testing

@testable import WebSocketTransport

@Suite("The reader of frames")
struct FrameReaderTests {
    private typealias Incoming = FrameReader.Incoming

    private func read(
        _ bytes: [UInt8], limit: Int = 1000, by step: Int = .max
    ) throws(WebSocketViolation) -> [Incoming] {
        var reader = FrameReader(messageLimit: limit)
        var all: [Incoming] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            reader.append(ByteBuffer(bytes: rest.prefix(step)))
            rest = rest.dropFirst(step)
            while let next = try reader.next() { all.append(next) }
        }
        return all
    }

    private static let conversation =
        frame(.text, "one") + frame(.text, "") + frame(.ping, "p") + frame(.text, "tw", isLast: false)
        + frame(.pong, "q") + frame(.continuation, isLast: false) + frame(.continuation, "o")
        + frame(.binary, [1, 2], isLast: false) + frame(.continuation, [3])
        + frame(.text, String(repeating: "x", count: 126)) + frame(.text, String(repeating: "y", count: 300))
        + frame(.close, [3, 232] + Array("bye".utf8))

    @Test func `gives the same whatever way the bytes are cut`() throws {
        let whole = try read(Self.conversation)
        #expect(
            whole == [
                .text(Array("one".utf8)), .text([]), .ping(Array("p".utf8)), .pong,
                .text(Array("two".utf8)), .binary(bytes: 3), .text(Array(repeating: 120, count: 126)),
                .text(Array(repeating: 121, count: 300)), .close(code: 1000, reason: "bye"),
            ])
        for step in 1...Self.conversation.count { #expect(try read(Self.conversation, by: step) == whole) }
    }

    @Test func `reads lengths of all three forms, also where a shorter one would do`() throws {
        for count in [0, 1, 125, 126, 127, 65_535, 65_536, 70_000] {
            let payload = [UInt8](repeating: 7, count: count)
            #expect(try read(frame(.text, payload), limit: 70_000) == [.text(payload)])
        }
        #expect(try read([0x81, 126, 0, 1, 65]) == [.text([65])])
        #expect(try read([0x81, 127, 0, 0, 0, 0, 0, 0, 0, 1, 65]) == [.text([65])])
    }

    @Test func `refuses what servers must not send`() {
        let broken: [[UInt8]] = [
            [0x83, 0], [0x87, 0], [0x8B, 0], [0x8F, 0],  // codes that nothing has
            [0xC1, 0], [0xA1, 0], [0x91, 0], [0xF1, 0],  // bits of extensions that were not agreed on
            [0x81, 0x81, 1, 2, 3, 4, 5], [0x81, 0x80],  // masked
            [0x09, 0], [0x08, 0], [0x0A, 0],  // control frames in parts
            [0x89, 126, 0, 126], [0x88, 127, 0, 0, 0, 0, 0, 1, 0, 0],  // control frames too long
            frame(.continuation), frame(.continuation, "x", isLast: false),
            frame(.text, "a", isLast: false) + frame(.text, "b"),
            frame(.text, "a", isLast: false) + frame(.binary, "b"),
            frame(.binary, "a", isLast: false) + frame(.text, "b"),
            frame(.binary, "a", isLast: false) + frame(.binary, "b", isLast: false),
            frame(.text, "a") + frame(.continuation, "b"),
        ]
        for bytes in broken {
            let violation = #expect(throws: WebSocketViolation.self, "\(bytes)") { try read(bytes) }
            #expect(violation?.code == .protocolError, "\(bytes)")
        }
    }

    @Test func `refuses a message over the limit by its head`() throws {
        let part = [UInt8](repeating: 7, count: 6)
        #expect(try read(frame(.text, part + part), limit: 12) == [.text(part + part)])
        let broken: [[UInt8]] = [
            [0x81, 13], [0x82, 13], [0x81, 126, 1, 0], [0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0],
            [0x81, 127, 0x7F, 255, 255, 255, 255, 255, 255, 255],
            [0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255],
            frame(.text, part, isLast: false) + [0x80, 7],
            frame(.binary, part, isLast: false) + [0x80, 7],
            frame(.binary, part, isLast: false) + frame(.continuation, part, isLast: false) + [0x80, 1],
        ]
        for bytes in broken {
            let violation = #expect(throws: WebSocketViolation.self, "\(bytes)") {
                try read(bytes, limit: 12)
            }
            #expect(violation?.code == .tooLarge, "\(bytes)")
        }
    }

    @Test func `takes a close frame as it is, with or without a code`() throws {
        #expect(try read(frame(.close)) == [.close(code: nil, reason: "")])
        #expect(try read(frame(.close, [3])) == [.close(code: nil, reason: "")])
        #expect(try read(frame(.close, [255, 255])) == [.close(code: 65_535, reason: "")])
        #expect(try read(frame(.close, [3, 233, 0xFF])) == [.close(code: 1001, reason: "\u{FFFD}")])
    }

    @Test func `survives garbage`() {
        var random = SplitMix64(seed: 4)
        for round in 0..<10_000 {
            var bytes = Self.conversation
            for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            let step = 1 + random.below(bytes.count)
            do throws(WebSocketViolation) {
                let cut = try read(bytes, by: step)
                #expect(throws: Never.self, "seed 4, round \(round)") { try read(bytes) == cut }
            } catch {
                #expect(throws: error, "seed 4, round \(round)") { try read(bytes) }
            }
        }
    }
}

@Suite("The writer of frames")
struct FrameWriterTests {
    @Test func `masks every payload, whatever its length`() {
        for count in [0, 1, 3, 7, 8, 9, 17, 125, 126, 200, 65_535, 65_536] {
            let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            var written = ByteBuffer()
            written.writeFrame(.text, payload, maskedBy: UInt32(bigEndian: 0x1122_3344))
            let bytes = Array(written.readableBytesView)
            let head = bytes.count - count
            #expect(head == (count < 126 ? 6 : count < 65_536 ? 8 : 14))
            #expect(Array(bytes[(head - 4)..<head]) == [0x11, 0x22, 0x33, 0x44])
            let mask: [UInt8] = [0x11, 0x22, 0x33, 0x44]
            #expect((0..<count).allSatisfy { bytes[head + $0] ^ mask[$0 % 4] == payload[$0] })
        }
    }

    @Test func `takes another key for every frame`() {
        var keys = MaskKeys()
        // One pair of equal keys among a hundred comes about once in a million runs.
        #expect(Set((0..<100).map { _ in keys.next() }).count == 100)
    }
}
