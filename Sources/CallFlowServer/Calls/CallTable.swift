import FlowRuntime
import ProjectFile
import Synchronization

/// The calls that are up: how many there may be, since when they are, and how to end them.
final class CallTable: Sendable {
    /// Why a call is not taken.
    enum Verdict { case taken, full, routeFull }

    private struct Entry {
        var route: CallPattern?
        var began: Int64
        /// It has been told to end, and that has not failed.
        var isEnding = false
        var hangUp: @Sendable () async -> Void
    }

    private struct State {
        var calls: [CallID: Entry] = [:]
        /// Only routes with calls: those of an older project file are forgotten with their last call.
        var perRoute: [CallPattern: Int] = [:]
        /// The flow that a call dialled with, for those whom it dialled: they may answer after its end.
        var dialled: [CallID: FlowVersion] = [:]
        /// Those calls, the longest known first.
        var dialOrder: [CallID] = []
        /// Who waits for the last call to end.
        var waiting: [AsyncStream<Never>.Continuation] = []
    }
    private let state = Mutex(State())

    /// Calls that dialled and are remembered: far more than ring at the same time.
    static let diallersMax = 10_000

    var count: Int { state.withLock { $0.calls.count } }

    /// Takes a call, unless there are enough.
    func take(
        _ call: CallID, route: CallPattern?, limit: Int?, of most: Int, at now: Int64,
        hangUp: @escaping @Sendable () async -> Void
    ) -> Verdict {
        state.withLock { state in
            if state.calls.count >= most { return .full }
            if let route {
                if let limit, state.perRoute[route, default: 0] >= limit { return .routeFull }
                state.perRoute[route, default: 0] += 1
            }
            state.calls[call] = Entry(route: route, began: now, hangUp: hangUp)
            return .taken
        }
    }

    /// A call is over; how long it was up, in milliseconds.
    func end(_ call: CallID, at now: Int64) -> Int64 {
        let (began, waiting) = state.withLock { state in
            let entry = state.calls.removeValue(forKey: call)
            if let route = entry?.route, let calls = state.perRoute[route] {
                state.perRoute[route] = calls > 1 ? calls - 1 : nil
            }
            let waiting = state.calls.isEmpty ? state.waiting : []
            if state.calls.isEmpty { state.waiting = [] }
            return (entry?.began ?? now, waiting)
        }
        for waiter in waiting { waiter.finish() }
        return max(0, now - began)
    }

    // MARK: Ends

    /// Tells every call that began at that instant or before to end; how many there were.
    func hangUp(begunBy instant: Int64) async -> Int {
        let calls = state.withLock { state in
            let due = state.calls.filter { $0.value.began <= instant && !$0.value.isEnding }
            for call in due.keys { state.calls[call]?.isEnding = true }
            return due.values.map(\.hangUp)
        }
        for hangUp in calls { await hangUp() }
        return calls.count
    }

    /// A call that was told to end goes on: it may be told again.
    func hangUpFailed(_ call: CallID) { state.withLock { $0.calls[call]?.isEnding = false } }

    /// Returns when no call is up, at once if there is none, or when the task is cancelled.
    func becomeEmpty() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        let isEmpty = state.withLock { state in
            if !state.calls.isEmpty { state.waiting.append(continuation) }
            return state.calls.isEmpty
        }
        if isEmpty { return }
        for await _ in stream {}
    }

    // MARK: Calls that dial

    /// Whoever answers what this call dials gets its flow.
    func note(dialling call: CallID, with version: FlowVersion) {
        state.withLock { state in
            if state.dialled.updateValue(version, forKey: call) == nil { state.dialOrder.append(call) }
            // In halves, so that the oldest are not moved up one by one.
            guard state.dialOrder.count > 2 * Self.diallersMax else { return }
            for old in state.dialOrder.prefix(Self.diallersMax) { state.dialled[old] = nil }
            state.dialOrder.removeFirst(Self.diallersMax)
        }
    }

    func version(diallingBy call: CallID) -> FlowVersion? { state.withLock { $0.dialled[call] } }
}
