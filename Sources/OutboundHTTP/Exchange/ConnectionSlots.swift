import DequeModule
import FlowRuntime
import NIOCore
import Synchronization

/// So many connections at a time; whoever comes later waits, first come, first served.
final class ConnectionSlots: Sendable {
    private struct State: Sendable {
        var free: Int
        /// In the order of coming; numbers that `waiting` has no more have given up.
        var queue: Deque<Int> = []
        /// True is the slot, false that none came in time.
        var waiting: [Int: EventLoopPromise<Bool>] = [:]
        var next = 0
    }

    private let state: Mutex<State>
    private let eventLoop: any EventLoop
    private let timers: TimerQueue

    init(_ count: Int, on eventLoop: any EventLoop) {
        state = Mutex(State(free: count))
        self.eventLoop = eventLoop
        timers = TimerQueue(on: eventLoop)
    }

    /// Takes a slot; whoever has got one gives it back by `release`.
    func acquire(until deadline: NIODeadline) async throws(CommandFailure) {
        let turn = state.withLock { state -> (number: Int, EventLoopFuture<Bool>)? in
            guard state.free == 0 else {
                state.free -= 1
                return nil
            }
            state.next += 1
            let promise = eventLoop.makePromise(of: Bool.self)
            state.queue.append(state.next)
            state.waiting[state.next] = promise
            return (state.next, promise.futureResult)
        }
        guard let (number, future) = turn else { return }
        let clock = try? timers.at(deadline) { self.giveUp(number) }
        // Without a clock the event loop has stopped.
        guard let clock, (try? await future.get()) == true else {
            giveUp(number)
            throw CommandFailure(.timedOut, "too many requests at once; none ended in time")
        }
        timers.cancel(clock)
    }

    func release() {
        let next = state.withLock { state -> EventLoopPromise<Bool>? in
            while let number = state.queue.popFirst() {
                if let promise = state.waiting.removeValue(forKey: number) { return promise }
            }
            state.free += 1
            return nil
        }
        next?.succeed(true)
    }

    private func giveUp(_ number: Int) {
        let promise = state.withLock { $0.waiting.removeValue(forKey: number) }
        promise?.succeed(false)
    }
}
