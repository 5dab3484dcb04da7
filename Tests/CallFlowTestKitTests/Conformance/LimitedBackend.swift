import CallFlowTestKit
import Synchronization

/// The simulated phone system, claiming to be able to do nothing special.
struct LimitedBackend: CallBackend {
    static let name = "limited"
    static let capabilities: Set<Capability> = []

    let base: SimulatedBackend
    /// Answers what needs a capability by `.unsupported`, as it should.
    let isHonest: Bool

    var inboundCalls: Calls { Calls(base: base.inboundCalls, isHonest: isHonest) }

    struct Calls: AsyncSequence, AsyncIteratorProtocol {
        typealias Failure = BackendError
        var base: SimulatedBackend.Calls
        let isHonest: Bool

        func makeAsyncIterator() -> Calls { self }
        mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(BackendError) -> Session? {
            var calls = base.makeAsyncIterator()
            return try await calls.next(isolation: actor).map { Session(base: $0, isHonest: isHonest) }
        }
    }

    struct Session: CallSession {
        let base: SimulatedBackend.Session
        let isHonest: Bool
        private let refusals = Refusals()

        init(base: SimulatedBackend.Session, isHonest: Bool) {
            self.base = base
            self.isHonest = isHonest
        }

        var call: CallInfo { base.call }
        var events: Events { Events(base: base.events.makeAsyncIterator(), refusals: refusals) }

        func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
            if isHonest, refusals.refuses(command, id) { return }
            try await base.perform(command, as: id)
        }
        func close() async { await base.close() }
    }

    /// The commands that are still to be answered by `.unsupported`.
    final class Refusals: Sendable {
        private let state = Mutex((ids: [CommandID](), last: Timestamp(milliseconds: 0), isAnswered: false))

        func refuses(_ command: CallCommand, _ id: CommandID) -> Bool {
            state.withLock { state in
                if case .answer = command { state.isAnswered = true }
                guard command.isSpecial(afterAnswer: state.isAnswered) else { return false }
                state.ids.append(id)
                return true
            }
        }
        func next() -> TimedEvent? {
            state.withLock { state in
                guard !state.ids.isEmpty else { return nil }
                let failure = CommandFailure(.unsupported)
                return TimedEvent(.finished(state.ids.removeFirst(), .failed(failure)), at: state.last)
            }
        }
        func came(_ event: TimedEvent?) {
            if let event { state.withLock { $0.last = event.at } }
        }
    }

    struct Events: AsyncSequence, AsyncIteratorProtocol {
        typealias Failure = BackendError
        var base: SimulatedBackend.Events.Iterator
        let refusals: Refusals

        func makeAsyncIterator() -> Events { self }
        mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(BackendError) -> TimedEvent? {
            if let refusal = refusals.next() { return refusal }
            let event = try await base.next(isolation: actor)
            refusals.came(event)
            return event
        }
    }
}

extension CallCommand {
    fileprivate func isSpecial(afterAnswer isAnswered: Bool) -> Bool {
        switch self {
        case .startRecording, .connect, .dial, .joinConference, .sendSms, .userEvent: true
        case .prompt(let prompt): prompt.speech != nil
        case .play: !isAnswered
        case .answer, .hangup, .record, .stopRecording, .sendDigits, .leaveConference, .awaitKey,
            .startTimer, .request, .fetchDocument, .cancel:
            false
        }
    }
}

struct LimitedHarness: ConformanceHarness {
    let isHonest: Bool
    let time = ConformanceTime.virtual

    func backend(for stage: ConformanceStage) async throws -> LimitedBackend {
        LimitedBackend(base: try await SimulatedHarness().backend(for: stage), isHonest: isHonest)
    }
    func shutDown(_ backend: LimitedBackend) async { backend.base.shutDown() }
}
