package import SimulatedBackend

/// One way in which a scenario is repeated otherwise: somebody hangs up, a command fails, others come first.
package struct Variation: Sendable, Hashable, CustomStringConvertible {
    package let disturbance: Disturbance

    package init(_ disturbance: Disturbance) { self.disturbance = disturbance }

    /// From an id that was printed; `nil` for any other text.
    package init?(id: String) {
        guard let disturbance = Disturbance(id) else { return nil }
        self.disturbance = disturbance
    }

    /// The id: printed with a failure, and enough to repeat it. `fail agent #3 timedOut`.
    package var description: String { disturbance.description }

    /// The scenario with this, beside what goes otherwise in it already.
    package func applied(to scenario: Scenario) -> Scenario {
        var varied = scenario
        var all = scenario.disturbance ?? Disturbance()
        all.hangUps += disturbance.hangUps
        all.faults += disturbance.faults
        if !disturbance.order.isEmpty { all.order = disturbance.order }
        varied.disturbance = all
        return varied
    }
}
