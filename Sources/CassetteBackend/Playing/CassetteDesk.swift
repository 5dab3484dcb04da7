import FlowRuntime
import Synchronization

/// Couples a tape with the tasks that play it: each waits until it is its turn.
///
/// Everything changes under one lock; whoever is to go on is resumed after it.
final class CassetteDesk: Sendable {
    typealias CallAnswer = Result<(call: Int, info: CallInfo)?, BackendError>
    typealias EventAnswer = Result<TimedEvent?, BackendError>

    private let state: Mutex<State>

    /// How long (in real time) nothing may happen before whoever takes calls counts as busy with something
    /// else: long against the time in which a loaded machine resumes a task, short for a person who waits.
    private static let patience = Duration.seconds(1)
    /// Waits for a stall to be over; one at a time.
    private let watcher = Mutex<Task<Void, Never>?>(nil)

    init(_ cassette: Cassette) {
        state = Mutex(State(tape: CassetteTape(cassette, playsScripts: false)))
    }

    deinit { watcher.withLock { $0?.cancel() } }

    /// The next call; `nil` when none will come.
    func nextCall() async throws(BackendError) -> (call: Int, info: CallInfo)? {
        let answer: CallAnswer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                change { $0.accept(continuation, isCancelled: Task.isCancelled) }
            }
        } onCancel: {
            change { $0.stopAccepting() }
        }
        return try answer.get()
    }

    /// The next event of a call; `nil` when the task is cancelled.
    func nextEvent(of call: Int) async throws(BackendError) -> TimedEvent? {
        let answer: EventAnswer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                change { $0.wait(continuation, call, isCancelled: Task.isCancelled) }
            }
        } onCancel: {
            change { $0.stopWaiting(call) }
        }
        return try answer.get()
    }

    func perform(_ command: CallCommand, as id: CommandID, of call: Int) throws(BackendError) {
        if let failure = change({ $0.perform(command, id, call) }) { throw failure }
    }

    func close(_ call: Int) { change { $0.close(call) } }

    func finish() throws(CassetteMismatch) {
        let mismatch: CassetteMismatch? = state.withLock { state in
            if let mismatch = state.mismatch { return mismatch }
            do throws(CassetteMismatch) { try state.tape.expectEnd() } catch { return error }
            return nil
        }
        if let mismatch { throw mismatch }
    }

    /// Changes the state, and wakes whoever has something to do.
    @discardableResult
    private func change<Outcome: Sendable>(_ body: (inout State) -> Outcome) -> Outcome {
        let (outcome, wakings, stall) = state.withLock { state in
            let outcome = body(&state)
            state.moveOn()
            return (outcome, state.takeWakings(), state.takeStall())
        }
        for waking in wakings { waking.resume() }
        if let stall { watch(stall) }
        return outcome
    }

    private func watch(_ stall: UInt64) {
        watcher.withLock {
            $0 = Task { [weak self] in
                try? await Task.sleep(for: Self.patience)
                self?.change { $0.giveUp(since: stall) }
            }
        }
    }
}

/// Somebody to be resumed, with what they waited for.
private enum Waking {
    case acceptor(CheckedContinuation<CassetteDesk.CallAnswer, Never>, CassetteDesk.CallAnswer)
    case session(CheckedContinuation<CassetteDesk.EventAnswer, Never>, CassetteDesk.EventAnswer)

    func resume() {
        switch self {
        case .acceptor(let continuation, let answer): continuation.resume(returning: answer)
        case .session(let continuation, let answer): continuation.resume(returning: answer)
        }
    }
}

private struct State {
    var tape: CassetteTape
    private(set) var mismatch: CassetteMismatch?
    private var acceptor: CheckedContinuation<CassetteDesk.CallAnswer, Never>?
    /// Sessions that were given out and are not closed, and those of them that wait.
    private var open: Set<Int> = []
    private var waiters: [Int: CheckedContinuation<CassetteDesk.EventAnswer, Never>] = [:]
    /// The call that was given out last; its first event is still to be taken.
    private var given = -1
    /// Counts what the tasks did: a stall during which it stays the same is one.
    private var moves: UInt64 = 0
    private var isWatched = false
    private var wakings: [Waking] = []

    init(tape: CassetteTape) { self.tape = tape }

    mutating func takeWakings() -> [Waking] {
        defer { wakings = [] }
        return wakings
    }

    private var failure: BackendError? {
        mismatch.map { BackendError(.protocolViolation, "the cassette does not match: \($0)") }
    }

    private mutating func attempt(_ body: (inout CassetteTape) throws(CassetteMismatch) -> Void) {
        guard mismatch == nil else { return }
        do throws(CassetteMismatch) { try body(&tape) } catch { mismatch = error }
    }

    // MARK: Those who wait

    mutating func accept(
        _ continuation: CheckedContinuation<CassetteDesk.CallAnswer, Never>, isCancelled: Bool
    ) {
        precondition(acceptor == nil, "two tasks iterate over the inbound calls of one cassette")
        moves &+= 1
        acceptor = continuation
        if isCancelled { stopAccepting() }
    }

    mutating func stopAccepting() { answerAcceptor(.success(nil)) }

    private mutating func answerAcceptor(_ answer: CassetteDesk.CallAnswer) {
        if let acceptor { wakings.append(.acceptor(acceptor, answer)) }
        acceptor = nil
    }

    mutating func wait(
        _ continuation: CheckedContinuation<CassetteDesk.EventAnswer, Never>, _ call: Int, isCancelled: Bool
    ) {
        moves &+= 1
        guard open.contains(call), waiters[call] == nil, !isCancelled else {
            return wakings.append(.session(continuation, .success(nil)))
        }
        waiters[call] = continuation
        answer(call)
    }

    mutating func stopWaiting(_ call: Int) { wake(call, .success(nil)) }

    private mutating func wake(_ call: Int, _ answer: CassetteDesk.EventAnswer) {
        guard let waiter = waiters.removeValue(forKey: call) else { return }
        wakings.append(.session(waiter, answer))
    }

    /// Gives a waiting call its event, if it is its turn.
    private mutating func answer(_ call: Int) {
        var next = CassetteTape.Next.wait
        attempt { (tape) throws(CassetteMismatch) in next = try tape.takeEvent(of: call) }
        switch next {
        case .event(let event): wake(call, .success(event))
        case .wait: break
        case .nothing:
            wake(call, .failure(BackendError(.closed, "the recording of this call ends here")))
        }
    }

    // MARK: What sessions do

    mutating func perform(_ command: CallCommand, _ id: CommandID, _ call: Int) -> BackendError? {
        moves &+= 1
        guard open.contains(call) else { return failure ?? BackendError(.closed, "the session is closed") }
        attempt { (tape) throws(CassetteMismatch) in try tape.take(command, as: id, of: call, at: nil) }
        return failure
    }

    mutating func close(_ call: Int) {
        moves &+= 1
        guard open.remove(call) != nil else { return }
        wake(call, .success(nil))
        attempt { (tape) throws(CassetteMismatch) in try tape.takeEnd(of: call, at: nil) }
    }

    // MARK: Turns

    /// Lets those go on whose turn it is; after a difference, everybody.
    mutating func moveOn() {
        if let failure { return fail(failure) }
        if let entry = tape.entry, waiters[entry.call] != nil { answer(entry.call) }
        if let failure { return fail(failure) }
        guard acceptor != nil else { return }
        if let (call, info, _) = tape.nextCall, call > given {
            given = call
            open.insert(call)
            answerAcceptor(.success((call, info)))
        } else if tape.isLastCallGiven(given) {
            answerAcceptor(.success(nil))
        }
    }

    private mutating func fail(_ failure: BackendError) {
        for call in waiters.keys.sorted() { wake(call, .failure(failure)) }
        answerAcceptor(.failure(failure))
    }

    /// A stall that somebody should watch: all sessions wait for a call that nobody takes.
    mutating func takeStall() -> UInt64? {
        guard isStalled, !isWatched else { return nil }
        isWatched = true
        return moves
    }

    private var isStalled: Bool {
        guard mismatch == nil, acceptor == nil, !open.isEmpty, let (call, _, _) = tape.nextCall else {
            return false
        }
        return call > given && open.allSatisfy { waiters[$0] != nil }
    }

    mutating func giveUp(since stall: UInt64) {
        isWatched = false
        guard isStalled, moves == stall, let (call, _, _) = tape.nextCall else { return }
        mismatch = tape.mismatch(
            tape.place(tape.position), call, nil,
            "this call begins while others go on, and nobody takes it; run each call in a task of its own, "
                + "as `FlowDriver.answerCalls` does")
    }
}
