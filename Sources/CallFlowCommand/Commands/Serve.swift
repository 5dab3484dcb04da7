#if Server
    import ArgumentParser
    import CallFlowServer
    import FlowExpressions
    import OrderedCollections
    import ProjectFile

    /// `callflow serve`.
    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve",
            abstract: "Answer inbound calls with flows, until stopped.",
            discussion: """
                Every call that comes in gets FLOW; without FLOW, callflow.yaml says which \
                call gets which flow (`callflow explain project` has its format). What \
                stands there is overridden by the environment, and both by options.

                Examples:
                  callflow serve flows/standup.yaml --context office
                  callflow serve                       callflow.yaml of this directory
                  callflow serve --print-config        each setting, and where it is from

                Credentials are read from the environment alone: SIGNALWIRE_PROJECT_ID and \
                SIGNALWIRE_API_TOKEN, or SIGNALWIRE_JWT_TOKEN; SIGNALWIRE_SPACE names your \
                space.

                Flows are checked before they go live, and again when they change (at once \
                with SIGHUP): one with errors is refused, the one before stays, and calls \
                keep the version that they began with. SIGTERM or Ctrl-C takes no further \
                calls and waits for the last one, at most --drain; another one, a second \
                later or more, ends at once.

                Exit status: 0 stopped, and all calls were over or hung up; 1 a flow or the \
                project file has errors; 2 it could not begin, or the phone system refused \
                the credentials.
                """)

        @Argument(
            help: "The flow of every call. (default: as callflow.yaml says)",
            completion: .file(extensions: ["yaml", "yml", "json"]))
        var flow: String?

        @Option(
            help: ArgumentHelp("The project file. (default: callflow.yaml)", valueName: "file"),
            completion: .file(extensions: ["yaml"]))
        var project: String?

        @OptionGroup(title: "Settings") var settings: ServeOptions

        @Option(help: ArgumentHelp("A value of `envs`.", valueName: "name=text|name:=json"))
        var env: [NamedValue] = []

        @Flag(help: "Print each setting and where it came from, and end. Secrets are masked.")
        var printConfig = false

        func run() async throws {
            let plan = try ServePlan(
                flow: flow, project: project, options: settings.given, env: env,
                environment: ProcessEnvironment.variables)
            if printConfig {
                try plan.mistakes.check()
                return Output.standard.write(plan.listing)
            }
            try await RelayServing(plan).run()
        }
    }

    /// Options that give settings; how they are read is the settings' business.
    struct ServeOptions: ParsableArguments {
        @Option(help: "The phone system. (values: relay; default: relay)")
        var backend: String?

        @Option(
            help: ArgumentHelp(
                "Calls of this context are wanted; may be repeated.", valueName: "name"))
        var context: [String] = []

        @Option(
            help: ArgumentHelp(
                "Answer /healthz, /readyz and /metrics there.", valueName: "address:port"))
        var http: String?

        @Option(
            help: ArgumentHelp("Keep journals of all calls in this database.", valueName: "file"),
            completion: .file())
        var journal: String?

        @Option(help: ArgumentHelp("Calls at once; others are passed on. (default: 1000)", valueName: "n"))
        var maxCalls: String?

        @Option(
            help: ArgumentHelp(
                "How long calls go on after a stop, such as 5m. (default: 60s)", valueName: "time"))
        var drain: String?

        @Option(
            help: ArgumentHelp(
                "The mildest line of the log. (values: trace, debug, info, notice, warning, error, critical; "
                    + "default: info)", valueName: "level"))
        var logLevel: String?

        @Option(
            help: ArgumentHelp(
                "How a line of the log is written. (values: text, json; default: text)", valueName: "format"))
        var logFormat: String?

        /// Those that stand on the command line.
        var given: [GivenOption] {
            let single: [(String, String?)] = [
                ("--backend", backend), ("--http", http), ("--journal", journal), ("--max-calls", maxCalls),
                ("--drain", drain), ("--log-level", logLevel), ("--log-format", logFormat),
            ]
            return single.compactMap { name, text in text.map { GivenOption(name, [$0]) } }
                + (context.isEmpty ? [] : [GivenOption("--context", context)])
        }
    }
#endif
