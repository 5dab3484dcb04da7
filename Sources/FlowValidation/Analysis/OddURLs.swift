import FlowExpressions
import FlowModel
import SourceText
import YAMLTree

/// A literal URL with which something may be wrong.
struct OddURL {
    let step: StepID
    let range: SourceRange
    /// Credentials are sent to it without encryption.
    let hasOpenSecret: Bool
    /// Its host, when that is of this machine or of a private network.
    let localHost: String?
}

extension Flow {
    /// The URLs worth a second look; nearly always none.
    var oddURLs: [OddURL] {
        var found: [OddURL] = []
        for index in steps.indices where steps[index].contents.holds(.oddURLs) {
            steps[index].action.forEachURL { url, range, hasSecret in
                let url = url.string
                let hasOpenSecret = PlainURL.isInClear(url) && (hasSecret || PlainURL.hasUser(url))
                let localHost = LocalHost.name(in: url)
                guard hasOpenSecret || localHost != nil else { return }
                found.append(
                    OddURL(
                        step: StepID(index), range: range, hasOpenSecret: hasOpenSecret, localHost: localHost)
                )
            }
        }
        return found
    }
}

enum PlainURL {
    static func isInClear(_ url: String) -> Bool {
        var url = url
        // Nearly all are `https`, which the fifth byte tells.
        return url.withUTF8 { $0.count > 5 && $0[4] == UInt8(ascii: ":") && $0.starts(with: "http://".utf8) }
    }

    /// Whether `user@` stands before the host.
    static func hasUser(_ url: String) -> Bool {
        url.utf8.dropFirst(7).prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }.contains(
            UInt8(ascii: "@"))
    }
}

enum LocalHost {
    /// The host, if it is a local one.
    static func name(in url: String) -> String? {
        var url = url
        return url.withUTF8 { bytes in
            host(in: bytes).flatMap { isLocal($0) ? String(decoding: $0, as: UTF8.self) : nil }
        }
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    /// The host's bytes; the address alone when it stands in brackets.
    private static func host(in bytes: UnsafeBufferPointer<UInt8>) -> Bytes? {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let rest = bytes[min(colon + 3, bytes.count)...]
        var host = rest.prefix { $0 != slash && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        if let at = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(at + 1)...] }
        guard host.first == UInt8(ascii: "[") else { return host.prefix { $0 != UInt8(ascii: ":") } }
        return host.dropFirst().prefix { $0 != UInt8(ascii: "]") }
    }

    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    /// A name without a dot, a name of the local network, or a private address. Public names, which nearly
    /// all are, are told by their last label alone.
    private static func isLocal(_ host: Bytes) -> Bool {
        if host.contains(UInt8(ascii: ":")) { return host.elementsEqual("::1".utf8) }
        guard let last = host.last, let lastDot = host.lastIndex(of: dot) else {
            return !host.isEmpty && host.allSatisfy(isNameByte)
        }
        if last &- UInt8(ascii: "0") < 10 { return isPrivateAddress(host) }
        let label = host[lastDot...]
        return label.elementsEqual(".local".utf8) || label.elementsEqual(".localhost".utf8)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-")
    }

    private static func isPrivateAddress(_ host: Bytes) -> Bool {
        let parts = host.split(separator: dot, omittingEmptySubsequences: false).map {
            UInt8(String(decoding: $0, as: UTF8.self))
        }
        guard parts.count == 4, let first = parts[0], let second = parts[1], parts[2] != nil, parts[3] != nil
        else {
            return false
        }
        switch (first, second) {
        case (10, _), (127, _), (192, 168), (172, 16...31), (169, 254), (0, _): return true
        case _: return false
        }
    }
}
