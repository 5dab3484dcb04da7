import FlowRuntime
import Synchronization

/// Whether a fault has happened anywhere.
final class FaultRecord: Sendable {
    private let fired = Mutex(false)
    var hasFired: Bool { fired.withLock { $0 } }
    func fire() { fired.withLock { $0 = true } }
}

/// Counts the chances of a fault, and says when it happens.
struct FaultChances: Sendable {
    private let fault: BackendFault
    private let number: Int
    private let record: FaultRecord
    private var met = 0

    init(of fault: BackendFault, at number: Int, record: FaultRecord) {
        self.fault = fault
        self.number = number
        self.record = record
    }

    /// The same fault, with all its chances to come.
    init(like other: FaultChances) { self.init(of: other.fault, at: other.number, record: other.record) }

    /// Whether one of these faults happens now, at a chance that is theirs: which.
    mutating func meet(_ faults: Set<BackendFault>) -> BackendFault? {
        guard faults.contains(fault) else { return nil }
        met += 1
        guard met == number else { return nil }
        record.fire()
        return fault
    }

    mutating func meet(_ fault: BackendFault) -> Bool { meet([fault]) != nil }
}

/// One call in which something goes wrong: between the session and whoever uses it.
final class FaultyCall: Sendable {
    private let state: Mutex<State>

    init(_ chances: FaultChances) { state = Mutex(State(chances: chances)) }

    /// What becomes of a command.
    enum Handling { case handOver, keep, fail }
    /// What the reader of events gets.
    enum Next { case event(TimedEvent), end, fail, read }

    func take(_ command: CallCommand, _ id: CommandID) -> Handling {
        state.withLock { $0.take(command, id) }
    }
    func ignoresClose() -> Bool { state.withLock { $0.chances.meet(.ignoresClose) } }
    func next() -> Next { state.withLock { $0.next() } }
    func came(_ event: TimedEvent?) { state.withLock { $0.came(event) } }
}

extension FaultyCall {
    fileprivate struct State {
        var chances: FaultChances
        /// To be given to the reader before anything else.
        private var queue: [Next] = []
        /// The command whose answer is to go wrong, and how.
        private var marked: (id: CommandID, fault: BackendFault)?
        /// An answer that is held back until another event has come.
        private var late: CallEvent?
        private var last = Timestamp(milliseconds: 0)
        private var decisions: [ForcedDecision] = []
        private var hasEnded = false
        private var isOver = false

        init(chances: FaultChances) { self.chances = chances }

        mutating func next() -> Next {
            if !queue.isEmpty { return queue.removeFirst() }
            return isOver ? .end : .read
        }

        /// The reader gets these next, with the time of the last event; what a recording has settled for
        /// that event goes with the first.
        private mutating func give(_ events: CallEvent...) {
            for event in events {
                queue.append(.event(TimedEvent(event, at: last, decisions: decisions)))
                decisions = []
            }
        }

        // MARK: Commands

        private static let atCommands: Set<BackendFault> = [
            .refusesCommand, .losesCommand, .answersLate, .answersTwice, .losesAnswer, .answersUnderWrongID,
            .answersInWrongKind, .answersUnsupported, .losesConnection, .endsEvents, .turnsTimeBack,
        ]

        mutating func take(_ command: CallCommand, _ id: CommandID) -> Handling {
            if hasEnded, chances.meet(.throwsAfterEnd) { return .fail }
            if case .cancel = command { return takeCancel(id) }
            switch chances.meet(Self.atCommands) {
            case nil: return .handOver
            case .losesCommand: return .keep
            case .losesConnection: return .fail
            case .refusesCommand:
                give(.finished(id, .failed(CommandFailure(.refused, "a fault was asked for"))))
                return .keep
            case .answersUnsupported:
                give(.finished(id, .failed(CommandFailure(.unsupported, "a fault was asked for"))))
                return .keep
            case let fault?:
                marked = (id, fault)
                return .handOver
            }
        }

        private mutating func takeCancel(_ id: CommandID) -> Handling {
            let fault = chances.meet([.answersCancel, .ignoresCancel])
            if fault == .answersCancel { give(.finished(id, .done)) }
            return fault == .ignoresCancel ? .keep : .handOver
        }

        // MARK: Events

        mutating func came(_ timed: TimedEvent?) {
            guard let timed else {
                deliverLate()
                isOver = true
                return
            }
            (last, decisions) = (timed.at, timed.decisions)
            switch timed.event {
            case .started: repeatOrLose(timed.event, .repeatsStart, .losesStart)
            case .finished(let id, let result):
                if let marked, marked.id == id {
                    self.marked = nil
                    return answer(id, result, marked.fault)
                }
                give(timed.event)
            case .conference(let change): came(change)
            case .ended: end(timed.event)
            }
            deliverLate()
        }

        private mutating func deliverLate() {
            guard let answer = late else { return }
            late = nil
            give(answer)
        }

        private mutating func answer(_ id: CommandID, _ result: CommandResult, _ fault: BackendFault) {
            let answer = CallEvent.finished(id, result)
            if fault == .answersLate { late = answer }
            if fault == .answersTwice { give(answer, answer) }
            if fault == .answersUnderWrongID { give(.finished(CommandID(id.number &+ 1_000), result)) }
            if fault == .answersInWrongKind { give(.finished(id, .recordingStarted(url: ""))) }
            if fault == .endsEvents { isOver = true }
            if fault == .turnsTimeBack {
                queue.append(.event(TimedEvent(answer, at: Timestamp(milliseconds: 0))))
            }
            // `losesAnswer` does nothing at all.
        }

        private mutating func came(_ change: ConferenceChange) {
            switch change.kind {
            case .joined: repeatOrLose(.conference(change), .repeatsJoin, .losesJoin)
            case .left: repeatOrLose(.conference(change), .repeatsLeave, .losesLeave)
            case .started, .changed: give(.conference(change))
            }
        }

        private mutating func repeatOrLose(
            _ event: CallEvent, _ repetition: BackendFault, _ loss: BackendFault
        ) {
            let fault = chances.meet([repetition, loss])
            if fault != loss { give(event) }
            if fault == repetition { give(event) }
        }

        private mutating func end(_ event: CallEvent) {
            hasEnded = true
            let fault = chances.meet([.losesEnd, .repeatsEnd, .goesOnAfterEnd, .throwsAtEnd])
            if fault == .losesEnd { return }
            if fault == .throwsAtEnd { return queue.append(.fail) }
            give(event)
            if fault == .repeatsEnd { give(event) }
            if fault == .goesOnAfterEnd { give(.conference(.nowhere)) }
        }
    }
}

extension ConferenceChange {
    fileprivate static let nowhere = ConferenceChange(
        id: "none", name: "none", kind: .changed, size: 1, isRecording: false)
}
