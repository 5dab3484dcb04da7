/// Tells wishes to stop from echoes of the first: whoever sends a signal to a process and to its group, as
/// coreutils' `timeout` and many supervisors do, has it delivered twice and means it once.
///
/// | state | a signal | goes to | verdict |
/// |---|---|---|---|
/// | running | the first | stopping | `begin` |
/// | stopping | within a moment of the first | stopping | `echo` |
/// | stopping | a moment after the first, or later | stopping | `insist` |
package struct StopSignals: Sendable {
    /// What a signal means.
    package enum Verdict: Sendable, Hashable {
        /// Stop, in good order.
        case begin
        /// Nothing that has not been said before.
        case echo
        /// Stop at once.
        case insist
    }

    /// From the first signal on: longer than two signals of one sender are apart on a machine that is busy,
    /// shorter than a person takes to become impatient.
    package static let moment: Int64 = 1000

    private var first: Int64?

    package init() {}

    /// - `milliseconds`: Of a clock that never goes back, such as `ServerClock.now`.
    package mutating func take(at milliseconds: Int64) -> Verdict {
        guard let first else {
            first = milliseconds
            return .begin
        }
        return milliseconds - first < Self.moment ? .echo : .insist
    }
}
