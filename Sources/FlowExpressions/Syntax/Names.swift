/// A text in UTF-8, lent for as long as it is read: what reads it keeps no reference to it.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension Bytes {
    /// The text of a range of it.
    func string(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: self[range]), as: UTF8.self)
    }
}

extension String {
    /// The bytes in place; a copy only for the rare text that is not stored as UTF-8.
    @inline(__always)
    func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }
}

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
                let properties = scalar.properties
                guard isFirst ? properties.isIDStart : properties.isIDContinue else { break }
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
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "$"): true
        case 0x30...0x39: !isFirst
        case _: false
        }
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
