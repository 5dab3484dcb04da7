import FlowExpressions

/// Reads what `ByteWriter` wrote. Whatever else the bytes are, it ends with an error, never with a trap, and
/// never takes more memory than a few times the bytes.
struct ByteReader: FieldCoder {
    typealias Failure = JournalDamage

    private let bytes: [UInt8]
    private(set) var position = 0
    /// How deep the value being read is nested.
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    func damage(_ message: String) -> JournalDamage { JournalDamage(message, at: position) }

    mutating func byte() throws(JournalDamage) -> UInt8 {
        guard position < bytes.count else { throw damage("it ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func unsigned() throws(JournalDamage) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            guard shift < 63 || byte <= 1 else { throw damage("a number is too large") }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
    }

    mutating func signed() throws(JournalDamage) -> Int64 {
        let folded = try unsigned()
        return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
    }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(JournalDamage) -> T {
        guard let number = T(exactly: try signed()) else { throw damage("a number is too large") }
        return number
    }

    /// How many elements follow: each has a byte at least, so that no number of them can ask for more memory
    /// than the bytes explain.
    mutating func count() throws(JournalDamage) -> Int {
        let number = try unsigned()
        guard number <= UInt64(bytes.count - position) else { throw damage("it ends too early") }
        return Int(number)
    }

    mutating func text() throws(JournalDamage) -> String {
        let count = try count()
        defer { position += count }
        guard let text = String(validating: bytes[position..<position + count], as: UTF8.self) else {
            throw damage("a text is not UTF-8")
        }
        return text
    }

    /// Reads what is nested in a value; deeper than any value may be is damage.
    mutating func nested<T>(
        _ body: (inout ByteReader) throws(JournalDamage) -> T
    ) throws(JournalDamage) -> T {
        guard depth < Value.depthLimit else { throw damage("a value is nested too deep") }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    mutating func next<T: JournalCoded>(_ type: T.Type = T.self) throws(JournalDamage) -> T {
        try T(from: &self)
    }

    mutating func field<T: JournalCoded>(_ value: inout T) throws(JournalDamage) {
        value = try T(from: &self)
    }
}

/// Bytes of a journal that say nothing that this program could have written.
struct JournalDamage: Error, Sendable, Hashable {
    /// In the user's words, lower case, no full stop.
    var message: String
    /// An offset into the bytes that were read.
    var offset: Int

    init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }
}
