import FlowRuntime
import SimulatedBackend
import YAMLTree

/// How long it all lasts.
struct Length: ExpectationContent {
    static let key = "lasts"
    static let usage = "40s: from the beginning to the last thing that happens"
    static let meaning = "The scenario came to its end earlier or later."

    private let expected: ExpectedTime

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let time = reader.time(node, "'lasts'") else { return nil }
        expected = time
    }

    func judge(_ evidence: Evidence, _ verdict: inout Verdict) {
        let found = evidence.time(evidence.end)
        guard !expected.matches(found) else { return }
        verdict.fail(
            "expected the scenario to last \(expected.shown); the last thing happened at \(found.shown)",
            event: max(0, evidence.world.phone.events.count - 1), isOfCalls: false)
    }
}
