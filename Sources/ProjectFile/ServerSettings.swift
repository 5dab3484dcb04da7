/// Which phone system the calls come from.
package enum BackendChoice: String, Sendable, Hashable, CaseIterable {
    case relay
}

/// Everything that a server is told besides which call gets which flow; each value with where it came from.
package struct ServerSettings: Sendable, Equatable {
    package var backend = Sourced(BackendChoice.relay)

    /// The phone system's host, as the user wrote it; `nil` for the service's own.
    package var relayHost = Sourced<String?>(nil)
    /// Which inbound calls are wanted (relay-protocol.md §1.5).
    package var relayContexts = Sourced<[String]>([])
    /// A PEM bundle that is trusted besides the system's.
    package var relayCAFile = Sourced<String?>(nil)

    /// Calls at once; further ones are passed on (relay-protocol.md §1.13 has the same number).
    package var calls = Sourced(1000)
    /// How long a call may last before it is hung up: as long as `answer` lets one last by default.
    package var callDuration = Sourced(Duration.seconds(14_400))
    /// How long calls go on after the server was told to stop.
    package var drain = Sourced(Duration.seconds(60))

    /// Where `/healthz`, `/readyz` and `/metrics` are; `nil`: nowhere.
    package var http = Sourced<HTTPAddress?>(nil)

    /// The database of journals; `nil`: none is kept.
    package var journalPath = Sourced<String?>(nil)
    /// The largest size of that database; the oldest calls go first.
    package var journalBytes = Sourced(1 << 30)
    /// How long a call's journal is kept.
    package var journalRetention = Sourced(Duration.seconds(30 * 86_400))
    package var journalFailure = Sourced(JournalFailurePolicy.refuse)
    /// Whether journals also survive that the machine loses power.
    package var journalSurvivesPowerLoss = Sourced(false)

    /// Hosts that a flow may reach although their addresses are private.
    package var allowedHosts = Sourced<[String]>([])

    package var logLevel = Sourced(LogLevel.info)
    package var logFormat = Sourced(LogFormat.text)
    package var callerData = Sourced(CallerDataPolicy.masked)

    package init() {}
}

/// What becomes of calls when their journal cannot be written.
package enum JournalFailurePolicy: String, Sendable, Hashable, CaseIterable {
    /// New calls are passed on until it can be.
    case refuse
    /// They are answered without a journal.
    case `continue`
}

/// The mildest line that is logged.
package enum LogLevel: String, Sendable, Hashable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
}

/// How a line of the log is written: for people, or as JSON for machines.
package enum LogFormat: String, Sendable, Hashable, CaseIterable {
    case text, json
}

/// How much of a number or an address of a caller is logged.
package enum CallerDataPolicy: String, Sendable, Hashable, CaseIterable {
    /// The last four characters.
    case masked
    /// All of it.
    case shown
}
