package import SourceText

/// The page of a finding, as `callflow explain ID` prints it.
package struct Explanation: Sendable {
    package let id: Finding.ID
    /// The usual severity; a finding may be milder where it is less certain.
    package let severity: Finding.Severity
    package let summary: String
    package let why: String
    /// Documents, or sections alone, with the finding at the «marked» place; may be empty.
    package let bad: [String]
    package let good: [String]

    init(
        _ id: Finding.ID, _ severity: Finding.Severity, _ summary: String, _ why: String, bad: [String] = [],
        good: [String] = []
    ) {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.why = why
        self.bad = bad
        self.good = good
    }

    private init(_ rule: LintRule) {
        self.init(rule.id, rule.severity, rule.summary, rule.why, bad: rule.bad, good: rule.good)
    }

    /// Every finding there is, by name.
    package static let all: [Explanation] =
        (LintRule.all.map(Explanation.init) + ofYAML + ofDocuments + ofParameters + ofExpressions + ofLinting)
        .sorted { $0.id.name < $1.id.name }

    private static let pages = Dictionary(
        all.map { ($0.id.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The page of a finding; `nil` for a name that no finding has.
    package static func page(_ id: String) -> Explanation? { pages[id] }

    /// The name that was probably meant.
    package static func nearestID(to id: String) -> String? { nearest(to: id, among: all.map(\.id.name)) }

    /// The page as text: a headline, the reason, and examples.
    package var text: String {
        var lines = ["\(id.name) (\(severity.rawValue))", "", summary, "", why]
        for (title, examples) in [("Reported:", bad), ("Not reported:", good)] where !examples.isEmpty {
            for example in examples {
                lines += ["", title, ""]
                lines += example.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
            }
        }
        if severity != .error {
            lines += [
                "", "To allow it in one place, write there `# callflow: allow \(id.name)` and the reason.",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
