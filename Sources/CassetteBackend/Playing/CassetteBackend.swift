public import FlowRuntime

/// A phone system that is a file: calls come as they were recorded, and a flow must do what was recorded.
///
/// ```swift
/// let cassette = try Cassette.load("support.cassette")
/// let backend = CassetteBackend(cassette)
/// let driver = FlowDriver(flow, environment: cassette.environment, variables: cassette.variables)
/// try await driver.answerCalls(of: backend)
/// try backend.finish()
/// ```
///
/// Nothing waits: an event comes as soon as everything before it in the file has happened. The first command
/// that differs, and an end that comes too early or too late, ends everything with `BackendError`; `finish`
/// tells what it was. Take every call as it comes, each in a task of its own (`FlowDriver.answerCalls`): the
/// calls of a recording may need each other.
///
/// Scripts that ran on other legs (`confirm`, a waiting document) are not played: `Cassette.replay` plays
/// them, too.
public struct CassetteBackend: CallBackend {
    public static let name = "cassette"
    /// Whatever it was, it is recorded.
    public static let capabilities = Set(Capability.allCases)

    let desk: CassetteDesk

    public init(_ cassette: Cassette) { desk = CassetteDesk(cassette) }

    /// Each recorded call once, in its turn. To be iterated by one task at a time.
    public var inboundCalls: Calls { Calls(desk: desk) }

    /// To be called when the calls are over: throws the first difference, or the first entry that is left.
    public func finish() throws(CassetteMismatch) { try desk.finish() }

    /// The recorded calls.
    public struct Calls: AsyncSequence, Sendable {
        public typealias Element = Session
        public typealias Failure = BackendError
        let desk: CassetteDesk

        public func makeAsyncIterator() -> Iterator { Iterator(desk: desk) }

        /// Gives the next call when everything before it has happened.
        public struct Iterator: AsyncIteratorProtocol {
            let desk: CassetteDesk

            public mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(BackendError) -> Session? {
                guard let (call, info) = try await desk.nextCall() else { return nil }
                return Session(desk: desk, number: call, call: info)
            }
        }
    }

    /// One recorded call.
    public struct Session: CallSession {
        let desk: CassetteDesk
        /// The run in the cassette.
        let number: Int
        public let call: CallInfo

        public var events: Events { Events(desk: desk, call: number) }

        /// Compares the command with the recorded one; throws when it is another.
        public func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
            try desk.perform(command, as: id, of: number)
        }

        /// The flow is over: so must be the recorded one.
        public func close() async { desk.close(number) }
    }

    /// What happened to one call.
    public struct Events: AsyncSequence, Sendable {
        public typealias Element = TimedEvent
        public typealias Failure = BackendError
        let desk: CassetteDesk
        let call: Int

        public func makeAsyncIterator() -> Iterator { Iterator(desk: desk, call: call) }

        /// Gives the next event in its turn.
        public struct Iterator: AsyncIteratorProtocol {
            let desk: CassetteDesk
            let call: Int

            public mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(BackendError) -> TimedEvent? {
                try await desk.nextEvent(of: call)
            }
        }
    }
}
