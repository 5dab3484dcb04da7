import ArgumentParser
import FlowValidation
import SourceText

/// `callflow lint`.
struct Lint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find what is wrong with flows, without running them.",
        discussion: """
            A directory means its *.yaml, *.yml and *.json at any depth, no hidden \
            ones; files in it that are no flows are skipped, NAME.test.yaml is checked \
            as scenarios, callflow.yaml as a project file. A file that you name is \
            always looked at: as a project file if it has the keys of one (`routes`, \
            `relay`, `limits`) and no `sections`, else as a flow.

            Examples:
              callflow lint                              all below this directory
              callflow lint flows/standup.yaml --target relay
              callflow lint prod.yaml                    a project file by another name
              callflow lint - < flow.yaml                standard input
              callflow lint --format github              beside the changed lines
              callflow lint --format sarif > lint.sarif  for code scanning

            Every finding has an id: `callflow explain ID` says why it is one, with \
            examples. A comment `# callflow: allow ID` at the end of the line, or on \
            the line before, silences it there.

            Exit status: 0 nothing at or above --fail-on, 1 findings, 2 could not run, \
            or no flow found.
            """)

    @Argument(
        help: "Files and directories; `-` is standard input. (default: the current directory)",
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var paths: [String] = []

    @Option(help: "How findings are written.")
    var format = ReportFormat.text

    @Option(help: "The mildest finding that fails the run.")
    var failOn = FailLevel.warning

    @Flag(name: .customLong("swml-strict"), help: "Report everything that SWML itself does not allow.")
    var isStrictSWML = false

    @Option(help: "The phone system the flows are meant for: what it cannot do is an error.")
    var target: Target?

    @Flag(help: "Make the edits that findings propose, then report what is left.")
    var fix = false

    @Option(help: "When to use colors; NO_COLOR is honored.")
    var color = ColorChoice.auto

    func validate() throws {
        if fix, paths.contains("-") {
            throw ValidationError("--fix changes files, and standard input is none; name the file instead.")
        }
    }

    func run() async throws {
        let discovery = FileDiscovery(paths.isEmpty ? ["."] : paths)
        let job = LintJob(
            options: LintOptions(target: target, isStrictSWML: isStrictSWML), fixes: fix, format: format,
            colors: format == .text && color.isOn(.standard))
        var report = LintRun(format, total: discovery.found.count)
        for problem in discovery.problems { report.note(problem: problem) }
        await inOrder(discovery.found, work: job.check) { _, result in report.add(result) }
        report.finish(searched: paths)
        if report.hasProblems || report.checked == 0 { throw ExitStatus.cannotRun }
        if report.hasFinding(atLeast: failOn.severity) { throw ExitStatus.findings }
    }
}

/// `--fail-on`.
enum FailLevel: String, ExpressibleByArgument, CaseIterable {
    case error, warning, hint

    var severity: Finding.Severity {
        switch self {
        case .error: .error
        case .warning: .warning
        case .hint: .hint
        }
    }
}

extension Target: ExpressibleByArgument {}

/// `--format`.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, github, sarif
}
