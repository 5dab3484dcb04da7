import FlowRuntime

/// What waits for the writer of a journal, and who waits for it to be written. A value, behind one lock.
struct JournalInbox: Sendable {
    /// How soon a batch is wanted.
    enum Urgency: Int, Sendable, Comparable {
        case later, soon
        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    typealias Waiter = CheckedContinuation<Void, Never>

    /// A batch that is to be written after a while, unless one that comes earlier takes its place.
    struct Appointment: Sendable {
        fileprivate let number: Int
        let urgency: Urgency
    }

    /// What a batch is made of.
    struct Taken {
        var writers: [JournalWriter]
        var waiters: [Waiter]
        var protocolName: String?
        var latest: Timestamp
    }

    private(set) var state = JournalState.open
    private(set) var protocolName: String?
    /// Bytes that are not in the file yet.
    private(set) var bytes = 0
    private(set) var holedCalls = 0
    var figures = JournalFigures()
    private let limit: Int
    private var lastCall: Int64
    private var writers: [JournalWriter] = []
    private var waiters: [Waiter] = []
    private var isNameNews = false
    /// The latest instant that a call has told: the journal has no clock of its own.
    private var latest = Timestamp(milliseconds: 0)
    /// The batch that is scheduled.
    private var scheduled: Appointment?
    private var lastAppointment = 0
    private var isRetryScheduled = false

    init(limit: Int, lastCall: Int64, protocolName: String?) {
        self.limit = limit
        self.lastCall = lastCall
        self.protocolName = protocolName
    }

    mutating func nextCall() -> Int64 {
        lastCall += 1
        return lastCall
    }

    /// `false` when there is no room for these bytes: the call is journaled no further.
    mutating func take(_ writer: JournalWriter, isNew: Bool, bytes new: Int, latest time: Timestamp) -> Bool {
        guard state != .closed else { return true }
        latest = max(latest, time)
        guard new == 0 || bytes + new <= limit else {
            holedCalls += 1
            // Whatever waits is being written, or will be; a record that is too large by itself is no sign of
            // a slow disk.
            if bytes > 0 { failed("the disk is too slow", at: time) }
            return false
        }
        bytes += new
        if isNew { writers.append(writer) }
        return true
    }

    mutating func remember(_ name: String) {
        guard state != .closed, name != protocolName else { return }
        (protocolName, isNameNews) = (name, true)
    }

    /// `false` when there is nothing to wait for: a caller must not wait for a disk that fails.
    mutating func wait(_ waiter: Waiter) -> Bool {
        guard state == .open else { return false }
        waiters.append(waiter)
        return true
    }

    /// The batch that has to be scheduled now, if none is that soon.
    mutating func due(_ urgency: Urgency) -> Appointment? {
        guard state == .open else { return nil }
        if let scheduled, scheduled.urgency >= urgency { return nil }
        lastAppointment += 1
        scheduled = Appointment(number: lastAppointment, urgency: urgency)
        return scheduled
    }

    /// Whether this is still the batch to come.
    func isScheduled(_ appointment: Appointment) -> Bool { scheduled?.number == appointment.number }

    mutating func takeAll() -> Taken {
        defer { (writers, waiters, isNameNews, scheduled) = ([], [], false, nil) }
        return Taken(
            writers: writers, waiters: waiters, protocolName: isNameNews ? protocolName : nil, latest: latest)
    }

    /// So many bytes are in the file now; or not all, and why.
    mutating func written(
        _ count: Int, _ figures: JournalFigures, problem: JournalError?, at time: Timestamp
    ) {
        bytes -= count
        self.figures = figures
        if let problem {
            failed(problem.message, at: time)
        } else if case .failing = state {
            state = .open
        }
    }

    private mutating func failed(_ reason: String, at time: Timestamp) {
        guard state == .open else { return }
        state = .failing(reason: reason, since: time)
    }

    /// Whether a retry has to be scheduled.
    mutating func needsRetry() -> Bool {
        guard case .failing = state, !isRetryScheduled else { return false }
        isRetryScheduled = true
        return true
    }

    mutating func retries() { isRetryScheduled = false }

    /// Those who are still waiting.
    mutating func close() -> [Waiter] {
        defer { (writers, waiters) = ([], []) }
        state = .closed
        return waiters
    }
}
