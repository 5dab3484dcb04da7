/// Text as JavaScript sees it: compared, hashed and indexed by code units.
///
/// Swift's `String` calls `"é"` and `"e\u{301}"` equal and cannot hold a lone surrogate; both would make a
/// flow decide otherwise than the expression language says (design §2.2, §3.4). Text is UTF-8 inside unless
/// it holds a lone surrogate, which only cutting through a pair can make.
public struct Text: Sendable {
    /// For display and for the wire; a lone surrogate becomes U+FFFD.
    public var string: String

    public init(_ string: String) { self.string = string }
    public var isEmpty: Bool { string.isEmpty }
}

extension Text: Hashable {
    public static func == (left: Text, right: Text) -> Bool {
        left.string.utf8.elementsEqual(right.string.utf8)
    }
    public func hash(into hasher: inout Hasher) {
        for byte in string.utf8 { hasher.combine(byte) }
    }
}

extension Text: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) { self.init(value) }
    public var description: String { string }
}
