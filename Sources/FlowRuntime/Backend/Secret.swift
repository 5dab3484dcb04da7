/// Text that must not be seen: passwords, bearer tokens, digits of a prompt marked `sensitive`.
///
/// Redaction is by type: every description and every encoding of a `Secret` shows only that there is one.
/// Whoever really sends it to a phone system reads `revealed`.
public struct Secret: Sendable, Hashable {
    public let revealed: String
    public init(_ text: String) { revealed = text }
    /// What stands for every secret, whatever its length.
    public static let mask = "***"
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { Self.mask }
    public var debugDescription: String { Self.mask }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Codable {
    /// Reads what was written: a decoded secret is the mask, never the text.
    public init(from decoder: any Decoder) throws {
        revealed = try decoder.singleValueContainer().decode(String.self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Self.mask)
    }
}
