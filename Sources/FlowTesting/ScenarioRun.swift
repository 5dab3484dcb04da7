package import FlowModel
package import FlowRuntime
package import SimulatedBackend

/// One scenario, played to its end in virtual time: the world as it was left, and who is who in it.
package struct ScenarioRun: Sendable {
    package let scenario: Scenario
    package let world: World
    /// The beginning, from which a scenario counts its times.
    package let start: Timestamp
    /// Whether everything had come to its end; no run is longer than `World.longestRun`.
    package let isOver: Bool

    /// Plays it once. Equal seeds give equal runs.
    package init(_ scenario: Scenario, flows: [Flow], seed: UInt64 = 0) {
        var world = scenario.world(flows: flows, seed: seed, observation: .everything)
        let start = world.phone.now
        let isOver = world.run()
        self.init(scenario, played: world, from: start, isOver: isOver)
    }

    /// A world in which the scenario has been played otherwise; it must have observed everything.
    package init(_ scenario: Scenario, played world: World, from start: Timestamp, isOver: Bool) {
        self.scenario = scenario
        self.world = world
        self.start = start
        self.isOver = isOver
    }
}
