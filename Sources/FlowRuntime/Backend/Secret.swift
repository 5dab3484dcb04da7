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

extension Secret {
    /// Whether what stands under this name lets somebody in, as far as a name tells: header fields (RFC 9110
    /// §11, RFC 6265), members of answers (RFC 6749 §5.1), and the words of those who make up more.
    package static func isNamed(by name: String) -> Bool {
        let name = name.lowercased()
        return [
            "authorization", "authenticate", "x-auth", "cookie", "token", "secret", "password", "api-key",
            "apikey", "api_key", "credential", "session", "signature",
        ]
        .contains { name.contains($0) }
    }
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
