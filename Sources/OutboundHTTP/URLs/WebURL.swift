import FlowRuntime

/// An http or https URL, read once: what is checked here is what is connected to and what is sent.
///
/// Readers of URLs disagree about odd ones, and such gaps are how checks are passed. So only plain ones are
/// taken; numbers that other readers take for IPv4 addresses (`2130706433`, `0x7f.1`, `0177.0.0.1`) are read
/// as the addresses they mean, and all else that is odd is refused.
package struct WebURL: Sendable, Hashable {
    /// What may be spoken.
    enum Scheme: String, Sendable, Hashable {
        case http, https
        var port: Int {
            switch self {
            case .http: 80
            case .https: 443
            }
        }
    }
    /// Who is meant.
    package enum Host: Sendable, Hashable {
        /// In lower case, without a dot at the end.
        case name(String)
        case address(IPAddress)
    }
    /// Why a text is no URL that we take; never quotes the text, which may hold secrets.
    struct Mistake: Error, Hashable {
        let sentence: String
        init(_ sentence: String) { self.sentence = sentence }
    }

    var scheme: Scheme
    var authority: Authority
    /// Path and query, escaped; never empty.
    var target: String

    /// The longest URL; servers take 8 KB or less.
    static let byteLimit = 16_384

    var host: Host { authority.host }
    var port: Int { authority.port ?? scheme.port }

    init(_ text: String) throws(Mistake) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.byteLimit else { throw Mistake("the URL is too long") }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let scheme = Scheme(rawValue: String(decoding: bytes[..<colon], as: UTF8.self).lowercased())
        else { throw Mistake("the URL is neither http nor https") }
        guard bytes[(colon + 1)...].starts(with: "//".utf8) else { throw Mistake("the URL has no host") }
        let rest = bytes[(colon + 3)...]
        let end = rest.firstIndex { "/?#\\".utf8.contains($0) } ?? rest.endIndex
        // Some readers take a backslash for a slash, others for a part of a password.
        guard end == rest.endIndex || rest[end] != UInt8(ascii: "\\") else {
            throw Mistake("the URL has a backslash in its host")
        }
        self.scheme = scheme
        authority = try Authority(reading: rest[..<end])
        target = Self.target(rest[end...])
    }

    /// As in a `Host` header: the port only when it is not the scheme's own.
    var hostText: String {
        let isUsual = port == scheme.port
        switch host {
        case .name(let name): return isUsual ? name : "\(name):\(port)"
        case .address(let address):
            let text = address.family == .v4 ? "\(address)" : "[\(address)]"
            return isUsual ? text : "\(text):\(port)"
        }
    }

    /// Scheme, host and port: what credentials are for.
    func sharesOrigin(with other: WebURL) -> Bool {
        (scheme, host, port) == (other.scheme, other.host, other.port)
    }

    /// Path and query of what follows the authority, without the fragment. What may not stand in a request
    /// line is escaped, line breaks too.
    static func target(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            if byte == UInt8(ascii: "#") { break }
            if text.isEmpty, byte != UInt8(ascii: "/") { text.append(UInt8(ascii: "/")) }
            if (0x21...0x7E).contains(byte), !"\"<>\\^`{|}".utf8.contains(byte) {
                text.append(byte)
            } else {
                text += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
            }
        }
        return text.isEmpty ? "/" : String(decoding: text, as: UTF8.self)
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
