package import FlowRuntime

/// Time as the server sees it; given from outside, so that tests have their own.
package struct ServerClock: Sendable {
    /// Milliseconds since an instant that does not matter; never goes back, and no correction of the
    /// machine's time makes a call look longer than it was.
    package var now: @Sendable () -> Int64
    /// Waits; throws when the task is cancelled meanwhile.
    package var sleep: @Sendable (Duration) async throws -> Void

    /// What the clock on the wall says, for journals.
    package var wall: @Sendable () -> Timestamp

    package init(
        now: @escaping @Sendable () -> Int64, wall: @escaping @Sendable () -> Timestamp,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.wall = wall
        self.sleep = sleep
    }

    /// Real time; `wall` is the system's clock.
    package static func live(wall: @escaping @Sendable () -> Timestamp) -> ServerClock {
        let begin = ContinuousClock.now
        return ServerClock(
            now: { Int64(begin.duration(to: .now) / .milliseconds(1)) }, wall: wall,
            sleep: { try await Task.sleep(for: $0) })
    }
}
