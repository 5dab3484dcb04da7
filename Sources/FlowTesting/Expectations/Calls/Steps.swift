import YAMLTree

/// All steps that a call went through.
struct Steps: ExpectationContent {
    static let key = "steps"
    static let usage = """
        [answer, play, hangup]: in order, no others; by name,
        :LINE, or NAME:LINE; also those of onHangup
        """
    static let meaning = "The call went through other steps, or through these in another order."

    var steps: [StepPattern] { expected }
    private let expected: [StepPattern]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let steps = StepPattern.list(node, Self.key, &reader) else { return nil }
        expected = steps
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let steps = call.steps
        for (place, pattern) in expected.enumerated() {
            guard steps.indices.contains(place) else {
                let last = steps.last
                let after = last.map { " after \($0.value.shown)" } ?? ""
                return verdict.fail(
                    "expected \(pattern.shown) as step \(place + 1); no step ran" + after, at: pattern.range,
                    event: last?.event, step: last?.value)
            }
            guard !pattern.matches(steps[place].value) else { continue }
            return verdict.fail(
                "expected \(pattern.shown) as step \(place + 1); \(steps[place].value.shown) ran",
                at: pattern.range, event: steps[place].event, step: steps[place].value)
        }
        guard steps.count > expected.count else { return }
        let surplus = steps[expected.count]
        let after = expected.last.map { "after \($0.shown)" } ?? "at all"
        verdict.fail(
            "expected no step \(after); \(surplus.value.shown) ran", at: expected.last?.range,
            event: surplus.event, step: surplus.value)
    }
}
