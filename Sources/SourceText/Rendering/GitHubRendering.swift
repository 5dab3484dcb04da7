/// Findings as workflow commands that GitHub shows beside the changed lines
/// (docs.github.com, "Workflow commands for GitHub Actions").
public enum GitHubRendering {
    /// One line for each finding.
    public static func render(_ files: [FileFindings]) -> String {
        var text = ""
        for file in files where !file.findings.isEmpty {
            let lines = LineTable(file.file)
            for finding in file.ordered { text += line(finding, of: file.file.name, lines) }
        }
        return text
    }

    private static func line(_ finding: Finding, of file: String, _ lines: LineTable) -> String {
        let (start, end) = (lines.position(at: finding.range.lower), lines.position(at: finding.range.upper))
        let properties = [
            ("file", file), ("line", "\(start.line)"), ("col", "\(start.column)"), ("endLine", "\(end.line)"),
            ("endColumn", "\(end.column)"), ("title", finding.id.name),
        ].map { "\($0)=\(escaped($1, isProperty: true))" }.joined(separator: ",")
        return
            "::\(command(finding.severity)) \(properties)::\(escaped(finding.message, isProperty: false))\n"
    }

    private static func command(_ severity: Finding.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .hint: "notice"
        }
    }

    /// GitHub's own escapes; in a property `:` and `,` would end it.
    private static func escaped(_ text: String, isProperty: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where isProperty: result += "%3A"
            case "," where isProperty: result += "%2C"
            default: result.unicodeScalars.append(TerminalText.isSafe(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return result
    }
}
