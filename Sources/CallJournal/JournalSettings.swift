package import FlowRuntime

/// How much a journal may keep, and how long.
package struct JournalSettings: Sendable, Hashable {
    /// The name of the backend whose calls are journaled, as in `--backend NAME`.
    package var backend = "relay"
    /// The largest file, in bytes. Of a file that is nearly that large the oldest calls that are over are
    /// deleted; SQLite's log beside it has a few megabytes more. A call of a minute takes about 2 KB.
    package var maxBytes = 1 << 30
    /// How long a call that is over is kept; `nil` until there is no more room.
    package var retention: Duration? = .seconds(30 * 86_400)
    /// Most bytes that wait for the disk. A call that would wait beyond that is journaled no further.
    package var queueBytes = 16 << 20
    /// How long the first command of a batch waits for others: a caller does not hear it, and hundreds of
    /// calls then share one transaction.
    package var gathering = Duration.milliseconds(2)
    /// How long what no command waits for may stay in memory; a killed worker loses it.
    package var lingering = Duration.milliseconds(20)
    /// Whether every batch is on the disk itself before its commands go out. Otherwise it is in the system's
    /// memory then: it survives the end of the process, however that comes about, and not always that of the
    /// machine, with which the calls end anyway.
    package var survivesPowerLoss = false

    package init() {}
}

/// Whether a journal takes what it is told.
package enum JournalState: Sendable, Hashable {
    case open
    /// It does not, for this reason, since then. Calls go on without it; it is tried again every second.
    case failing(reason: String, since: Timestamp)
    case closed
}

/// How a journal stands, for metrics.
package struct JournalFigures: Sendable, Hashable {
    /// The file's size as of the last batch.
    package var bytes = 0
    /// What waits for the disk.
    package var waitingBytes = 0
    package var batches = 0
    /// Calls that are not journaled to their end because the disk was too slow for too long.
    package var holedCalls = 0
    /// Calls that were deleted to make room, or because they were old.
    package var deletedCalls = 0
}
