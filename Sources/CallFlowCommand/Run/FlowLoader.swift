import FlowExpressions
import FlowModel
import FlowValidation
import ProjectFile
import SourceText

/// Reads the flow that is to be run, and refuses one that cannot: its findings go to standard error.
struct FlowLoader {
    let colors: Bool
    /// The names that `--var` gives.
    var variables: Set<Text> = []
    /// The names that `--env` or a scenario gives; with none, any name may be the environment's.
    var environment: Set<Text> = []
    /// The phone system whose calls the flow is for; what it cannot do is an error.
    var target: Target?
    /// Whether `--env` can give what nobody gives: not to a cassette, which has its values.
    var takesEnvironment = true

    /// Findings that a run shows although the flow is run all the same.
    private static let shown = Finding.Severity.warning

    func load(_ path: String) throws -> Flow {
        let file = try readSource(path)
        let given = environment.union(variables)
        let options = LintOptions(target: target, environment: given.isEmpty ? nil : given)
        let reading = Flow.read(file)
        let report = Linter.lint(reading, options)
        let shown = report.findings.filter { $0.severity >= Self.shown && !isAboutGiven($0) }
        let shownFile = FileFindings(report.flow?.file ?? file, shown)
        Output.error.write(TextRendering.findings(of: shownFile, colors: colors))
        let refused = report.findings.filter(\.keepsFromRunning)
        guard refused.isEmpty, let flow = report.flow else {
            Output.error.line("callflow: \(path) is not run: \(reason(refused))")
            throw ExitStatus.findings
        }
        // Where names are given, the linter has told which are not.
        if takesEnvironment, given.isEmpty { tellUnmet(reading, path) }
        return flow
    }

    private func tellUnmet(_ reading: FlowReading, _ path: String) {
        for need in EnvironmentReads(reading)?.unmet(by: environment, path: path) ?? [] {
            let advice = "`--env \(need.name.string)=VALUE` does"
            Output.error.line("callflow: warning: \(TerminalText.safe("\(need.sentence); \(advice)"))")
        }
    }

    /// The linter knows no variables from outside; such a name in `vars` is unset to it.
    private func isAboutGiven(_ finding: Finding) -> Bool {
        finding.id == "unset-variable"
            && variables.contains { finding.message.contains("sets `\($0.string)`") }
    }

    private func reason(_ refused: [Finding]) -> String {
        let errors = refused.count { $0.severity == .error }
        if errors > 0 { return "it has \(counted(errors, "error"))" }
        return "\(target?.name ?? Target.simulator.name) cannot run \(counted(refused.count, "step")) of it"
    }
}
