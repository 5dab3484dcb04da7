/// `encodeURIComponent` and `decodeURIComponent`.
enum URIComponent {
    /// Nil when the text has a lone surrogate.
    static func encoded(_ text: Text) -> Text? {
        let bytes = Array(text.string.utf8)
        guard text == Text(text.string) else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for byte in bytes {
            if isPlain(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return Text(String(decoding: result, as: UTF8.self))
    }

    /// Nil when an escape is not two digits or the escapes are not UTF-8.
    static func decoded(_ text: Text) -> Text? {
        guard text == Text(text.string) else { return text.units.contains(0x25) ? nil : text }
        let bytes = Array(text.string.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var offset = 0
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "%") {
                guard let byte = HexDigits.number(bytes, at: offset + 1, count: 2) else { return nil }
                result.append(UInt8(truncatingIfNeeded: byte))
                offset += 3
            } else {
                result.append(bytes[offset])
                offset += 1
            }
        }
        return String(validating: result, as: UTF8.self).map { Text($0) }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case _: "-_.!~*'()".utf8.contains(byte)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : UInt8(ascii: "A") + value - 10
    }
}
