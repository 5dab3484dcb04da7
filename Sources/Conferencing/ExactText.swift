/// Text that is equal only byte for byte: the key of a room and the settings that later joins are compared
/// with.
///
/// Swift's `String` calls a composed and a decomposed "é" equal; two names that a carrier tells apart must
/// not meet in one room (design §2.2).
package struct ExactText: Sendable {
    /// The text for display and for the wire.
    package let string: String

    package init(_ string: String) { self.string = string }
}

extension ExactText: Hashable {
    package static func == (left: ExactText, right: ExactText) -> Bool {
        left.string.utf8.elementsEqual(right.string.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in string.utf8 { hasher.combine(byte) }
        hasher.combine(UInt8.max)  // never a byte of UTF-8: keeps "ab", "c" apart from "a", "bc"
    }
}

extension ExactText: Codable {
    package init(from decoder: any Decoder) throws {
        string = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(string)
    }
}

extension ExactText: ExpressibleByStringLiteral, CustomStringConvertible {
    package init(stringLiteral value: String) { self.init(value) }
    package var description: String { string }
}
