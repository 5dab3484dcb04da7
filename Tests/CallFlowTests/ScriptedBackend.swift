import CallFlow
import Synchronization

/// A phone system whose calls do everything that they are told at once, and counts them.
struct ScriptedBackend: CallBackend {
    static let name = "scripted"
    static let capabilities = Set(Capability.allCases)

    /// What its calls did.
    final class Board: Sendable {
        private let counts = Mutex((open: 0, most: 0, closed: 0))

        var most: Int { counts.withLock { $0.most } }
        var closed: Int { counts.withLock { $0.closed } }

        func open() {
            counts.withLock {
                $0.open += 1
                $0.most = max($0.most, $0.open)
            }
        }

        func close() {
            counts.withLock {
                $0.open -= 1
                $0.closed += 1
            }
        }
    }

    let calls: Int
    /// The numbers of calls whose phone system fails when the flow asks for something.
    var broken: Set<Int> = []
    /// What ends the stream of calls; nothing for a plain end.
    var failure: BackendError?
    let board = Board()

    var inboundCalls: Sequenced<Session> {
        let sessions = (0..<calls).map { number in
            Session(
                call: CallInfo(id: CallID("c-\(number + 1)"), from: "+15550111", to: "+15550100"),
                isBroken: broken.contains(number + 1), board: board)
        }
        return Sequenced(sessions, failure: failure)
    }

    /// One call: answers every command with the event that the flow waits for.
    struct Session: CallSession {
        let call: CallInfo
        let isBroken: Bool
        let board: Board

        var events: Sequenced<TimedEvent> {
            let at = Timestamp(milliseconds: 0)
            // `answer`, then `hangup`: the ids of a flow's commands count from its first one.
            return Sequenced(
                [
                    TimedEvent(.started, at: at),
                    TimedEvent(.finished(CommandID(1), .done), at: at),
                    TimedEvent(.finished(CommandID(2), .done), at: at),
                    TimedEvent(.ended(CallEnding(by: .flow, reason: "hangup")), at: at),
                ], failure: nil)
        }

        func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
            if isBroken { throw BackendError(.connectionLost, "broken") }
            if case .answer = command { board.open() }
        }

        func close() async { board.close() }
    }
}

/// Elements one after another, other tasks in between, then perhaps a failure.
struct Sequenced<Element: Sendable>: AsyncSequence, Sendable {
    typealias Failure = BackendError
    let elements: [Element]
    let failure: BackendError?

    init(_ elements: [Element], failure: BackendError?) {
        self.elements = elements
        self.failure = failure
    }

    func makeAsyncIterator() -> Iterator { Iterator(elements: elements[...], failure: failure) }

    struct Iterator: AsyncIteratorProtocol {
        var elements: ArraySlice<Element>
        let failure: BackendError?

        mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(BackendError) -> Element? {
            await Task.yield()
            if let element = elements.popFirst() { return element }
            if let failure { throw failure }
            return nil
        }
    }
}
