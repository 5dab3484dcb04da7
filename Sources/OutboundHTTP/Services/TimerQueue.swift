import HeapModule
import NIOCore
import Synchronization

/// Timers of all calls on one event loop.
///
/// NIO looks through every timer of a loop to cancel one; with ten thousand calls that wait, each with a
/// time-out that never comes, that is too slow. Here a timer that is given up stays in the heap, marked by
/// its absence from `waiting`, until it comes up or until most of the heap is such.
final class TimerQueue: Sendable {
    /// Names a timer; never used twice.
    struct Key: Hashable, Sendable { fileprivate let number: UInt64 }

    private struct Entry: Comparable, Sendable {
        let at: NIODeadline
        let key: Key
        /// Of two at one instant the one set first comes first.
        static func < (left: Self, right: Self) -> Bool {
            (left.at, left.key.number) < (right.at, right.key.number)
        }
    }

    private struct State: Sendable {
        var heap = Heap<Entry>()
        var waiting: [Key: @Sendable () -> Void] = [:]
        var set: UInt64 = 0
        /// The one timer of the event loop that stands for all, and when it fires.
        var alarm: (handle: NIOScheduledCallback, at: NIODeadline)?
    }

    private let eventLoop: any EventLoop
    private let state = Mutex(State())

    init(on eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// How many entries are held, given up or not; for tests.
    var count: Int { state.withLock { $0.heap.count } }

    /// Calls a function on the event loop, once, at an instant or at once. Throws when the loop has stopped.
    func at(_ instant: NIODeadline, _ action: @escaping @Sendable () -> Void) throws -> Key {
        try state.withLock { state in
            state.set += 1
            let key = Key(number: state.set)
            state.heap.insert(Entry(at: instant, key: key))
            state.waiting[key] = action
            do {
                try setAlarm(&state)
            } catch {
                state.waiting[key] = nil
                throw error
            }
            return key
        }
    }

    /// Does nothing when the timer has fired.
    func cancel(_ key: Key) {
        state.withLock { state in
            guard state.waiting.removeValue(forKey: key) != nil else { return }
            // Half empty: rebuilding costs what setting these timers has cost, so nothing on average.
            guard state.heap.count > 64, state.heap.count > 2 * state.waiting.count else { return }
            state.heap = Heap(state.heap.unordered.filter { state.waiting[$0.key] != nil })
        }
    }

    private func setAlarm(_ state: inout State) throws {
        guard let next = state.heap.min?.at else { return }
        if let alarm = state.alarm {
            guard next < alarm.at else { return }
            alarm.handle.cancel()
        }
        state.alarm = (try eventLoop.scheduleCallback(at: next, handler: Alarm(queue: self)), next)
    }

    fileprivate func ring() {
        let due = state.withLock { state in
            state.alarm = nil
            var due: [@Sendable () -> Void] = []
            let now = NIODeadline.now()
            while let first = state.heap.min, first.at <= now || state.waiting[first.key] == nil {
                state.heap.removeMin()
                if let action = state.waiting.removeValue(forKey: first.key) { due.append(action) }
            }
            // A loop that has stopped takes no alarm, and nobody waits for one there.
            try? setAlarm(&state)
            return due
        }
        for action in due { action() }
    }
}

private struct Alarm: NIOScheduledCallbackHandler, Sendable {
    let queue: TimerQueue
    func handleScheduledCallback(eventLoop: some EventLoop) { queue.ring() }
}
