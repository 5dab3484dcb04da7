/// What the operator of a server wants of it.
package enum ServerOrder: Sendable, Hashable {
    /// Read flows and routes again.
    case reload
    /// Take no further calls and end when the last one has; another of these, caught a moment later, ends at
    /// once.
    case stop(CaughtSignal)
}

/// How a server ended.
package enum ServerEnd: Sendable, Hashable {
    /// It was told to stop, and no call is left. `hungUp`: calls that did not end in time.
    case drained(hungUp: Int)
    /// It was told again, a moment after it was told to stop.
    case stoppedAtOnce(signal: Int32)
    /// The phone system refused us for good, or was lost: its words.
    case backendLost(String)
    /// The phone system has no more calls.
    case noMoreCalls
}
