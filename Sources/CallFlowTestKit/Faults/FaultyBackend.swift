public import FlowRuntime
import Synchronization

/// Another backend, in which one thing goes wrong.
///
/// It shows what a flow does in bad weather, and that a test notices. With `at` as 1, 2, 3, … until nothing
/// `hasFired` any more, every command of a call has had the fault once:
///
/// ```swift
/// let backend = FaultyBackend(SimulatedBackend(callers: [SimulatedCaller()]), .refusesCommand, at: 2)
/// try await FlowDriver(flow).answerCalls(of: backend)
/// ```
///
/// What a fault adds is delivered when the events are read next: commands are to be given by the task that
/// reads the events, as `FlowDriver` does.
public struct FaultyBackend<Base: CallBackend>: CallBackend {
    public static var name: String { Base.name }
    public static var capabilities: Set<Capability> { Base.capabilities }

    /// The backend in which it goes wrong.
    public let base: Base
    private let fault: BackendFault
    private let number: Int
    private let record = FaultRecord()

    /// - Parameters:
    ///   - base: The backend in which it goes wrong.
    ///   - fault: What goes wrong.
    ///   - number: At which of its chances, from 1; once in each call.
    public init(_ base: Base, _ fault: BackendFault, at number: Int = 1) {
        self.base = base
        self.fault = fault
        self.number = number
    }

    /// Whether it has gone wrong in any call so far.
    public var hasFired: Bool { record.hasFired }

    public var inboundCalls: Calls {
        Calls(base: base.inboundCalls, chances: chances)
    }

    private var chances: FaultChances { FaultChances(of: fault, at: number, record: record) }

    /// The calls of the other backend.
    public struct Calls: AsyncSequence {
        public typealias Element = Session
        public typealias Failure = BackendError
        let base: Base.Calls
        let chances: FaultChances

        public func makeAsyncIterator() -> Iterator {
            Iterator(base: base.makeAsyncIterator(), chances: chances)
        }

        /// Gives each call when it comes in, or once more.
        public struct Iterator: AsyncIteratorProtocol {
            var base: Base.Calls.AsyncIterator
            var chances: FaultChances
            var last: Base.Session?
            var isRepeated = false

            public mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(BackendError) -> Session? {
                if isRepeated, let last {
                    isRepeated = false
                    return session(last)
                }
                guard let next = try await base.next(isolation: actor) else {
                    guard let last, chances.meet(.givesCallAfterShutDown) else { return nil }
                    return session(last)
                }
                last = next
                isRepeated = chances.meet(.givesCallTwice)
                return session(next)
            }

            private func session(_ base: Base.Session) -> Session {
                Session(base: base, state: FaultyCall(FaultChances(like: chances)))
            }
        }
    }

    /// One call.
    public struct Session: CallSession {
        let base: Base.Session
        let state: FaultyCall

        public var call: CallInfo { base.call }
        public var events: Events { Events(base: base.events, state: state) }

        /// Hands the command on, unless that is what goes wrong.
        public func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
            switch state.take(command, id) {
            case .handOver: try await base.perform(command, as: id)
            case .keep: break
            case .fail: throw BackendError(.connectionLost, "a fault was asked for")
            }
        }

        /// Closes the other session, unless that is what goes wrong.
        public func close() async {
            if !state.ignoresClose() { await base.close() }
        }
    }

    /// What happens to one call.
    public struct Events: AsyncSequence {
        public typealias Element = TimedEvent
        public typealias Failure = BackendError
        let base: Base.Session.Events
        let state: FaultyCall

        public func makeAsyncIterator() -> Iterator {
            Iterator(base: base.makeAsyncIterator(), state: state)
        }

        /// Gives the other session's events, and what the fault makes of them.
        public struct Iterator: AsyncIteratorProtocol {
            var base: Base.Session.Events.AsyncIterator
            let state: FaultyCall

            public mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(BackendError) -> TimedEvent? {
                while true {
                    switch state.next() {
                    case .event(let event): return event
                    case .end: return nil
                    case .fail: throw BackendError(.connectionLost, "a fault was asked for")
                    case .read: state.came(try await base.next(isolation: actor))
                    }
                }
            }
        }
    }
}
