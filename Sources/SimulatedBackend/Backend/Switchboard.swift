import DequeModule
import FlowRuntime
import Synchronization

/// Couples a phone system with the tasks that run its calls, and lets time move when all of them wait.
///
/// Everything changes under one lock; whoever is to go on is resumed after it. A call that came in holds the
/// time until it is taken, unless nobody is there to take it: then it rings, and the world goes on.
final class Switchboard: Sendable {
    private let state: Mutex<State>

    /// How long (in real time) nothing may happen before whoever takes calls counts as busy with something
    /// else: long against the time in which a loaded machine resumes a task, short for a person who waits.
    private static let patience = Duration.seconds(1)

    /// Waits for a stall to be over; one at a time.
    private let watcher = Mutex<Task<Void, Never>?>(nil)

    deinit { watcher.withLock { $0?.cancel() } }

    init(_ phone: PhoneSystem) { state = Mutex(State(phone: phone)) }

    var snapshot: PhoneSystem { state.withLock { $0.phone } }

    func info(of leg: LegID) -> CallInfo { state.withLock { $0.phone.legs[leg.index].info } }

    /// The next call; `nil` when none will come.
    func nextCall() async -> LegID? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let task = withUnsafeCurrentTask { $0?.hashValue }
                change { $0.accept(continuation, of: task, isCancelled: Task.isCancelled) }
            }
        } onCancel: {
            change { $0.stopAccepting() }
        }
    }

    /// The next event of a call; `nil` when none will come, or the task is cancelled.
    func nextEvent(of leg: LegID) async -> TimedEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let task = withUnsafeCurrentTask { $0?.hashValue }
                change { $0.wait(continuation, leg, in: task, isCancelled: Task.isCancelled) }
            }
        } onCancel: {
            change { $0.stopWaiting(leg) }
        }
    }

    /// `false` when the session is closed.
    func perform(_ command: CallCommand, as id: CommandID, on leg: LegID) -> Bool {
        var isOpen = false
        change { isOpen = $0.perform(command, id, leg) }
        return isOpen
    }

    func inject(_ deed: Deed, on leg: LegID) { change { $0.phone.inject(deed, on: leg) } }
    func close(_ leg: LegID) { change { $0.close(leg) } }
    func shutDown() { change { $0.shutDown() } }

    /// Changes the state, lets time move as far as it can, and wakes whoever has something to do.
    private func change(_ body: (inout State) -> Void) {
        let (wakings, stall) = state.withLock { state in
            body(&state)
            state.moveOn()
            return (state.takeWakings(), state.takeStall())
        }
        for waking in wakings { waking.resume() }
        if let stall { watch(stall) }
    }

    /// Lets calls ring that nobody takes, when nothing at all has happened for a while.
    private func watch(_ stall: UInt64) {
        watcher.withLock {
            $0 = Task { [weak self] in
                try? await Task.sleep(for: Self.patience)
                self?.change { $0.stopHolding(since: stall) }
            }
        }
    }
}

/// Somebody to be resumed, with what they waited for.
private enum Waking {
    case acceptor(CheckedContinuation<LegID?, Never>, LegID?)
    case session(CheckedContinuation<TimedEvent?, Never>, TimedEvent?)

    func resume() {
        switch self {
        case .acceptor(let continuation, let leg): continuation.resume(returning: leg)
        case .session(let continuation, let event): continuation.resume(returning: event)
        }
    }
}

private struct State {
    var phone: PhoneSystem
    private var sessions: [LegID: OpenSession] = [:]
    /// Calls that have come in and that nobody has taken; they hold the time while `isAttended`.
    private var arrivals: Deque<LegID> = []
    private var acceptor: CheckedContinuation<LegID?, Never>?
    /// The task that took a call last, to notice when it waits for something else.
    private var acceptingTask: Int?
    /// Whether somebody is expected to take the next call at once.
    private var isAttended = true
    /// Sessions that were taken and do not wait. While there is one, time stands still.
    private var busy = 0
    /// Counts what the tasks did: a stall during which it stays the same is one.
    private var moves: UInt64 = 0
    private var isWatched = false
    private var isOver = false
    private var wakings: [Waking] = []

    init(phone: PhoneSystem) { self.phone = phone }

    struct OpenSession {
        /// The first event of a run, which comes without anything happening.
        var start: TimedEvent?
        var waiter: CheckedContinuation<TimedEvent?, Never>?
    }

    mutating func takeWakings() -> [Waking] {
        defer { wakings = [] }
        return wakings
    }

    // MARK: Those who wait

    mutating func accept(
        _ continuation: CheckedContinuation<LegID?, Never>, of task: Int?, isCancelled: Bool
    ) {
        precondition(acceptor == nil, "two tasks iterate over the inbound calls of one simulator")
        moves &+= 1
        acceptingTask = task
        isAttended = true
        if let leg = arrivals.popFirst() {
            give(leg, to: continuation)
        } else if isOver || isCancelled {
            wakings.append(.acceptor(continuation, nil))
        } else {
            acceptor = continuation
        }
    }

    /// The session begins when it is taken, and has something to do.
    private mutating func give(_ leg: LegID, to continuation: CheckedContinuation<LegID?, Never>) {
        sessions[leg] = OpenSession(start: TimedEvent(.started, at: phone.now))
        busy += 1
        wakings.append(.acceptor(continuation, leg))
    }

    mutating func stopAccepting() {
        if let acceptor { wakings.append(.acceptor(acceptor, nil)) }
        acceptor = nil
    }

    mutating func wait(
        _ continuation: CheckedContinuation<TimedEvent?, Never>, _ leg: LegID, in task: Int?,
        isCancelled: Bool
    ) {
        moves &+= 1
        guard var session = sessions[leg], !isOver, !isCancelled, session.waiter == nil else {
            return wakings.append(.session(continuation, nil))
        }
        if let start = session.start {
            session.start = nil
            wakings.append(.session(continuation, start))
        } else {
            session.waiter = continuation
            busy -= 1
            // Who takes the calls runs one of them, and takes no other before its end.
            if let task, task == acceptingTask { isAttended = false }
        }
        sessions[leg] = session
    }

    mutating func stopWaiting(_ leg: LegID) { wake(leg, with: nil) }

    /// The session has something to do, if it waits.
    private mutating func wake(_ leg: LegID, with event: TimedEvent?) {
        guard let waiter = sessions[leg]?.waiter else { return }
        sessions[leg]?.waiter = nil
        busy += 1
        wakings.append(.session(waiter, event))
    }

    // MARK: What sessions do

    mutating func perform(_ command: CallCommand, _ id: CommandID, _ leg: LegID) -> Bool {
        guard sessions[leg] != nil, !isOver else { return false }
        phone.perform(command, as: id, for: leg)
        return true
    }

    mutating func close(_ leg: LegID) {
        moves &+= 1
        // Whoever was busy with this call may take the next one now.
        isAttended = true
        wake(leg, with: nil)
        guard sessions.removeValue(forKey: leg) != nil else { return }
        busy -= 1
        phone.close(leg)
    }

    mutating func shutDown() {
        isOver = true
        stopAccepting()
        for leg in sessions.keys.sorted() { wake(leg, with: nil) }
    }

    // MARK: Time

    /// Hands over what has happened, and lets the next thing happen, until somebody has something to do.
    mutating func moveOn() {
        while busy == 0, !isHeld, !isOver {
            if let delivery = phone.nextDelivery() {
                hand(over: delivery)
            } else if !phone.advance() {
                // Whoever still waits would wait for ever. A backend that has begun without any caller is
                // over, too.
                return shutDown()
            }
        }
    }

    /// A call has come in, and time waits for whoever takes it.
    private var isHeld: Bool { isAttended && !arrivals.isEmpty }

    /// A stall that somebody should watch: all sessions wait, and so does a call that nobody has taken.
    mutating func takeStall() -> UInt64? {
        guard busy == 0, isHeld, !isOver, !isWatched else { return nil }
        isWatched = true
        return moves
    }

    /// The calls that came in ring on, if nothing has happened since.
    mutating func stopHolding(since stall: UInt64) {
        isWatched = false
        if busy == 0, moves == stall { isAttended = false }
    }

    private mutating func hand(over delivery: Delivery) {
        switch delivery {
        case .inbound(let leg):
            if let acceptor {
                self.acceptor = nil
                give(leg, to: acceptor)
            } else {
                arrivals.append(leg)
            }
        case .event(let leg, let event):
            // A call that nobody has taken can do nothing but end, and then there is nothing to take any
            // more.
            if case .ended = event, sessions[leg] == nil { arrivals.removeAll { $0 == leg } }
            wake(leg, with: TimedEvent(event, at: phone.now))
        case .confirm(let leg, _, _): phone.confirmationFailed(leg, "no script runs on this leg")
        case .waiting(let leg, _, _, _): phone.waitingDocumentFailed(leg)
        case .abandon: break
        }
    }
}
