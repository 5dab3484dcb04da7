import Conferencing
package import FlowModel
import FlowRuntime
package import SimulatedBackend

/// Every variation of one scenario that a `Vary` asks for, made up from one run of the scenario as it stands.
///
/// The same scenario, flows, seed and `Vary` give the same list. `run` is a function of its arguments alone:
/// whoever has several cores runs several at once.
package struct Variations: Sendable {
    package let scenario: Scenario
    package let flows: [Flow]
    package let seed: UInt64
    /// As it stands, with its deliveries and choices noted.
    package let baseline: VariedRun
    /// The scenario as it stands is not among them.
    package let all: [Variation]
    /// How many there were before they were thinned out to `Vary.runsMax`.
    package let countOfAll: Int
    private let judge: VariedRun.Judge

    /// Plays the scenario once, and again for every order of ties if these are asked for.
    ///
    /// `judge` says what of the scenario's own expectations did not hold in a run, a sentence each.
    package init(
        of scenario: Scenario, flows: [Flow], seed: UInt64 = 0, vary: Vary,
        judge: @escaping VariedRun.Judge = { _ in [] }
    ) {
        self.scenario = scenario
        self.flows = flows
        self.seed = seed
        self.judge = judge
        let asWritten = Variation(Disturbance())
        let run = ScenarioRun(asWritten.applied(to: scenario), flows: flows, seed: seed)
        baseline = VariedRun(asWritten, run, judge)
        var plan = VariationPlan(run)
        if let hangUps = vary.hangUps { plan.addHangUps(hangUps) }
        plan.addFaults(vary.failing)
        var all = plan.disturbances.map(Variation.init)
        if vary.ordersTies {
            let orders = TieOrders.all(from: run, seed: seed) { order in
                let varied = Variation(Disturbance(order: order)).applied(to: scenario)
                return ScenarioRun(varied, flows: flows, seed: seed)
            }
            all += orders.map { Variation(Disturbance(order: $0)) }
        }
        countOfAll = all.count
        self.all = all.thinned(to: vary.runsMax)
    }

    /// Plays one variation, whether it is in the list or not, and judges it.
    package func run(_ variation: Variation) -> VariedRun {
        let varied = variation.applied(to: scenario)
        return judged(variation, ScenarioRun(varied, flows: flows, seed: seed))
    }

    /// What of a variation never comes to be in the scenario, as texts: nobody would notice that it is
    /// played.
    package func idleFaults(of variation: Variation) -> [String] {
        ScenarioRun(variation.applied(to: scenario), flows: flows, seed: seed).idleFaults
    }

    func judged(_ variation: Variation, _ run: ScenarioRun) -> VariedRun { VariedRun(variation, run, judge) }
}

extension Array {
    /// At most so many, evenly from all over the list.
    fileprivate func thinned(to count: Int) -> Array {
        guard self.count > count, count > 0 else { return self }
        return (0..<count).map { self[$0 * self.count / count] }
    }
}
