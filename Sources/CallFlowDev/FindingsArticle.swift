import FlowValidation
import SourceText

/// The reference of findings, from the rules and from what the readers report.
enum FindingsArticle {
    static let text = """
        # Findings

        Everything that `callflow lint` may say, why, and with which examples.

        An error is a document that cannot run as written; a warning, one that runs and is probably wrong; a hint is
        about style, or about a value that the environment may give. `«` and `»` mark what is reported.

        <!-- Written by `callflow-dev generate` from the rules in Sources/FlowValidation/Rules. -->

        \(Explanation.all.map(page).joined(separator: "\n"))
        """

    private static func page(_ finding: Explanation) -> String {
        let headline = "**\(finding.severity.rawValue)**: \(finding.summary)"
        var text = "## \(finding.id.name)\n\n\(headline)\n\n\(finding.why)\n"
        for (title, examples) in [("Reported", finding.bad), ("Not reported", finding.good)] {
            for example in examples {
                text += "\n\(title):\n\n```yaml\n\(withoutLastNewline(example))\n```\n"
            }
        }
        return text
    }

    private static func withoutLastNewline(_ text: String) -> Substring {
        text.last == "\n" ? text.dropLast() : text[...]
    }
}
