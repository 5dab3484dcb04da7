package import FlowModel
package import FlowRuntime
package import SimulatedBackend

/// One scenario, played to its end in virtual time: the world as it was left, and who is who in it.
package struct ScenarioRun: Sendable {
    package let scenario: Scenario
    package let world: World
    /// Whether everything had come to its end; no run is longer than `World.longestRun`.
    package let isOver: Bool
    /// The instant from which the times of a scenario count.
    package let start: Timestamp

    /// Plays it once. Equal seeds give equal runs.
    package init(_ scenario: Scenario, flows: [Flow], seed: UInt64 = 0) {
        var world = scenario.world(flows: flows, seed: seed, observation: .everything)
        start = world.phone.now
        isOver = world.run()
        self.scenario = scenario
        self.world = world
    }
}
