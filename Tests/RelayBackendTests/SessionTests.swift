import FlowModel
import FlowRuntime
import RelayDouble
import RelayProtocol
import Testing

@testable import RelayBackend

@Suite("A session over RELAY", .timeLimit(.minutes(10)))
struct SessionTests {
    /// One call of a double, ringing.
    private func withCall(
        _ body: (RelayDouble, Watched, RelayDoubleCall, RelayCallSession) async throws -> Void
    ) async throws {
        try await RelayDouble.running { double in
            let watched = try Watched(of: double)
            let call = try await double.call()
            var calls = watched.backend.inboundCalls.makeAsyncIterator()
            let session = try #require(await calls.next())
            try await body(double, watched, call, session)
            await watched.backend.shutDown()
        }
    }

    // §8: 88, 90, 100
    @Test func `knows who calls whom, and begins with that`() async throws {
        try await withCall { _, watched, call, session in
            #expect(session.call.id.name == call.id)
            #expect(session.call.direction == .inbound)
            #expect(session.call.from == "+15555550111")
            #expect(session.call.to == "+15555550100")
            #expect(watched.backend.status.calls == 1)
            var events = session.events.makeAsyncIterator()
            let first = try await events.next()
            #expect(first?.event == .started)
        }
    }

    @Test func `answers each command once, in the order of time`() async throws {
        try await withCall { _, _, _, session in
            try await session.perform(.answer(AnswerCommand()), as: CommandID(1))
            try await session.perform(.startTimer(.milliseconds(1)), as: CommandID(2))
            var answers: [CommandID: CommandResult] = [:]
            var last = Timestamp(milliseconds: 0)
            for try await timed in session.events {
                #expect(timed.at >= last)
                last = timed.at
                if case .finished(let id, let result) = timed.event { answers[id] = result }
                if answers.count == 2 { break }
            }
            #expect(answers == [CommandID(1): .done, CommandID(2): .done])
        }
    }

    @Test func `does after the end what needs no call, and nothing else`() async throws {
        try await withCall { _, _, call, session in
            var events = session.events.makeAsyncIterator()
            #expect(try await events.next()?.event == .started)
            try await call.hangUp()
            guard case .ended? = try await events.next()?.event else {
                return #expect(Bool(false), "the call did not end")
            }
            try await session.perform(.startTimer(.milliseconds(1)), as: CommandID(1))
            #expect(try await events.next()?.event == .finished(CommandID(1), .done))
            try await session.perform(.answer(AnswerCommand()), as: CommandID(2))
            guard case .finished(CommandID(2), .failed(let failure))? = try await events.next()?.event else {
                return #expect(Bool(false), "an answer was expected")
            }
            #expect(failure.code == .callGone)
            await session.close()
            #expect(try await events.next() == nil)
        }
    }

    @Test func `hangs up when it is closed, and takes nothing more`() async throws {
        try await withCall { double, watched, call, session in
            await session.close()
            await session.close()
            try await call.waitUntilOver()
            let error = await #expect(throws: BackendError.self) {
                try await session.perform(.startTimer(.zero), as: CommandID(1))
            }
            #expect(error?.code == .closed)
            #expect(try await double.journal.requests("calling.end").count == 1)
            for try await timed in session.events {
                switch timed.event {
                case .started, .ended: break
                case .finished, .conference: #expect(Bool(false), "nothing was asked")
                }
            }
            #expect(watched.backend.status.calls == 0)
        }
    }

    // §8: 91
    @Test func `passes a call on to another worker`() async throws {
        try await withCall { double, watched, call, session in
            let other = try Watched(of: double)
            _ = await other.notice(.connected)
            await session.passOn()
            var calls = other.backend.inboundCalls.makeAsyncIterator()
            #expect(try await calls.next()?.call.id.name == call.id)
            #expect(try await double.journal.requests("calling.pass").count == 1)
            #expect(try await call.isUp)
            await other.backend.shutDown()
        }
    }

    // §8: 87
    @Test func `lives on while the worker drains`() async throws {
        try await withCall { double, watched, call, session in
            watched.backend.drain()
            try await double.wait { !$0.requests("signalwire.unreceive").isEmpty }
            try await session.perform(.answer(AnswerCommand()), as: CommandID(1))
            try await call.wait(until: .isAnswered)
        }
    }

    // §8: 83
    @Test func `ends with the worker`() async throws {
        try await withCall { _, watched, call, session in
            await watched.backend.shutDown()
            try await call.waitUntilOver()
            var kinds: [CallEvent] = []
            do throws(BackendError) {
                for try await timed in session.events { kinds.append(timed.event) }
            } catch {
                #expect(error.code == .closed)
            }
            #expect(kinds.first == .started)
        }
    }

    // §8: 98
    @Test func `is not offered beyond the cap`() async throws {
        try await RelayDouble.running { double in
            let watched = try Watched(of: double) { $0.limits.calls = 1 }
            let first = try await double.call()
            var calls = watched.backend.inboundCalls.makeAsyncIterator()
            let session = try #require(await calls.next())
            #expect(session.call.id.name == first.id)
            let second = try await double.call()
            try await double.wait { !$0.requests("calling.pass").isEmpty }
            #expect(try await second.isUp)
            #expect(watched.backend.status.calls == 1)
            await watched.backend.shutDown()
        }
    }

    /// A session that goes on where another worker stopped, at a server that never answers.
    private func withResumed(
        _ pending: [CallResumption.Pending], hasStarted: Bool = true,
        _ body: (RelayCallSession) async throws -> Void
    ) async throws {
        let silent = try await StubServer { _, _, _, _ in [] }
        let call = CallInfo(id: CallID("left-behind"), from: "+15555550111", to: "+15555550100")
        let left = CallResumption(call, isAnswered: true, hasStarted: hasStarted, pending: pending)
        let watched = try Watched(
            port: silent.port, resuming: RelayResumption(protocolName: "of-before", calls: [left]))
        try await body(try #require(watched.backend.session(resuming: call.id)))
        await watched.backend.shutDown()
    }

    @Test func `of a worker that had heard nothing of it begins as ever`() async throws {
        try await withResumed([], hasStarted: false) { session in
            var events = session.events.makeAsyncIterator()
            let first = try await events.next()
            #expect(first?.event == .started)
        }
        let timer = CallResumption.Pending(
            CommandID(1), .startTimer(.zero), at: Timestamp(milliseconds: 0), isSent: true)
        try await withResumed([timer]) { session in
            var events = session.events.makeAsyncIterator()
            let first = try await events.next()
            #expect(first?.event == .finished(CommandID(1), .done))
        }
    }

    @Test func `of the worker before is there before any connection is`() async throws {
        let silent = try await StubServer { _, _, _, _ in [] }
        let call = CallInfo(id: CallID("left-behind"), from: "+15555550111", to: "+15555550100")
        let watched = try Watched(
            port: silent.port,
            resuming: RelayResumption(
                protocolName: "of-before", calls: [CallResumption(call, isAnswered: true)]))
        #expect(watched.backend.session(resuming: CallID("left-behind"))?.call == call)
        #expect(watched.backend.session(resuming: CallID("unknown")) == nil)
        await watched.backend.shutDown()
    }
}
