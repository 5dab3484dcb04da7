import SourceText
import YAMLTree

/// Some of the steps that a call went through.
struct StepsInclude: ExpectationContent {
    static let key = "steps include"
    static let usage = "the same, with others before, between and after"
    static let meaning = "A step did not run, or not after those that stand before it."

    var steps: [StepPattern] { expected }
    private let expected: [StepPattern]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let steps = StepPattern.list(node, Self.key, &reader) else { return nil }
        if steps.isEmpty, node.sequence?.isEmpty == true {
            reader.report("cannot-match", "an empty list is always included: name a step", node.range)
            return nil
        }
        expected = steps
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let steps = call.steps
        var next = 0
        for (place, pattern) in expected.enumerated() {
            if let found = steps[next...].firstIndex(where: { pattern.matches($0.value) }) {
                next = found + 1
                continue
            }
            let before = place == 0 ? "" : " after \(expected[place - 1].shown)"
            let earlier = steps[..<next].last { pattern.matches($0.value) }
            let last = earlier ?? steps.last
            return verdict.fail(
                "expected \(pattern.shown)\(before); "
                    + (earlier == nil ? "it did not run" : "it ran before that only"),
                at: pattern.range, event: last?.event, step: last?.value)
        }
    }
}
