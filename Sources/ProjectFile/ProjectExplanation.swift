package import SourceText

/// The page of a finding in a project file, as `callflow explain ID` prints it.
package struct ProjectExplanation: Sendable {
    package let id: Finding.ID
    package let summary: String
    /// The usual severity: that of the first example.
    package let severity: Finding.Severity
    private let why: String
    /// Files with the finding at the «marked» places.
    package let bad: [String]
    /// The same, as it is meant.
    package let good: [String]

    init(
        _ id: Finding.ID, _ severity: Finding.Severity, _ summary: String, _ why: String, bad: [String],
        good: [String] = []
    ) {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.why = why
        self.bad = bad
        self.good = good
    }

    /// The page as text: a headline, the reason, and examples.
    package var text: String {
        var lines = ["\(id.name) (\(severity.rawValue))", "", summary, "", why]
        for (title, examples) in [("Reported:", bad), ("Not reported:", good)] {
            for example in examples {
                lines += ["", title, ""]
                lines += example.split(separator: "\n").map { "    \($0)" }
            }
        }
        lines += ["", "It is reported in callflow.yaml; `callflow explain project` prints its format."]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The page of a finding; `nil` for a name that no finding of a project file has.
    package static func page(_ id: String) -> ProjectExplanation? { all.first { $0.id.name == id } }

    /// Every finding that project files have, by name.
    package static let all = (ofForm + ofRoutes + ofEnvironment + ofSettings).sorted {
        $0.id.name < $1.id.name
    }
}
