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
        ],
        contents: .oddURLs
    ) { context, findings in
        for use in context.oddURLs where use.hasOpenSecret {
            findings.report(
                "credentials are sent in clear text; use `https`", at: use.range, in: context.flow[use.step])
        }
    }
}
