import FlowModel
import SourceText
import YAMLTree
import ArgumentParser
enum Target: String { case simulator }
struct LintOptions { var target: Target?; var isStrictSWML: Bool }
struct LintReport0 { var flow: Flow?; var findings: [Finding] }
enum Linter {
    static func lint(_ r: FlowReading, _ o: LintOptions) -> LintReport0 { LintReport0(findings: r.findings) }
    static func lint(_ r: SourceFile) -> LintReport0 {
        let q = Flow.read(r); return LintReport0(flow: q.flow, findings: q.findings)
    }
}
enum ScenarioFile { static func read(_ t: YAMLResult) -> LintReport0 { LintReport0(findings: t.findings) } }
