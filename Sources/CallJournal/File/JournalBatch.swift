import FlowRuntime

/// What one call has for a batch.
struct JournalShare: Sendable {
    /// The row that begins a call.
    struct Begin: Sendable {
        var call: CallInfo
        var flow: JournaledFlow
        var at: Timestamp
    }

    /// The call's number in the file.
    var number: Int64
    var begin: Begin?
    /// A chunk; empty when there are no new records.
    var bytes: [UInt8] = []
    /// A chunk that says only that from here on records are missing.
    var hole: [UInt8] = []
    /// How the call ended, and when.
    var end: (outcome: String, at: Timestamp)?

    var isEmpty: Bool { begin == nil && bytes.isEmpty && hole.isEmpty && end == nil }

    /// What the beginning of a call counts for: its row, and what keeps it in memory until then.
    static let beginBytes = 512
    /// What it counts for while it waits.
    var byteCount: Int { bytes.count + (begin == nil ? 0 : Self.beginBytes) }
}

/// What one transaction writes.
struct JournalBatch: Sendable {
    var shares: [JournalShare] = []
    /// The name of the worker's session, if it is news.
    var protocolName: String?

    var isEmpty: Bool { shares.isEmpty && protocolName == nil }
    var byteCount: Int { shares.reduce(0) { $0 + $1.byteCount } }
}
