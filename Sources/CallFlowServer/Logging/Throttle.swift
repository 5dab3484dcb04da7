import Synchronization

/// Keeps a line that everybody could cause from filling the log: one each second, with how many were left
/// out.
final class Throttle: Sendable {
    private let state = Mutex((second: Int64.min, left: 0))

    /// How many lines like this one were left out since the last; `nil`: leave this one out, too.
    func admit(at milliseconds: Int64) -> Int? {
        state.withLock { state in
            let second = milliseconds / 1000
            guard second != state.second else {
                state.left += 1
                return nil
            }
            defer { state = (second, 0) }
            return state.left
        }
    }
}
