import FlowExpressions
import FlowModel
import FlowValidation
import SourceText
import YAMLTree

/// What keeps calls from getting a flow that a project file names.
enum FlowObstacle {
    /// A sentence without its full stop, such as "bad.yaml has 2 errors and cannot run: bad.yaml:5:7: …".
    ///
    /// - `environment`: The names of `envs`, if any is known.
    static func text(_ path: String, _ environment: Set<Text>?) -> String? {
        let kind = FileDiscovery.kind(of: path)
        if kind == .cassette { return "\(path) is a cassette, and no flow" }
        let file: SourceFile
        do throws(Refusal) { file = try readSource(path) } catch { return error.message }
        if let words = words(for: kind == .flow ? FlowLikeness.kind(of: YAMLReader.read(file)) : kind) {
            return "\(path) is \(words), and no flow"
        }
        // As a server does, which has calls of RELAY.
        let report = Linter.lint(file, LintOptions(target: .relay, environment: environment))
        let refused = report.findings.filter(\.keepsFromRunning)
        guard let first = refused.first else { return nil }
        let place = LineTable(report.flow?.file ?? file).position(at: first.range.lower)
        return "\(path) has \(counted(refused.count, "error")) and cannot run: "
            + "\(path):\(place.line):\(place.column): \(first.message)"
    }

    private static func words(for kind: FileDiscovery.Found.Kind) -> String? {
        switch kind {
        case .flow: nil
        case .scenarios: "a scenario file"
        case .cassette: "a cassette"
        case .project: "a project file"
        }
    }
}
