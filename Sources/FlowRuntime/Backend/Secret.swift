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

// What tells a secret by its name.
extension Secret {
    /// Words of names of header fields (RFC 9110 §11, RFC 6265), of members of answers (RFC 6749 §5.1), and
    /// of those who make up more.
    private static let words = [
        "authorization", "authenticate", "x-auth", "cookie", "token", "secret", "password", "api-key",
        "apikey", "api_key", "credential", "session", "signature",
    ]
    /// Too short to tell anything when they are but a part of a name: `shipping` has a `pin`.
    private static let shortWords = ["auth", "code", "jwt", "key", "pass", "pin", "pwd", "sig"]

    /// Whether what stands under this name lets somebody in, as far as a name tells.
    package static func isNamed(by name: String) -> Bool {
        let name = name.lowercased()
        return words.contains(where: name.contains)
    }

    /// The same of a parameter of a URL, whose name may be short.
    package static func isParameter(named name: String) -> Bool {
        isNamed(by: name) || shortWords.contains(name.lowercased())
    }

    /// The same of a name that somebody gave to a value of their own, such as `db_pwd`: one value too many
    /// that is masked does no harm.
    package static func mayBeNamed(by name: String) -> Bool {
        let name = name.lowercased()
        return isNamed(by: name) || shortWords.contains(where: name.contains)
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
