public import FlowModel
import FlowValidation
public import SourceText

extension Flow {
    /// Reads a document and judges the whole of it, as `callflow lint` does.
    ///
    /// Never throws and never traps: whatever is wrong is a finding, by position. A flow that comes back with
    /// an error among its findings is for looking at, never for running. With `isStrictSWML`, everything that
    /// SWML's own schema does not allow is an error, too.
    public static func lint(_ file: SourceFile, isStrictSWML: Bool = false) -> FlowReading {
        let report = Linter.lint(file, LintOptions(isStrictSWML: isStrictSWML))
        return FlowReading(flow: report.flow, findings: report.findings)
    }
}
