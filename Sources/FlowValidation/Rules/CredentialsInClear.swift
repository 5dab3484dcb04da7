import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let credentialsInClear = LintRule(
        id: "credentials-in-clear", severity: .warning,
        summary: "A user and password, or an `Authorization` header, sent over plain `http`.",
        why: "Everybody on the way can read them. Use `https`.",
        bad: [
            """
            main:
              - request:
                  url: «http://example.com/orders»
                  method: GET
                  headers: {Authorization: "Bearer ${envs.token}"}
            """,
            """
            main:
              - play: «http://ann:secret@example.com/hello.mp3»
            """,
        ],
        good: [
            """
            main:
              - request: {url: "https://ann:secret@example.com/orders", method: GET}
              - play: http://example.com/hello.mp3
            """
        ]
    ) { context, findings in
        for use in context.urls where PlainURL.isInClear(use.url.string) {
            guard use.hasSecret || PlainURL.hasUser(use.url.string) else { continue }
            findings.report(
                "credentials are sent in clear text; use `https`", at: use.range, in: context.flow[use.step])
        }
    }
}

private enum PlainURL {
    static func isInClear(_ url: String) -> Bool {
        var url = url
        return url.withUTF8 { $0.count > 5 && $0[4] == UInt8(ascii: ":") && $0.starts(with: "http://".utf8) }
    }

    /// Whether `user@` stands before the host.
    static func hasUser(_ url: String) -> Bool {
        url.utf8.dropFirst(7).prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }.contains(
            UInt8(ascii: "@"))
    }
}
