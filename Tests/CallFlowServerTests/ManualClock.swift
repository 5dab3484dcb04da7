import CallFlowServer
import FlowRuntime
import Synchronization

/// Time that moves when a test says so.
final class ManualClock: Sendable {
    private struct Sleeper {
        var id: Int
        var until: Int64
        var continuation: CheckedContinuation<Bool, Never>
    }
    private struct State {
        var now: Int64 = 1_000_000
        var next = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
    }
    private let state = Mutex(State())

    var clock: ServerClock {
        ServerClock(
            now: { self.state.withLock { $0.now } },
            wall: { Timestamp(milliseconds: self.state.withLock { $0.now }) },
            sleep: { try await self.wait($0) })
    }

    /// How many wait for time to pass.
    var sleeperCount: Int { state.withLock { $0.sleepers.count } }

    /// Moves on, once that many wait.
    func advance(by time: Duration, whenAsleep count: Int) async {
        while sleeperCount < count { await Task.yield() }
        let due = state.withLock { state in
            state.now += Int64(time / .milliseconds(1))
            defer { state.sleepers.removeAll { $0.until <= state.now } }
            return state.sleepers.filter { $0.until <= state.now }
        }
        for sleeper in due { sleeper.continuation.resume(returning: true) }
    }

    private func wait(_ time: Duration) async throws {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        let isOver = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    let until = state.now + Int64(time / .milliseconds(1))
                    state.sleepers.append(Sleeper(id: id, until: until, continuation: continuation))
                    return false
                }
                if isCancelled { continuation.resume(returning: false) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                guard let place = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil as Sleeper?
                }
                return state.sleepers.remove(at: place)
            }
            sleeper?.continuation.resume(returning: false)
        }
        if !isOver { throw CancellationError() }
    }
}
