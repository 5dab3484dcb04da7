extension Setting {
    /// Every setting, in the order in which `--print-config` lists them.
    package static let all: [Setting] = [backend] + relay + limits + [http] + journal + others

    /// The keys at the top that hold settings, in their order.
    package static let sections = all.reduce(into: [String]()) { names, setting in
        if let section = setting.section, !names.contains(section) { names.append(section) }
    }

    /// The setting of that name.
    package static func named(_ name: String) -> Setting? { all.first { $0.name == name } }

    /// The setting that an option of the command line gives.
    package static func of(option: String) -> Setting? { all.first { $0.option == option } }

    private static let backend = Setting(
        "backend", .word(), \.backend, variables: ["CALLFLOW_BACKEND"], option: "--backend",
        "Where the calls come from.")

    private static let relay = [
        Setting(
            "relay.host",
            .one("a host such as acme.signalwire.com", isQuoted: false, read: host, show: { $0 }),
            \.relayHost,
            variables: ["SIGNALWIRE_RELAY_HOST", "SIGNALWIRE_SPACE"],
            "The space to connect to; without one, the service's own host."),
        Setting(
            "relay.contexts", .texts("a list of contexts, as your numbers name them"), \.relayContexts,
            variables: ["CALLFLOW_CONTEXTS"], option: "--context", "Which calls this worker is offered."),
        Setting(
            "relay.caFile", .text("the path of a PEM file"), \.relayCAFile,
            variables: ["SIGNALWIRE_RELAY_CA_FILE"],
            "Certificates that are trusted besides the system's."),
    ]

    private static let limits = [
        Setting(
            "limits.calls", .calls, \.calls,
            variables: ["CALLFLOW_MAX_CALLS"], option: "--max-calls",
            "How many calls are up at once; further ones are passed on to other workers."),
        Setting(
            "limits.callDuration", .time(.seconds(1)...(.seconds(7 * 86_400))), \.callDuration,
            variables: ["CALLFLOW_CALL_DURATION"], "How long a call may last before it is hung up."),
        Setting(
            "limits.drain", .time(.zero...(.seconds(86_400))), \.drain,
            variables: ["CALLFLOW_DRAIN"], option: "--drain",
            "How long calls go on after the server was told to stop."),
    ]

    private static let http = Setting(
        "http",
        .one("an address and a port, such as 127.0.0.1:8080", read: HTTPAddress.init, show: \.description),
        \.http, variables: ["CALLFLOW_HTTP"], option: "--http",
        "Where /healthz, /readyz and /metrics are answered; without one, nowhere.")

    private static let journal = [
        Setting(
            "journal.path", .text("the path of a database file"), \.journalPath,
            variables: ["CALLFLOW_JOURNAL"], option: "--journal",
            "Where the journals of all calls are kept; without one, none are."),
        Setting(
            "journal.maxBytes", .size(from: 1 << 20), \.journalBytes,
            variables: ["CALLFLOW_JOURNAL_MAX_BYTES"],
            "How large that file may become; the oldest calls go first."),
        Setting(
            "journal.retention", .time(.seconds(60)...(.seconds(3650 * 86_400))), \.journalRetention,
            variables: ["CALLFLOW_JOURNAL_RETENTION"], "How long a call's journal is kept."),
        Setting(
            "journal.onFailure", .word(), \.journalFailure, variables: ["CALLFLOW_JOURNAL_ON_FAILURE"],
            "What becomes of new calls when the journal cannot be written."),
        Setting(
            "journal.survivesPowerLoss", .truth, \.journalSurvivesPowerLoss,
            variables: ["CALLFLOW_JOURNAL_SURVIVES_POWER_LOSS"],
            "Whether every entry is on the disk itself before its command goes out. Otherwise it "
                + "survives the end of the server, and not always that of the machine."),
    ]

    private static let others = [
        Setting(
            "requests.allow", .texts("a list of hosts"), \.allowedHosts,
            variables: ["CALLFLOW_ALLOW_HOSTS"],
            "Hosts that flows may reach although their addresses are private."),
        Setting(
            "log.level", .word(), \.logLevel, variables: ["CALLFLOW_LOG_LEVEL"], option: "--log-level",
            "The mildest line that is logged."),
        Setting(
            "log.format", .word(), \.logFormat, variables: ["CALLFLOW_LOG_FORMAT"], option: "--log-format",
            "How a line is written: for people, or as JSON for machines."),
        Setting(
            "log.callerData", .word(), \.callerData, variables: ["CALLFLOW_LOG_CALLER_DATA"],
            "Whether numbers of callers are logged whole, or their last four digits."),
    ]

    /// Only what must not be there at all; the phone system's own rules are its reader's business.
    /// An IPv6 address stands in brackets there.
    private static func host(_ text: String) -> String? {
        HTTPAddress.isHost(text.filter { !"[]".contains($0) }) ? text : nil
    }
}
