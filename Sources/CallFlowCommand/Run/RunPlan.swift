import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SimulatedBackend

/// A world that is ready to run, and what is known about it beforehand.
struct RunPlan {
    var world: World
    /// The callers' names, for the trace.
    var names: [LegID: String]
    /// The names of those whom a flow may dial, for the trace's column.
    var partyNames: [String] = []
    /// How many of the world's flows the user wrote; they come first.
    var authoredFlows: Int
    var speed: Speed

    /// Keeps what comes in, for a cassette.
    mutating func record() { world.recordInputs() }

    var authoredSteps: Int { world.flows.prefix(authoredFlows).map(\.steps.count).reduce(0, +) }
}

extension RunPlan {
    /// What the command line says about the one call of a run without a scenario.
    struct Caller {
        var name: String
        var from: String
        var to: String
        var headers: [(name: String, value: String)]
    }

    /// What those are called whom the flows dial at an address that is written there.
    static func parties(dialledBy flows: [Flow]) -> [String] {
        flows.flatMap(\.steps).flatMap { step -> [String] in
            guard case .dial(let dial) = step.action else { return [] }
            return dial.targets.compactMap { $0.literal.map { WorldFacts.user(of: $0.description) } }
        }
    }

    /// One caller, who does nothing by themselves and stays until the flow ends the call.
    init(_ flow: Flow, caller: Caller, environment: ValueMap, variables: ValueMap, seed: UInt64, speed: Speed)
    {
        let flows = [flow] + (GuestFlow.read().map { [$0] } ?? [])
        var world = World(
            flows: flows, phone: PhoneSystem(seed: seed, observation: .everything), environment: environment,
            variables: variables)
        let leg = world.dial(
            CallerScript(
                name: caller.name, from: ScriptText(caller.from), to: ScriptText(caller.to),
                headers: caller.headers.map { CallerScript.Header($0.name, ScriptText($0.value)) }))
        self.init(
            world: world, names: [leg: caller.name], partyNames: Self.parties(dialledBy: [flow]),
            authoredFlows: 1, speed: speed)
    }

    /// A scenario's callers; values of `envs` from the command line win.
    init(_ scenario: Scenario, flows: [Flow], environment: ValueMap, seed: UInt64, speed: Speed) {
        var scenario = scenario
        for (name, value) in environment { scenario.setting.envs[name] = value }
        let world = scenario.world(flows: flows, seed: seed, observation: .everything)
        var names: [LegID: String] = [:]
        for caller in scenario.setting.callers {
            if let leg = world.phone.cast.leg(of: caller.name) { names[leg] = caller.name }
        }
        self.init(
            world: world, names: names,
            partyNames: scenario.setting.partyNames + Self.parties(dialledBy: flows),
            authoredFlows: flows.count, speed: speed)
    }
}
