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
            the internet knows; with a self-hosted phone system, allow the finding. A `request` comes from \
            the machine on which `callflow` runs, which refuses private addresses unless `requests.allow` of \
            the project file names the host: name it there, and allow the finding.
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
        ],
        contents: .oddURLs
    ) { context, findings in
        for use in context.oddURLs {
            guard let host = use.localHost else { continue }
            findings.report(
                "`\(host.shown)` is not reachable from outside its own network", at: use.range,
                in: context.flow[use.step])
        }
    }
}
