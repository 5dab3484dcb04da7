import SourceText

/// Takes the results of a `lint` run in order, and tells them.
///
/// Findings go to standard output as they come, where the format allows it; everything about the run itself
/// goes to standard error.
struct LintRun {
    private let format: ReportFormat
    private let total: Int
    private var progress = Progress("files")
    private var done = 0
    private var files: [FileFindings] = []
    private var tally = FindingTally()
    private var skipped = 0
    private var fixes = 0
    private(set) var hasProblems = false

    init(_ format: ReportFormat, total: Int) {
        self.format = format
        self.total = total
    }

    /// Flows and scenario files that were looked at.
    var checked: Int { tally.files }

    func hasFinding(atLeast severity: Finding.Severity) -> Bool { tally.hasFinding(atLeast: severity) }

    mutating func add(_ result: LintJob.Result) {
        done += 1
        switch result {
        case .checked(let checked): add(checked)
        case .skipped: skipped += 1
        case .unreadable(let problem): note(problem: problem)
        }
        progress.show(done, of: total)
    }

    mutating func note(problem: String) {
        hasProblems = true
        say(problem)
    }

    private mutating func add(_ checked: LintJob.Checked) {
        tally.add(checked.findings.findings)
        fixes += checked.fixed
        if format.isWhole { files.append(checked.findings) }
        guard !checked.rendered.isEmpty else { return }
        progress.clear()
        Output.standard.write(checked.rendered)
    }

    mutating func finish(searched paths: [String]) {
        progress.clear()
        if format.isWhole { Output.standard.write(format.render(files)) }
        if format == .text, checked > 0 { Output.standard.line(tally.summary) }
        Output.standard.flush()
        if fixes > 0 { say("\(counted(fixes, "finding")) fixed") }
        if skipped > 0 {
            let files = counted(skipped, "file")
            say("\(files) skipped: no `sections` at the top; name a file to check it all the same")
        }
        if checked == 0, !hasProblems {
            let place = paths.isEmpty ? "the current directory" : paths.joined(separator: ", ")
            say("no flow found in \(place); a flow is a YAML or JSON file with `sections` at the top")
        }
    }

    private mutating func say(_ text: String) {
        progress.clear()
        Output.error.line("callflow: \(text)")
    }
}

/// How many findings of each severity there were.
struct FindingTally {
    private(set) var files = 0
    private var counts: [Finding.Severity: Int] = [:]

    mutating func add(_ findings: [Finding]) {
        files += 1
        for finding in findings { counts[finding.severity, default: 0] += 1 }
    }

    func hasFinding(atLeast severity: Finding.Severity) -> Bool { counts.contains { $0.key >= severity } }

    /// Such as `2 errors, 1 warning in 3 files`.
    var summary: String {
        let parts = Finding.Severity.allCases.compactMap { severity in
            counts[severity].map { counted($0, severity.rawValue) }
        }
        return (parts.isEmpty ? "no findings" : parts.joined(separator: ", "))
            + " in \(counted(files, "file"))"
    }
}

/// Such as `1 file` and `3 files`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
