import FlowRuntime
import NIOCore

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The time of day, but never backwards and never with a jump: it is read once and goes on at the pace of the
/// system's monotonic clock. So setting the time of day neither stalls a time-out nor fires one early.
struct SteadyClock: Sendable {
    private let start: Timestamp
    private let origin: NIODeadline

    init() {
        origin = .now()
        start = Timestamp(milliseconds: Self.timeOfDay())
    }

    var now: Timestamp {
        let elapsed = (NIODeadline.now() - origin).nanoseconds / 1_000_000
        return Timestamp(milliseconds: start.milliseconds &+ elapsed)
    }

    /// When an instant is there; at once for one that has passed.
    func deadline(of instant: Timestamp) -> NIODeadline {
        let wait = min(instant.milliseconds(since: start), Self.longestWait)
        return origin + .milliseconds(wait)
    }

    /// Far beyond any deadline, and no overflow in nanoseconds.
    private static let longestWait: Int64 = 100 * 366 * 86_400_000

    private static func timeOfDay() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
