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
    /// Too short to tell anything when they are but a part of a word: `shipping` has a `pin`.
    private static let shortWords: Set<String> = [
        "auth", "code", "jwt", "key", "otp", "pass", "pin", "pwd", "sig",
    ]
    /// What people run together with such a short word, and two that no other word has in it.
    private static let compounds = [
        "accesscode", "authcode", "jwt", "oauth", "passcode", "passphrase", "passwd", "pincode", "pwd",
    ]
    /// By a short word: those before it that make something of it which everybody may know, as in
    /// `country_code` and `publicKey`.
    private static let harmless: [String: Set<String>] = [
        "code": [
            "area", "color", "country", "currency", "error", "exit", "http", "lang", "language", "locale",
            "postal", "reason", "region", "response", "result", "status", "zip",
        ],
        "key": ["public"],
    ]

    /// Whether what stands under this name lets somebody in, as far as a name tells.
    package static func isNamed(by name: String) -> Bool {
        let name = name.lowercased()
        return words.contains(where: name.contains)
    }

    /// The same of a parameter of a URL, whose name may be short.
    package static func isParameter(named name: String) -> Bool {
        isNamed(by: name) || shortWords.contains(name.lowercased())
    }

    /// The same of a name that somebody gave to a value of their own, such as `db_pwd` or `doorCode`: a short
    /// word must be one of the name's words. One value too many that is masked does no harm, so that a word
    /// before it must be known to make it harmless.
    package static func mayBeNamed(by name: String) -> Bool {
        if isNamed(by: name) || compounds.contains(where: name.lowercased().contains) { return true }
        var previous = ""
        for word in NameWords(name) {
            let single = word.hasSuffix("s") ? String(word.dropLast()) : word
            if let short = [word, single].first(where: shortWords.contains),
                !(harmless[short]?.contains(previous) ?? false)
            {
                return true
            }
            previous = word
        }
        return false
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

/// The words of a name in lower case, however they are put together: `access_code`, `accessCode`, `API-Key`,
/// `pin2`.
private struct NameWords: Sequence, IteratorProtocol {
    private var rest: Substring

    init(_ name: String) { rest = name[...] }

    mutating func next() -> String? {
        rest = rest.drop { !$0.isLetter }
        guard var last = rest.first else { return nil }
        var end = rest.index(after: rest.startIndex)
        while end < rest.endIndex, rest[end].isLetter {
            let after = rest.index(after: end)
            if rest[end].isUppercase, last.isLowercase || isLowercase(rest[after...]) { break }
            last = rest[end]
            end = after
        }
        defer { rest = rest[end...] }
        return rest[..<end].lowercased()
    }

    /// Whether a word goes on in lower case: then its first letter ends an acronym before it (`APIKey`). One
    /// `s` is the plural of the acronym (`PINs`).
    private func isLowercase(_ text: Substring) -> Bool {
        guard let first = text.first, first.isLowercase else { return false }
        return first != "s" || text.dropFirst().first?.isLowercase ?? false
    }
}
