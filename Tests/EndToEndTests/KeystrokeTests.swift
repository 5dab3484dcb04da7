import TestSupport
import Testing

@testable import CallFlowCommand

struct `Keystrokes` {
    private func decode(_ pieces: [UInt8]...) -> [Keystroke] {
        var decoder = KeystrokeDecoder()
        return pieces.flatMap { decoder.decode($0) }
    }

    @Test func `are characters, and the keys that have a meaning of their own`() {
        #expect(
            decode([0x34, 0x23, 0x0D, 0x7F, 0x08, 0x03, 0x04, 0x1A]) == [
                .character("4"), .character("#"), .enter, .backspace, .backspace, .interrupt, .endOfInput,
                .suspend,
            ])
    }

    @Test func `arrows and function keys are none, a lone escape is one`() {
        #expect(decode([0x1B]) == [.escape])
        #expect(decode([0x1B, 0x5B, 0x41, 0x35]) == [.character("5")])
        #expect(decode([0x1B, 0x4F, 0x50, 0x35]) == [.character("5")])
        #expect(decode([0x1B, 0x5B, 0x31, 0x35, 0x7E]) == [])
        #expect(decode([0x1B, 0x5B, 0x31]) == [])
    }

    @Test func `of several bytes may come in pieces`() {
        #expect(decode([0xC3], [0xA9]) == [.character("é")])
        #expect(decode([0xF0, 0x9F], [0x91], [0x8B, 0x34]) == [.character("👋"), .character("4")])
    }

    @Test func `ignore what is no UTF-8 and what has no meaning`() {
        #expect(decode([0xFF, 0x34]) == [.character("4")])
        #expect(decode([0xC3, 0x34]) == [.character("4")])
        #expect(decode([0x00, 0x01, 0x1F]) == [])
    }

    @Test func `of any bytes in any pieces never trap`() {
        var random = SplitMix64(seed: 20_260_101)
        for _ in 0..<2_000 {
            var decoder = KeystrokeDecoder()
            for _ in 0..<3 {
                let bytes = (0..<Int(random.next() % 8)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                #expect(decoder.decode(bytes).count <= bytes.count + 3, "seed 20260101")
            }
        }
    }
}
