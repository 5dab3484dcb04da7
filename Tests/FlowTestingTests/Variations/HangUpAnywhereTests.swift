import FlowTesting
import SimulatedBackend
import Testing

struct `Hang-up anywhere` {
    /// Of each scenario; `callflow-bench testing` runs them all.
    private static let runsMax = 60

    @Test func `breaks no invariant in the flows that we ship`() throws {
        var vary = Vary.hangUpAnywhere
        vary.ordersTies = true
        vary.runsMax = Self.runsMax
        var (count, countOfAll) = (0, 0)
        for suite in try Shipped.suites() {
            var known: Set<Invariant> = []
            for scenario in suite.file.scenarios where scenario.setting.callers.count <= 5 {
                let variations = Variations(of: scenario, flows: suite.flows, vary: vary)
                #expect(variations.baseline.violations == [], "\(suite.name): \(scenario.name)")
                count += variations.all.count
                countOfAll += variations.countOfAll
                for variation in variations.all {
                    for violation in variations.run(variation).violations
                    where known.insert(violation.invariant).inserted {
                        Issue.record("\(suite.name): \(scenario.name): \(variation): \(violation)")
                    }
                }
            }
        }
        #expect(count > 500 && countOfAll > 2 * count)
    }
}
