import FlowModel
import SimulatedBackend
import SourceText

/// Finds the scenario that the command line names.
enum ScenarioChoice {
    static func list(for flow: String) throws { throw Refusal("scenarios cannot be read yet") }
    static func plan(named: String, for: Flow, options: CallerOptions, seed: UInt64, speed: Speed) throws
        -> RunPlan
    {
        throw Refusal("scenarios cannot be read yet")
    }
    static func report(unseenIn world: World) {}
}
