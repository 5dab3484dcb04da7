import FlowRuntime
package import SimulatedBackend

extension ScenarioRun {
    /// The callers' names, by leg.
    package var names: [LegID: String] {
        var names: [LegID: String] = [:]
        for caller in scenario.setting.callers {
            if let leg = world.phone.cast.leg(of: caller.name) { names[leg] = caller.name }
        }
        return names
    }

    /// From the beginning to the last thing that happened, in virtual time.
    package var length: Duration {
        .milliseconds((world.phone.events.last?.at ?? start).milliseconds(since: start))
    }
}
