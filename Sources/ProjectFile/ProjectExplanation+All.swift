import SourceText

extension ProjectExplanation {
    /// What is wrong with keys and values.
    static let ofForm: [ProjectExplanation] = [
        .init(
            "bad-value", .error, "A value is not of the kind that its key takes.",
            "What it stands for is guessed by nobody, so no server begins with it. "
                + "`callflow explain project` says what each key takes.",
            bad: [
                "limits: {drain: «30»}",
                "requests:\n  allow: [«\"https://db.internal/\"»]",
                "relay: {host: «acme»}",
                "envs:\n  pin: {fromEnvironment: «\"${PIN}\"»}",
            ],
            good: ["limits: {drain: 30s}", "requests:\n  allow: [db.internal]"]),
        .init(
            "duplicate-value", .warning, "A list has the same value twice.",
            "It says nothing new, so something else was meant.",
            bad: ["relay:\n  contexts: [office, «office»]"], good: ["relay:\n  contexts: [office, support]"]),
        .init(
            "missing-key", .error, "A key that is needed is missing.",
            "A route says which calls it is for and which `flow` they get; a header has a `name` and a "
                + "`value`; `http` has a `port`.",
            bad: ["routes:\n  - «to: \"+15555550100\"»"],
            good: ["routes:\n  - {to: \"+15555550100\", flow: flows/pin.yaml}"]),
        .init(
            "secret-in-project-file", .error, "A credential stands in the project file.",
            "The file is committed and copied; credentials are read from the environment alone: "
                + "SIGNALWIRE_PROJECT_ID and SIGNALWIRE_API_TOKEN, or SIGNALWIRE_JWT_TOKEN. Revoke one that "
                + "was there.",
            bad: ["relay:\n  «token»: PT0123"]),
        .init(
            "unknown-key", .error, "A project file has no such key there.",
            "A key that nobody reads is a misspelt one: what it says would not happen. Keys that begin with "
                + "`x-` are ignored; YAML anchors can stand there.",
            bad: ["limits: {«call»: 20}", "envs:\n  pin: {«fromEnviroment»: PIN}"],
            good: ["limits: {calls: 20}", "envs:\n  pin: {fromEnvironment: PIN}"]),
        .init(
            "unquoted-number", .warning, "A number of which YAML forgets how it was written.",
            "Flows compare text. `0042` is 42 to other readers of YAML: quote it.",
            bad: ["envs:\n  code: «0042»"], good: ["envs:\n  code: \"0042\""]),
    ]

    /// What is wrong with routes.
    static let ofRoutes: [ProjectExplanation] = [
        .init(
            "duplicate-route", .error, "Two routes are for the same calls.",
            "The first one takes them all, so the second was meant for others.",
            bad: [
                """
                routes:
                  - {to: "+1 555 555 0100", flow: flows/pin.yaml}
                  - «{to: "+15555550100", flow: flows/other.yaml}»
                """
            ]),
        .init(
            "no-contexts", .hint, "The project asks for no context.",
            "A phone system offers a worker the calls of the contexts that it asks for, as its numbers name "
                + "them. Without one hardly any call comes. CALLFLOW_CONTEXTS or `--context` may name some.",
            bad: ["«default»: flows/pin.yaml"],
            good: ["relay: {contexts: [office]}\ndefault: flows/pin.yaml"]),
        .init(
            "no-routes", .warning, "No call gets a flow.",
            "`serve` without a flow on its command line needs `routes`, or a `default`.",
            bad: ["«relay»: {contexts: [office]}"],
            good: ["relay: {contexts: [office]}\ndefault: flows/pin.yaml"]),
        .init(
            "broken-flow", .error, "A flow that the file names cannot run.",
            "It has errors, a step of it cannot be run over SignalWire RELAY, or it is no flow: a scenario "
                + "file, a cassette, a project file. `serve` begins when all flows of the file can run.",
            bad: ["default: «flows/broken.yaml»"], good: ["default: flows/pin.yaml"]),
        .init(
            "unknown-flow", .error, "A flow that the file names is not there.",
            "Flows are files, and their paths are relative to the folder of the project file.",
            bad: ["default: «flows/gone.yaml»", "default: «flows»", "default: «pipe»"],
            good: ["default: flows/pin.yaml"]),
        .init(
            "unreachable-route", .warning, "A route that no call takes.",
            "An earlier route takes all of its calls (the first that fits wins), its words rule each other "
                + "out, its context is not among those that the server asks for, or nobody can call what it "
                + "names: calls are to numbers in international form or to SIP addresses.",
            bad: [
                """
                routes:
                  - {sipUser: support, flow: flows/pin.yaml}
                  - «{sipUser: support, context: office, flow: flows/other.yaml}»
                """,
                "routes:\n  - {to: «support», flow: flows/pin.yaml}",
                "routes:\n  - {sipUser: «\"sip:support@example.com\"», flow: flows/pin.yaml}",
            ],
            good: [
                """
                routes:
                  - {to: "+15555550100", flow: flows/pin.yaml}
                  - {sipUser: support, flow: flows/other.yaml}
                """
            ]),
    ]

    /// What is wrong with `envs`.
    static let ofEnvironment: [ProjectExplanation] = [
        .init(
            "missing-variable", .error, "A value of `envs` is read from a variable that is not set.",
            "Flows would begin without it. Set the variable where the server is started, as in the unit "
                + "file; `serve` reports it, and `lint` cannot know.",
            bad: ["envs:\n  pin: «{fromEnvironment: PIN}»"]),
        .init(
            "unread-env", .warning, "A value of `envs` that no flow reads.",
            "Its name is misspelt, here or in a flow, or it is left over.",
            bad: ["default: flows/pin.yaml\nenvs:\n  pin: \"4711\"\n  «greeting»: Hello"],
            good: ["default: flows/pin.yaml\nenvs:\n  pin: \"4711\""]),
        .init(
            "unset-env", .warning, "A flow reads a value of `envs` that the project does not give.",
            "It is empty, or `undefined` in a condition. A flow that can do without says so where it reads "
                + "it (`envs.pin || '0000'`, `when: envs.pin`), and `--env` may give it, too.",
            bad: ["default: «flows/pin.yaml»\nenvs: {}"],
            good: ["default: flows/pin.yaml\nenvs:\n  pin: \"4711\""]),
    ]

    /// What is wrong with where a server would run.
    static let ofSettings: [ProjectExplanation] = [
        .init(
            "missing-path", .warning, "A file or a folder that a setting names is not there.",
            "`serve` makes the journal's file, but no folder, and it does not begin without the "
                + "certificates that it is to trust. A whole path (`/var/…`) is only a hint: it is one of "
                + "the machine that serves.",
            bad: ["journal: {path: «missing/calls.sqlite»}"], good: ["journal: {path: calls.sqlite}"]),
        .init(
            "no-journal", .hint, "Settings of a journal that is not kept.",
            "The other keys of `journal` mean nothing without its `path`, which may also come from "
                + "CALLFLOW_JOURNAL or `--journal`.",
            bad: ["«journal»: {retention: 7d}"], good: ["journal: {path: calls.sqlite, retention: 7d}"]),
    ]
}
