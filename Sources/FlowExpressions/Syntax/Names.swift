/// Identifiers, by the bytes of a text.
enum Names {
    /// The length in bytes of the identifier at the start of a range; 0 when there is none.
    static func length(_ bytes: Bytes, _ range: Range<Int>, isStart: Bool = true, dashes: Bool = false)
        -> Int
    {
        var offset = range.lowerBound
        var isFirst = isStart
        while offset < range.upperBound {
            let byte = bytes[offset]
            if byte < 0x80 {
                guard isPart(byte, isFirst: isFirst) || dashes && !isFirst && byte == UInt8(ascii: "-") else {
                    break
                }
                offset += 1
            } else {
                guard let (scalar, width) = scalar(bytes, offset..<range.upperBound) else { break }
                guard isPart(scalar, isFirst: isFirst) else { break }
                offset += width
            }
            isFirst = false
        }
        return offset - range.lowerBound
    }

    /// Whether a text is nothing but an identifier in ASCII.
    static func isPlain(_ text: Bytes) -> Bool {
        guard let first = text.first, isPart(first, isFirst: true) else { return false }
        return text.allSatisfy { isPart($0, isFirst: false) }
    }

    private static func isPart(_ byte: UInt8, isFirst: Bool) -> Bool {
        let isLetter = (byte | 0x20) &- 0x61 < 26
        return isLetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
            || byte &- 0x30 < 10 && !isFirst
    }

    /// Apart from the loop above, which would make room for the properties even where all is ASCII.
    @inline(never)
    private static func isPart(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        isFirst ? scalar.properties.isIDStart : scalar.properties.isIDContinue
    }

    /// The character at the start of a range of UTF-8, and its width in bytes.
    static func scalar(_ bytes: Bytes, _ range: Range<Int>) -> (scalar: Unicode.Scalar, width: Int)? {
        guard let first = range.first.map({ bytes[$0] }) else { return nil }
        let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard range.count >= width else { return nil }
        var value = UInt32(width == 1 ? first : first & (0xFF >> UInt8(width + 1)))
        for byte in bytes[range.lowerBound + 1..<range.lowerBound + width] {
            value = value << 6 | UInt32(byte & 0x3F)
        }
        return Unicode.Scalar(value).map { ($0, width) }
    }
}
