import CassetteBackend
import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SimulatedBackend
import Synchronization
import Testing

/// Answers all calls, each in a task of its own, and tells how each ended.
private func answer<Backend: CallBackend>(
    _ backend: Backend, _ driver: FlowDriver
) async -> [Result<FlowEnd, BackendError>] {
    await withTaskGroup(of: Result<FlowEnd, BackendError>.self) { group in
        var calls = backend.inboundCalls.makeAsyncIterator()
        do throws(BackendError) {
            while let session = try await calls.next(isolation: #isolation) {
                group.addTask {
                    do throws(BackendError) {
                        return .success(try await driver.run(on: session))
                    } catch {
                        return .failure(error)
                    }
                }
            }
        } catch {
            group.addTask { .failure(error) }
        }
        return await group.reduce(into: []) { $0.append($1) }
    }
}

struct `A cassette as a backend` {
    private static let text = """
        sections:
          main:
            - answer
            - prompt: {play: "say:PIN", maxDigits: 4, sensitive: true}
            - cond: [{when: "prompt_value == '4711'", then: [{set: {who: boss}}]}]
            - joinConference: {name: "room-${call.to}", until: joined}
            - awaitConference: {until: left, timeout: 20s}
            - hangup
        """

    private static let callers = [
        SimulatedCaller(from: "+12125550123").pressing("4711", at: .seconds(2)),
        SimulatedCaller(from: "+12125550124", dials: .seconds(1)).pressing("1234", at: .seconds(4)),
        SimulatedCaller(from: "+12125550125", dials: .seconds(2)).hangingUp(at: .seconds(9)),
    ]

    private func recording(_ text: String = Self.text) async throws -> Cassette {
        let recorder = CassetteRecorder(of: SimulatedBackend.name)
        let driver = recorder.recording(FlowDriver(flow(text)))
        _ = await answer(SimulatedBackend(callers: Self.callers), driver)
        return try recorder.cassette()
    }

    /// How often the same is tried: tasks come in another order each time.
    private static let times = 30

    @Test func `plays what a driver recorded, with decisions on what it does not know`() async throws {
        let cassette = try await recording().reread
        #expect(cassette.calls.map(\.from) == ["+15555550101", "+15555550103", "+15555550104"])
        #expect(cassette.calls.map(\.to) == ["+15555550102", "+15555550102", "+15555550102"])
        #expect(try cassette.text.contains(#""decide":"cond""#))
        #expect(cassette.replay([flow(Self.text)]).mismatch == nil)
        for _ in 0..<Self.times {
            let who = Mutex<[String: Int]>([:])
            let driver = FlowDriver(flow(Self.text), environment: cassette.environment) { call, entry in
                if case .note(.set) = entry.content { who.withLock { $0[call.from, default: 0] += 1 } }
            }
            let backend = CassetteBackend(cassette)
            let ends = await answer(backend, driver)
            try backend.finish()
            #expect(ends.count == 3)
            for end in ends { #expect(throws: Never.self) { try end.get() } }
            #expect(who.withLock { $0 } == ["+15555550101": 1])
        }
    }

    /// What a changed flow does differently, and what is said of it.
    private static let changes: [(old: String, new: String, message: String)] = [
        ("room-", "room ", "the flow asks for another `joinConference`"),
        ("- answer", "- answer: {maxDuration: 60}", "the flow asks for another `answer`"),
        ("    - hangup", "    - play: \"say:Bye\"", "and the flow asks for `play`"),
        (
            "- awaitConference: {until: left, timeout: 20s}", "- sleep: 21s",
            "the flow asks for another `startTimer`"
        ),
        ("until: joined}", "until: left}", "and the flow waits for something else"),
        ("- joinConference", "- hangup\n    - joinConference", "and the flow asks for `hangup`"),
    ]

    @Test func `stops everybody at the first difference, and never waits for ever`() async throws {
        let cassette = try await recording()
        for change in Self.changes {
            let text = Self.text.replacing(change.old, with: change.new)
            #expect(text != Self.text)
            let backend = CassetteBackend(cassette)
            let ends = await answer(backend, FlowDriver(flow(text)))
            let failures = ends.filter { if case .failure = $0 { true } else { false } }
            #expect(!failures.isEmpty, "\(change.new)")
            let mismatch = #expect(throws: CassetteMismatch.self) { try backend.finish() }
            #expect(mismatch?.message.contains(change.message) == true, "\(mismatch?.message ?? "none")")
            let replayed = cassette.replay([flow(text)]).mismatch
            #expect(replayed?.entry == mismatch?.entry, "\(change.new)")
        }
    }

    @Test func `tells what is left over`() async throws {
        let cassette = try await recording()
        let backend = CassetteBackend(cassette)
        #expect(throws: CassetteMismatch.self) { try backend.finish() }
        var calls = backend.inboundCalls.makeAsyncIterator()
        let session = try await calls.next(isolation: #isolation)
        await session?.close()
        let mismatch = #expect(throws: CassetteMismatch.self) { try backend.finish() }
        #expect(mismatch?.entry == 1)
        #expect(mismatch?.message.contains("left") == true)
        await #expect(throws: BackendError.self) {
            var calls = calls
            _ = try await calls.next(isolation: #isolation)
        }
    }

    @Test func `refuses to play calls that need each other one after another`() async throws {
        let cassette = try await recording()
        let backend = CassetteBackend(cassette)
        let driver = FlowDriver(flow(Self.text))
        let error = await #expect(throws: BackendError.self) {
            for try await session in backend.inboundCalls { _ = try await driver.run(on: session) }
        }
        #expect(error?.detail.contains("nobody takes it") == true)
    }

    @Test func `ends where a recording was stopped`() async throws {
        var world = World(flows: [flow(Self.text)], phone: PhoneSystem())
        world.dial(CallerScript(name: "a", from: "+12125550123", to: "+12125550124"))
        let cassette = try world.recorded(for: .seconds(1))
        let backend = CassetteBackend(cassette)
        let ends = await answer(backend, FlowDriver(flow(Self.text)))
        try backend.finish()
        guard case .failure(let error)? = ends.first else {
            Issue.record("a call that was not over came to an end")
            return
        }
        #expect(error == BackendError(.closed, "the recording of this call ends here"))
    }

    @Test func `has no calls when nothing was recorded`() async throws {
        let recorder = CassetteRecorder(of: "test")
        _ = recorder.recording(FlowDriver(flow(Self.text)))
        let cassette = try recorder.cassette().reread
        let backend = CassetteBackend(cassette)
        let ends = await answer(backend, FlowDriver(flow(Self.text)))
        #expect(ends.isEmpty && cassette.entries.isEmpty)
        try backend.finish()
    }
}
