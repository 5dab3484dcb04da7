/// Bounds work that may never end.
struct Watchdog: Sendable {
    let clock: any Clock<Duration>
    let patience: Duration

    /// Whether the work ended in time. Work that did not is cancelled and left to itself: it may not heed.
    func ends(_ work: @escaping @Sendable () async -> Void) async -> Bool {
        let (finishes, race) = AsyncStream.makeStream(of: Bool.self)
        let worker = Task {
            await work()
            race.yield(true)
        }
        let timer = Task {
            // Cancelled when the work is done: nobody reads what it says then.
            try? await clock.sleep(for: patience)
            race.yield(false)
        }
        defer {
            worker.cancel()
            timer.cancel()
        }
        for await isWork in finishes { return isWork }
        return false
    }
}
