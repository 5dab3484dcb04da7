import Conferencing
import FlowModel
import Testing

/// The sentences of design §2.1 over random lives and over every short one.
struct `Every rule of the room` {
    @Test func `holds in random lives`() {
        var failed: Set<Rule> = []
        for seed in UInt64(1)...1500 {
            let inputs = randomInputs(seed: seed, count: 50)
            for (rule, what) in violations(of: inputs) where failed.insert(rule).inserted {
                Issue.record("\(rule.rawValue): \(what); seed \(seed):\n\(shortestFailure(rule, inputs))")
            }
        }
    }
}
