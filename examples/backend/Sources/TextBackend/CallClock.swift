import CallFlow
import Foundation

/// The time of day, as it was at the beginning and has moved on since. Unlike `Date()`, it never goes
/// backwards, as the contract wants it.
struct CallClock: Sendable {
    private let start = Int64(Date().timeIntervalSince1970 * 1000)
    private let beginning = ContinuousClock().now

    var now: Timestamp {
        Timestamp(milliseconds: start).advanced(by: ContinuousClock().now - beginning)
    }
}
