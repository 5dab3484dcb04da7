import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let localHost = LintRule(
        id: "local-host", severity: .warning,
        summary: "A URL of this machine or of a private network.",
        why: """
            The phone system fetches the URL, not the machine on which the flow was written: `localhost`, `10.…`, \
            `192.168.…` and names without a dot lead it nowhere, or to itself. Use an address that the internet knows; \
            with a self-hosted phone system, allow the finding.
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
        for index in context.flow.steps.indices {
            let step = context.flow.steps[index]
            step.action.forEachURL { url, range, _ in
                guard let host = LocalHost.name(in: url.string) else { return }
                findings.report("`\(host.shown)` is not reachable from outside its own network", at: range, in: step)
            }
        }
    }
}

private enum LocalHost {
    /// The host, if it is a local one. Looks at the first byte of the host before anything else.
    static func name(in url: String) -> String? {
        guard let start = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        var rest = url[start...].dropFirst(3)
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        let host = rest.hasPrefix("[") ? rest.prefix { $0 != "]" }.dropFirst() : rest.prefix { $0 != ":" }
        return isLocal(host) ? String(host) : nil
    }

    private static func isLocal(_ host: Substring) -> Bool {
        guard !host.isEmpty else { return false }
        if host == "::1" || host.hasSuffix(".local") || host.hasSuffix(".localhost") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        if parts.count == 1 { return host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } }
        guard parts.count == 4, let first = UInt8(parts[0]), let second = UInt8(parts[1]), UInt8(parts[2]) != nil,
            UInt8(parts[3]) != nil
        else { return false }
        switch (first, second) {
        case (10, _), (127, _), (192, 168), (172, 16...31), (169, 254), (0, _): return true
        default: return false
        }
    }
}
