/// A signal to stop, and when it was caught. Whoever acts upon it may be busy for a while before that.
package struct CaughtSignal: Sendable, Hashable {
    package var number: Int32
    /// Milliseconds of a clock that never goes back, the same for all signals of a process.
    package var instant: Int64

    package init(_ number: Int32, at instant: Int64) {
        self.number = number
        self.instant = instant
    }
}

/// Tells wishes to stop from echoes of the first: whoever sends a signal to a process and to its group, as
/// coreutils' `timeout` and many supervisors do, has it delivered twice and means it once.
///
/// What counts is when they were caught, not when somebody came to look at them.
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

    package mutating func take(_ signal: CaughtSignal) -> Verdict {
        guard let first else {
            first = signal.instant
            return .begin
        }
        return signal.instant - first < Self.moment ? .echo : .insist
    }
}
