/// Appends values to bytes, in the compact form that journals keep.
///
/// Whole numbers are little-endian groups of seven bits (LEB128), signed ones zigzag before that; a text is
/// its length and its UTF-8. A type says what its fields are by `JournalCoded`.
struct ByteWriter: FieldCoder {
    typealias Failure = Never

    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    var count: Int { bytes.count }

    /// Gives away what was written, and begins anew.
    mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Drops what was written after the first bytes.
    mutating func cut(to count: Int) { bytes.removeSubrange(count...) }

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    mutating func unsigned(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func signed(_ number: Int64) {
        unsigned(UInt64(bitPattern: number << 1) ^ UInt64(bitPattern: number >> 63))
    }

    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            unsigned(UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    mutating func add(_ value: some JournalCoded) { value.write(to: &self) }

    mutating func field(_ value: inout some JournalCoded) { value.write(to: &self) }
}
