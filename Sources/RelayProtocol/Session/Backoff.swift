import FlowRuntime

/// How long to wait before the next attempt to connect (relay-protocol.md §1.10, §9 rows 6 and 7): twice as
/// long after every failure, up to a ceiling, times a random factor from 0.5 to 1, so that a thousand workers
/// that lost one server do not come back in one instant.
struct Backoff: Sendable {
    private let first: Int64
    private let longest: Int64
    /// The next wait without its random factor, in milliseconds.
    private var delay: Int64
    private var random: SeededRandom

    init(_ limits: RelayLimits, seed: UInt64) {
        first = max(1, limits.firstReconnectDelay.milliseconds)
        longest = max(first, limits.longestReconnectDelay.milliseconds)
        delay = first
        random = SeededRandom(seed: seed)
    }

    /// How long to wait now.
    mutating func next() -> Duration {
        let least = delay - delay / 2
        let more = Int64(random.next() % UInt64(delay / 2 + 1))
        delay = delay > longest / 2 ? longest : delay * 2
        return .milliseconds(least + more)
    }

    /// The server has let us in.
    mutating func reset() { delay = first }
}
