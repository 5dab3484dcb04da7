import ArgumentParser
import FlowExpressions
import FlowModel
import OrderedCollections
import SimulatedBackend

/// `callflow run`.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a flow on a simulated call, or on one real call, and watch it.",
        discussion: """
            On a terminal you are the caller, in real time: you read what you would
            hear, and your keys are the telephone's (? shows them all). Without a
            terminal a caller who does nothing stays until the flow ends. With
            --scenario the callers of NAME.test.yaml, beside the flow, do what stands
            there, as fast as the machine can.

            With --backend relay the flow answers one real call: the next one that comes
            in over SignalWire RELAY. Credentials are read from the environment, as
            `callflow serve` reads them. Ctrl-C hangs up.

            Examples:
              callflow run flows/standup.yaml --env standup_pin=4711
              callflow run flows/standup.yaml --list-scenarios
              callflow run flows/standup.yaml --scenario "three callers meet"
              callflow run flow.yaml --json --speed max | jq .event
              callflow run flow.yaml --record flow.cassette.jsonl
              callflow run flow.yaml --backend cassette --cassette flow.cassette.jsonl
              callflow run flow.yaml --backend relay --context office

            A flow with errors is not run. Exit status: 0 the run came to its end;
            1 the flow has errors, an error stopped it, a line of the scenario never
            happened, or the flow does not do what the cassette has; 2 it could not
            be run.
            """)

    @Argument(
        help: "The flow; `-` is standard input.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var flow: String

    @OptionGroup(title: "Callers") var callers: CallerOptions

    @Option(help: "Where the call takes place.")
    var backend = Backend.simulator

    @Option(
        help: ArgumentHelp(
            "With --backend relay: a call of this context is wanted; may be repeated.", valueName: "name"))
    var context: [String] = []

    @OptionGroup(title: "Recordings") var recording: RecordingOptions

    @Option(help: "Ids that a carrier would make up are derived from this number. (default: 0)")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "How fast time passes: 1 is real time, `max` as fast as it goes. (default: 1 on a terminal)",
            valueName: "factor|max"))
    var speed: Speed?

    @Flag(help: "One JSON object a line for everything that happens.")
    var json = false

    @Option(help: "When to use colors; NO_COLOR is honored.")
    var color = ColorChoice.auto

    func validate() throws {
        if backend != .relay, !context.isEmpty { throw ValidationError("--context is for --backend relay.") }
        if backend != .cassette, recording.cassette != nil {
            throw ValidationError("--cassette is for --backend cassette.")
        }
        switch backend {
        case .simulator: break
        case .cassette:
            guard recording.cassette != nil else {
                throw ValidationError("--backend cassette needs --cassette FILE.")
            }
            let written = [("--speed", speed != nil), ("--record", recording.record != nil)]
            if let option = callers.firstWritten ?? written.first(where: \.1)?.0 {
                throw ValidationError("\(option) is for the simulator; a cassette has its calls in it.")
            }
        case .relay:
            let written = [("--speed", speed != nil), ("--seed", seed != nil)]
            if let option = callers.firstOfSimulatedCall ?? written.first(where: \.1)?.0 {
                throw ValidationError("\(option) is for the simulator; a real call brings its own.")
            }
        }
    }

    func run() async throws {
        try refuseOtherThanFlow()
        try recording.refuseUnwritable()
        if let cassette = recording.cassette {
            return try CassetteRun(flow, cassette, json: json, color: color).run()
        }
        if backend == .relay { return try await answerRealCall() }
        var loader = FlowLoader(
            colors: color.isOn(.error), variables: Set(callers.variables.keys),
            environment: Set(callers.environment.keys))
        if callers.listScenarios {
            let names = try ScenarioChoice(of: flow, colors: loader.colors).names
            return Output.standard.write(names.map { "\($0)\n" }.joined())
        }
        guard let name = callers.scenario else { return try await runOneCall(loader.load(flow)) }
        let scenarios = try ScenarioChoice(of: flow, colors: loader.colors)
        let scenario = try scenarios.scenario(named: name)
        loader.environment.formUnion(scenario.setting.envs.keys)
        let loaded = try loader.load(flow)
        let plan = RunPlan(
            scenario, flows: try scenarios.flows(loaded, at: flow, loader), environment: callers.environment,
            seed: seed ?? 0, speed: speed ?? .max)
        let outcome = try await play(plan, nil)
        let isPlayed = !scenarios.report(scenario, unplayedIn: outcome.world)
        if outcome.wasStopped || !isPlayed { throw ExitStatus.findings }
    }

    private func answerRealCall() async throws {
        #if Server
            try await RelayRun(
                flow, contexts: context, callers, recording, json: json, color: color,
                environment: ProcessEnvironment.variables
            ).run()
        #else
            throw Refusal(
                "this callflow was built without real calls; `swift build`, with the package's default "
                    + "traits, has them")
        #endif
    }

    private func refuseOtherThanFlow() throws(Refusal) {
        if FileIdentity.isFolder(flow) {
            throw Refusal(
                "\(flow): is a directory; name a flow in it (`callflow lint` and `callflow test` take "
                    + "directories)")
        }
        if let tested = FileDiscovery.flow(ofScenarios: flow) {
            throw Refusal(
                "\(flow) is a scenario file; run its flow: callflow run \(tested) --scenario NAME "
                    + "(--list-scenarios names them)")
        }
        if FlowLikeness.kind(at: flow) == .scenarios {
            throw Refusal(FlowLikeness.advice(onScenarios: flow))
        }
    }

    private func runOneCall(_ flow: Flow) async throws {
        let keyboard = isInteractive ? Keyboard(defersSignals: recording.record != nil) : nil
        let plan = RunPlan(
            flow, caller: callers.caller(named: keyboard == nil ? "caller" : "you"),
            environment: callers.environment, variables: callers.variables, seed: seed ?? 0,
            speed: speed ?? (keyboard == nil ? .max : .times(1)))
        if try await play(plan, keyboard).wasStopped { throw ExitStatus.findings }
    }

    /// A person can take part when they read and type at the same terminal, and time is theirs.
    private var isInteractive: Bool { !json && flow != "-" && speed != .max && Output.standard.isTerminal }

    /// What is left of a run.
    private struct Outcome {
        var world: World
        var wasStopped: Bool
        /// The signal that ended it.
        var signal: Int32?
    }

    /// Shows the run, and writes its cassette however it ended.
    private func play(_ plan: RunPlan, _ keyboard: Keyboard?) async throws -> Outcome {
        var plan = plan
        if recording.record != nil { plan.record() }
        let outcome = try await show(plan, keyboard)
        if outcome.signal != nil { RawMode.leave() }
        try recording.write(outcome.world)
        if let signal = outcome.signal { SignalPipe.die(of: signal) }
        return outcome
    }

    private func show(_ plan: RunPlan, _ keyboard: Keyboard?) async throws -> Outcome {
        let begin = plan.world.phone.now
        if json {
            var player = Player(plan, sink: JSONTrace(authored: plan.authoredFlows, begin: begin))
            return try await outcome(&player)
        }
        let trace = TextTrace(
            names: plan.names.values.sorted() + plan.partyNames + (keyboard == nil ? [] : ["guest 1"]),
            authored: plan.authoredFlows, begin: begin,
            colors: color.isOn(.standard))
        var console: Console?
        if let keyboard, let you = plan.names.keys.first {
            Output.standard.line(Console.help + "\n")
            console = Console(keyboard, you: you)
        }
        var player = Player(plan, sink: trace, console: console)
        return try await outcome(&player)
    }

    private func outcome<Sink>(_ player: inout Player<Sink>) async throws -> Outcome {
        let world = try await player.run()
        return Outcome(world: world, wasStopped: player.wasStopped, signal: player.endingSignal)
    }
}

/// `--backend`.
enum Backend: String, ExpressibleByArgument, CaseIterable {
    case simulator, cassette, relay
}

/// Who calls, and with what.
struct CallerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The scenario of NAME.test.yaml to run.", valueName: "name"))
    var scenario: String?

    @Flag(help: "The names of the flow's scenarios, one a line.")
    var listScenarios = false

    @Option(help: "The caller's number or SIP address. (default: \(CallerOptions.defaultFrom))")
    var from: String?

    @Option(help: "The number or SIP address that is called. (default: \(CallerOptions.defaultTo))")
    var to: String?

    @Option(help: ArgumentHelp("A SIP header of the call.", valueName: "name=text"))
    var header: [NamedValue] = []

    @Option(help: ArgumentHelp("A variable that is there from the start.", valueName: "name=text|name:=json"))
    var `var`: [NamedValue] = []

    @Option(help: ArgumentHelp("A value of `envs`.", valueName: "name=text|name:=json"))
    var env: [NamedValue] = []

    /// Those that only a run without a scenario has.
    private var ownCaller: [(String, Bool)] {
        [
            ("--from", from != nil), ("--to", to != nil), ("--header", !header.isEmpty),
            ("--var", !`var`.isEmpty),
        ]
    }

    private var scenarios: [(String, Bool)] {
        [("--scenario", scenario != nil), ("--list-scenarios", listScenarios)]
    }

    /// The first of these options that stands on the command line.
    var firstWritten: String? {
        (scenarios + [("--env", !env.isEmpty)] + ownCaller).first(where: \.1)?.0
    }

    /// The first of those that say who calls, and what they do.
    var firstOfSimulatedCall: String? {
        (scenarios + ownCaller).first { name, isWritten in isWritten && name != "--var" }?.0
    }

    func validate() throws {
        guard scenario != nil else { return }
        if let (option, _) = ownCaller.first(where: \.1) {
            throw ValidationError(
                "\(option) is for a run without --scenario; a scenario's callers have their own.")
        }
    }

    /// Numbers that are reserved for fiction: they reach nobody.
    private static let defaultFrom = "+15555550111"
    private static let defaultTo = "+15555550100"

    var environment: ValueMap { Self.map(env) }
    var variables: ValueMap { Self.map(`var`) }

    func caller(named name: String) -> RunPlan.Caller {
        RunPlan.Caller(
            name: name, from: from ?? Self.defaultFrom, to: to ?? Self.defaultTo,
            headers: header.map { ($0.name, $0.value.text.string) })
    }

    private static func map(_ values: [NamedValue]) -> ValueMap {
        var map: ValueMap = [:]
        for value in values { map[Text(value.name)] = value.value }
        return map
    }
}
