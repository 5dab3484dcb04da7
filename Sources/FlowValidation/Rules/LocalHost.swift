import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let localHost = LintRule(
        id: "local-host", severity: .warning,
        summary: "A URL of this machine or of a private network.",
        why: """
            The phone system fetches the URL, not the machine on which the flow was written: `localhost`, \
            `10.…`, `192.168.…` and names without a dot lead it nowhere, or to itself. Use an address that \
            the internet knows; with a self-hosted phone system, allow the finding.
            """,
        bad: [
            """
            main:
              - request: {url: «"http://localhost:8080/orders"», method: GET}
              - play: «http://192.168.1.20/hello.mp3»
            """
        ],
        good: [
            """
            main:
              - request: {url: "https://example.com/orders", method: GET}
              - play: "https://${envs.host}/hello.mp3"
            """
        ]
    ) { context, findings in
        for use in context.urls {
            guard let host = LocalHost.name(in: use.url.string) else { continue }
            findings.report(
                "`\(host.shown)` is not reachable from outside its own network", at: use.range,
                in: context.flow[use.step])
        }
    }
}

private enum LocalHost {
    /// The host, if it is a local one.
    static func name(in url: String) -> String? {
        var url = url
        return url.withUTF8 { bytes in
            host(in: bytes).flatMap { isLocal($0) ? String(decoding: $0, as: UTF8.self) : nil }
        }
    }

    /// The host's bytes; the address alone when it stands in brackets.
    private static func host(in bytes: UnsafeBufferPointer<UInt8>) -> Bytes? {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let start = min(colon + 3, bytes.count)
        let end = bytes[start...].firstIndex {
            $0 == slash || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#")
        }
        var host = bytes[start..<(end ?? bytes.count)]
        if let at = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(at + 1)...] }
        if host.first == UInt8(ascii: "[") {
            return host.dropFirst().prefix { $0 != UInt8(ascii: "]") }
        }
        return host.prefix { $0 != UInt8(ascii: ":") }
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    /// A name without a dot, a name of the local network, or a private address. Public names, which nearly all are,
    /// are told by their last label alone.
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
