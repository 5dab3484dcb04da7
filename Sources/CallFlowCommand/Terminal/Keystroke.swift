/// One key of the terminal.
enum Keystroke: Hashable {
    /// A printable character.
    case character(Character)
    case enter, backspace, escape
    /// Ctrl-C: away, at once.
    case interrupt
    /// Ctrl-D: no more input.
    case endOfInput
    /// Ctrl-Z.
    case suspend
}

/// Turns what a terminal sends into keystrokes; a character or a sequence may arrive in pieces.
struct KeystrokeDecoder {
    /// The begin of a UTF-8 character whose rest has not come yet. Three bytes at most.
    private var pending: [UInt8] = []

    /// Control sequences (arrow and function keys) are left out; a lone ESC is the escape key.
    mutating func decode(_ bytes: [UInt8]) -> [Keystroke] {
        var strokes: [Keystroke] = []
        var rest = pending + bytes
        pending = []
        while let first = rest.first {
            if first == 0x1B {
                let length = Self.sequenceLength(rest)
                if length == 1 { strokes.append(.escape) }
                rest.removeFirst(length)
            } else if first < 0x80 {
                if let stroke = Self.ascii(first) { strokes.append(stroke) }
                rest.removeFirst()
            } else if let length = Self.characterLength(rest) {
                let text = String(decoding: rest.prefix(length), as: UTF8.self)
                if length > 1 { strokes += text.map(Keystroke.character) }
                rest.removeFirst(length)
            } else {
                pending = rest
                rest = []
            }
        }
        return strokes
    }

    private static func ascii(_ byte: UInt8) -> Keystroke? {
        switch byte {
        case 0x03: .interrupt
        case 0x04: .endOfInput
        case 0x1A: .suspend
        case 0x0A, 0x0D: .enter
        case 0x08, 0x7F: .backspace
        case 0x20...0x7E: .character(Character(UnicodeScalar(byte)))
        case _: nil
        }
    }

    /// Bytes of the sequence that begins with ESC: 1 for the key itself.
    private static func sequenceLength(_ bytes: [UInt8]) -> Int {
        guard bytes.count > 1 else { return 1 }
        if bytes[1] == UInt8(ascii: "O") { return min(3, bytes.count) }
        guard bytes[1] == UInt8(ascii: "[") else { return 1 }
        let last = bytes.dropFirst(2).firstIndex { (0x40...0x7E).contains($0) }
        return last.map { $0 + 1 } ?? bytes.count
    }

    /// Bytes of the character at the begin: 1 for what is not UTF-8, `nil` when its rest has not come.
    private static func characterLength(_ bytes: [UInt8]) -> Int? {
        let length =
            switch bytes[0] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            case _: 1
            }
        let tail = bytes.dropFirst().prefix(length - 1)
        guard tail.allSatisfy({ $0 & 0xC0 == 0x80 }) else { return 1 }
        return tail.count == length - 1 ? length : nil
    }
}
