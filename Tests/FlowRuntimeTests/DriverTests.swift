import FlowModel
import FlowRuntime
import SourceText
import Synchronization
import Testing

/// A session whose events are known beforehand; it keeps what it was asked.
private struct ScriptedSession: CallSession {
    struct Events: AsyncSequence, AsyncIteratorProtocol {
        typealias Failure = BackendError
        var remaining: ArraySlice<Result<TimedEvent, BackendError>>

        func makeAsyncIterator() -> Events { self }
        mutating func next() async throws(BackendError) -> TimedEvent? { try remaining.popFirst()?.get() }
        mutating func next(isolation: isolated (any Actor)?) async throws(BackendError) -> TimedEvent? {
            try await next()
        }
    }

    final class Log: Sendable {
        private let state = Mutex((commands: [CallCommand](), closed: 0))
        var commands: [CallCommand] { state.withLock { $0.commands } }
        var closed: Int { state.withLock { $0.closed } }
        func add(_ command: CallCommand) { state.withLock { $0.commands.append(command) } }
        func close() { state.withLock { $0.closed += 1 } }
    }

    let call = CallInfo(id: CallID("c-1"), from: "+15555550111", to: "+15555550100", isAnswered: true)
    let events: Events
    let log = Log()
    /// The command that the phone system can no longer take, from 1.
    var breaksAt: Int?

    init(_ script: [Result<TimedEvent, BackendError>], breaksAt: Int? = nil) {
        events = Events(remaining: script[...])
        self.breaksAt = breaksAt
    }

    func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
        if Int(id.number) == breaksAt { throw BackendError(.connectionLost, "gone") }
        log.add(command)
    }
    func close() async { log.close() }
}

struct `The driver` {
    static func flow() throws -> Flow {
        let text = "version: 1.0.0\nsections: {main: [{play: 'say:hi'}, {play: 'say:bye'}]}"
        return try #require(Flow.read(SourceFile(name: "test.yaml", text: text)).flow)
    }

    static func at(_ seconds: Int64, _ event: CallEvent) -> Result<TimedEvent, BackendError> {
        .success(TimedEvent(event, at: Timestamp(milliseconds: seconds * 1000)))
    }

    static let wholeCall = [
        at(0, .started), at(1, .finished(CommandID(1), .played(failedItems: []))),
        at(2, .finished(CommandID(2), .played(failedItems: []))), at(3, .finished(CommandID(3), .done)),
        at(4, .ended(CallEnding(by: .flow))),
    ]

    @Test func `hands commands over in order and closes once`() async throws {
        let session = ScriptedSession(Self.wholeCall)
        let journal = Mutex([JournalEntry]())
        let driver = FlowDriver(try Self.flow()) { _, entry in journal.withLock { $0.append(entry) } }
        let end = try await driver.run(on: session)
        #expect(end.ending.by == .flow)
        #expect(session.log.commands == [.say("hi"), .say("bye"), .hangup(.hangup)])
        #expect(session.log.closed == 1)
        let entries = journal.withLock { $0 }
        #expect(entries.map(\.at) == entries.map(\.at).sorted())
        #expect(entries.filter { if case .event = $0.content { true } else { false } }.count == 5)
        #expect(entries.last?.content == .note(.finished(end)))
    }

    @Test func `throws what the phone system threw, and closes all the same`() async throws {
        for broken in 1...3 {
            let session = ScriptedSession(Self.wholeCall, breaksAt: broken)
            let flow = try Self.flow()
            await #expect(throws: BackendError(.connectionLost, "gone")) {
                try await FlowDriver(flow).run(on: session)
            }
            #expect(session.log.closed == 1)
        }
    }

    @Test func `throws when the events fail or end before the call`() async throws {
        for cut in 0..<Self.wholeCall.count - 1 {
            let flow = try Self.flow()
            let lost = BackendError(.connectionLost, "socket")
            let failing = ScriptedSession(Self.wholeCall[..<cut] + [.failure(lost)])
            await #expect(throws: lost) { try await FlowDriver(flow).run(on: failing) }
            let short = ScriptedSession(Array(Self.wholeCall[..<cut]))
            await #expect(throws: BackendError.self) { try await FlowDriver(flow).run(on: short) }
            #expect(short.log.closed == 1)
        }
    }
}
