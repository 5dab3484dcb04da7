/// A named text. What a document's positions refer to.
public struct SourceFile: Sendable, Hashable {
    /// As the user wrote it: a path, or `-` for standard input. Only for display.
    public let name: String
    /// The bytes as read; not necessarily valid UTF-8 (a finding says so).
    public let bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

    /// The text, with U+FFFD for whatever is not UTF-8.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of a range of this file; empty when the range is outside.
    public func text(in range: SourceRange) -> String {
        let lower = min(range.lower, bytes.count)
        return String(decoding: bytes[lower..<max(lower, min(range.upper, bytes.count))], as: UTF8.self)
    }
}
