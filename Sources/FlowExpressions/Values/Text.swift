/// Text as JavaScript sees it: compared, hashed and indexed by UTF-16 code units.
///
/// Swift's `String` calls `"é"` and `"e\u{301}"` equal and cannot hold a lone surrogate; both would make a
/// flow decide otherwise than the expression language says (design §2.2, §3.4).
public struct Text: Sendable {
    /// Invariant: `utf16` is used only when a lone surrogate is present, which only cutting through a pair or
    /// an escape such as `'\ud800'` can make. So equal texts always have the same form.
    private enum Storage: Sendable {
        case utf8(String)
        case utf16([UInt16])
    }

    private var storage: Storage

    public init(_ string: String) { storage = .utf8(string) }

    public init(_ string: Substring) { storage = .utf8(String(string)) }

    /// Text of UTF-16 code units, of which any may be a lone surrogate.
    public init(units: [UInt16]) {
        if let string = String(validating: units, as: UTF16.self) {
            storage = .utf8(string)
        } else {
            storage = .utf16(units)
        }
    }

    /// For display and for the wire; a lone surrogate becomes U+FFFD.
    public var string: String {
        switch storage {
        case .utf8(let string): string
        case .utf16(let units): String(decoding: units, as: UTF16.self)
        }
    }

    public var isEmpty: Bool {
        switch storage {
        case .utf8(let string): string.isEmpty
        case .utf16(let units): units.isEmpty
        }
    }

    /// The length in UTF-16 code units: JavaScript's `length`. At once for ASCII.
    public var unitCount: Int {
        switch storage {
        case .utf8(let string): string.utf16.count
        case .utf16(let units): units.count
        }
    }

    /// The length in bytes of memory, found at once: for quick comparisons and for what an operation costs.
    package var byteCount: Int {
        switch storage {
        case .utf8(let string): string.utf8.count
        case .utf16(let units): units.count * 2
        }
    }

    /// The bytes of UTF-8 in place; nil for the rare text that is not stored so.
    @inline(__always)
    func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        switch storage {
        case .utf8(let string): string.utf8.withContiguousStorageIfAvailable(body)
        case .utf16: nil
        }
    }

    /// The code units, as a copy.
    public var units: [UInt16] {
        switch storage {
        case .utf8(let string): Array(string.utf16)
        case .utf16(let units): units
        }
    }

    /// The code unit at an offset, which must be inside the text.
    package func unit(at offset: Int) -> UInt16 {
        switch storage {
        case .utf8(let string):
            let view = string.utf16
            return view[view.index(view.startIndex, offsetBy: offset)]
        case .utf16(let units): return units[offset]
        }
    }

    /// The code units of a range inside the text; cutting through a surrogate pair leaves its half.
    package func slice(_ range: Range<Int>) -> Text {
        switch storage {
        case .utf8(let string):
            let view = string.utf16
            let lower = view.index(view.startIndex, offsetBy: range.lowerBound)
            let upper = view.index(lower, offsetBy: range.count)
            let scalars = string.unicodeScalars
            if lower.samePosition(in: scalars) != nil, upper.samePosition(in: scalars) != nil {
                return Text(string[lower..<upper])
            }
            return Text(units: Array(view[lower..<upper]))
        case .utf16(let units): return Text(units: Array(units[range]))
        }
    }

    /// Joined without looking inside, except that two halves of a pair become one character.
    public static func + (left: Text, right: Text) -> Text {
        if case .utf8(let head) = left.storage, case .utf8(let tail) = right.storage {
            return Text(head + tail)
        }
        return Text(units: left.units + right.units)
    }

    public static func += (left: inout Text, right: Text) {
        if case .utf8(var head) = left.storage, case .utf8(let tail) = right.storage {
            left.storage = .utf8("")  // so that `head` is the only owner and can grow in place
            head += tail
            left.storage = .utf8(head)
        } else {
            left = left + right
        }
    }
}

extension Text: Hashable {
    public static func == (left: Text, right: Text) -> Bool {
        switch (left.storage, right.storage) {
        case (.utf8(let left), .utf8(let right)):
            // Most comparisons look for a name among others, and end at the length.
            left.utf8.count == right.utf8.count && left.hasSameBytes(as: right)
        case (.utf16(let left), .utf16(let right)): left == right
        case (.utf8, .utf16), (.utf16, .utf8): false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch storage {
        case .utf8(var string): string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .utf16(let units): hasher.combine(units)
        }
    }
}

extension Text: Comparable {
    /// By code units, as JavaScript's `<` orders strings; a character beyond U+FFFF sorts before U+E000.
    public static func < (left: Text, right: Text) -> Bool {
        switch (left.storage, right.storage) {
        case (.utf8(let left), .utf8(let right)): left.utf16.lexicographicallyPrecedes(right.utf16)
        case (.utf8, .utf16), (.utf16, .utf8), (.utf16, .utf16):
            left.units.lexicographicallyPrecedes(right.units)
        }
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) { self.init(value) }
    public var description: String { string }
}

extension Text: Codable {
    /// A plain string. A lone surrogate is written as U+FFFD: no coder of the platform can carry it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(string)
    }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }
}

extension [Text] {
    /// The first place of a text. Compares in place, so that looking for a name among a few is cheap.
    package func firstPlace(of text: Text) -> Int? {
        let place: Int?? = text.withUTF8 { wanted in
            indices.first { self[$0].withUTF8 { $0.count == wanted.count && sameBytes($0, wanted) } ?? false }
        }
        return place ?? firstIndex(of: text)
    }
}

extension String {
    /// Equality of UTF-8 bytes, never canonical equivalence, of strings of the same length.
    fileprivate func hasSameBytes(as other: String) -> Bool {
        let (left, right) = (utf8, other.utf8)
        // In place: a mutable copy for `withUTF8` counts references.
        return left.withContiguousStorageIfAvailable { left in
            right.withContiguousStorageIfAvailable { right in sameBytes(left, right) }
        }.flatMap(\.self) ?? left.elementsEqual(right)
    }
}

/// Compares two buffers of the same length, eight bytes at a time.
private func sameBytes(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    let (left, right) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
    var offset = 0
    while offset + 8 <= left.count {
        let word = left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        if word != right.loadUnaligned(fromByteOffset: offset, as: UInt64.self) { return false }
        offset += 8
    }
    while offset < left.count {
        if left[offset] != right[offset] { return false }
        offset += 1
    }
    return true
}
