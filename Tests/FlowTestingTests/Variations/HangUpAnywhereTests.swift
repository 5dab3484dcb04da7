import FlowTesting
import SimulatedBackend
import Testing

struct `Hang-up anywhere` {
    @Test func `breaks no invariant in the flows that we ship`() throws {
        var vary = Vary.hangUpAnywhere
        vary.ordersTies = true
        var count = 0
        for suite in try Shipped.suites() {
            var known: Set<Invariant> = []
            for scenario in suite.file.scenarios {
                let variations = Variations(of: scenario, flows: suite.flows, vary: vary)
                #expect(variations.baseline.violations == [], "\(suite.name): \(scenario.name)")
                count += variations.all.count
                for variation in variations.all {
                    for violation in variations.run(variation).violations
                    where known.insert(violation.invariant).inserted {
                        Issue.record("\(suite.name): \(scenario.name): \(variation): \(violation)")
                    }
                }
            }
        }
        #expect(count > 1000)
    }
}
