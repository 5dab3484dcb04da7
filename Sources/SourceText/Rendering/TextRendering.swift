/// Findings as compilers show them: place, message, the line with a mark under the range, notes and help.
public enum TextRendering {
    /// All findings, then a summary line; nothing but the summary when there are none.
    public static func render(_ files: [FileFindings], colors: Bool = false) -> String {
        files.map { findings(of: $0, colors: colors) }.joined() + summary(files) + "\n"
    }

    /// One file's findings, a blank line after each, without a summary: for output file by file.
    public static func findings(of file: FileFindings, colors: Bool = false) -> String {
        guard !file.findings.isEmpty else { return "" }
        let palette = Palette(isOn: colors)
        let excerpts = Excerpts(file.file, palette)
        return file.ordered.map { block($0, excerpts, palette) + "\n" }.joined()
    }

    /// A place in another file that explains a finding: `file:line:column: note: message`, and its line.
    public static func note(
        _ message: String, at range: SourceRange, in file: SourceFile, colors: Bool = false
    ) -> String {
        note(message, at: range, Excerpts(file, Palette(isOn: colors)), Palette(isOn: colors))
    }

    /// Such as `2 errors, 1 warning in 3 files`.
    public static func summary(_ files: [FileFindings]) -> String {
        let findings = files.flatMap(\.findings)
        let counts = Finding.Severity.allCases.compactMap { severity in
            let count = findings.count { $0.severity == severity }
            return count == 0 ? nil : counted(count, severity.rawValue)
        }
        return (counts.isEmpty ? "no findings" : counts.joined(separator: ", "))
            + " in \(counted(files.count, "file"))"
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    private static func block(_ finding: Finding, _ excerpts: Excerpts, _ palette: Palette) -> String {
        let color = Palette.color(of: finding.severity)
        let label = palette.paint("\(finding.severity.rawValue)[\(finding.id.name)]", color)
        var text = "\(excerpts.place(finding.range)): \(label): "
        text += palette.paint(TerminalText.safe(finding.message), .bold) + "\n"
        text += excerpts.excerpt(finding.range, color)
        for related in finding.related {
            text += note(related.message, at: related.range, excerpts, palette)
        }
        if let fix = finding.fix {
            text += "  \(palette.paint("help", .green)): \(TerminalText.safe(fix.title))\n"
        }
        return text
    }

    private static func note(
        _ message: String, at range: SourceRange, _ excerpts: Excerpts, _ palette: Palette
    ) -> String {
        let note = palette.paint("note", .cyan)
        return "\(excerpts.place(range)): \(note): \(TerminalText.safe(message))\n"
            + excerpts.excerpt(range, .cyan)
    }
}

/// ANSI colours, or none.
struct Palette {
    enum Color: String {
        case bold = "1", red = "1;31", yellow = "1;33", blue = "1;34", cyan = "1;36", green = "1;32"
    }
    let isOn: Bool

    func paint(_ text: String, _ color: Color) -> String {
        isOn ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
    }

    static func color(of severity: Finding.Severity) -> Color {
        switch severity {
        case .error: .red
        case .warning: .yellow
        case .hint: .blue
        }
    }
}
