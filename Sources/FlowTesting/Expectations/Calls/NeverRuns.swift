import SourceText
import YAMLTree

/// Steps that a call must not go through.
struct NeverRuns: ExpectationContent {
    static let key = "never runs"
    static let usage = "[transfer, \":40\"]: none of these steps"
    static let meaning = "A step ran that must not run in this scenario."

    var steps: [StepPattern] { forbidden }
    private let forbidden: [StepPattern]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let steps = StepPattern.list(node, Self.key, &reader) else { return nil }
        if steps.isEmpty, node.sequence?.isEmpty == true {
            reader.report("cannot-match", "an empty list forbids nothing: name a step", node.range)
            return nil
        }
        forbidden = steps
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let steps = call.steps
        for pattern in forbidden {
            guard let step = steps.first(where: { pattern.matches($0.value) }) else { continue }
            verdict.fail(
                "expected that \(pattern.shown) never runs; \(step.value.shown) ran", at: pattern.range,
                event: step.event, step: step.value)
        }
    }
}
