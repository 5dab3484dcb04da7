import FlowModel
import FlowValidation
import SourceText

/// Reads the flow that is to be run, and refuses one that cannot: its findings go to standard error.
struct FlowLoader {
    let colors: Bool

    /// Findings that a run shows although the flow is run all the same.
    private static let shown = Finding.Severity.warning
    /// A step that is not built is a warning for `lint`, since others can run it; here nobody can.
    private static let refusedID: Finding.ID = "unsupported-step"

    func load(_ path: String) throws -> Flow {
        let file = try readSource(path)
        let report = Linter.lint(file)
        let shown = report.findings.filter { $0.severity >= Self.shown }
        let shownFile = FileFindings(report.flow?.file ?? file, shown)
        Output.error.write(TextRendering.findings(of: shownFile, colors: colors))
        let refused = report.findings.filter { $0.severity == .error || $0.id == Self.refusedID }
        guard refused.isEmpty, let flow = report.flow else {
            Output.error.line("callflow: \(path) is not run: \(Self.reason(refused))")
            throw ExitStatus.findings
        }
        return flow
    }

    private static func reason(_ refused: [Finding]) -> String {
        let errors = refused.count { $0.severity == .error }
        if errors > 0 { return "it has \(counted(errors, "error"))" }
        return "the simulator cannot run \(counted(refused.count, "step")) of it"
    }
}
