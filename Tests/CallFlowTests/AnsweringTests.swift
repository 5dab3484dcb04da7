import CallFlow
import Synchronization
import Testing

struct `Answering calls` {
    private static let flow = Flow.lint(
        SourceFile(name: "a.yaml", text: "version: 1.0.0\nsections:\n  main:\n    - answer\n    - hangup\n")
    ).flow

    /// How the calls of a backend went, by id.
    private func results(
        of backend: ScriptedBackend, atOnce limit: Int = 10
    ) async throws -> (results: [String: Result<FlowEnd, BackendError>], failure: BackendError?) {
        let results = Mutex<[String: Result<FlowEnd, BackendError>]>([:])
        let driver = FlowDriver(try #require(Self.flow))
        do throws(BackendError) {
            try await driver.answerCalls(of: backend, atOnce: limit) { call, result in
                results.withLock { $0[call.id.name] = result }
            }
            return (results.withLock { $0 }, nil)
        } catch {
            return (results.withLock { $0 }, error)
        }
    }

    @Test func `runs the flow on every call, and closes every session`() async throws {
        let backend = ScriptedBackend(calls: 25)
        let (results, failure) = try await results(of: backend)
        #expect(failure == nil)
        #expect(results.count == 25)
        #expect(
            results.values.allSatisfy { result in
                if case .success(let end) = result { end.ending.by == .flow } else { false }
            })
        #expect(backend.board.closed == 25)
    }

    @Test func `runs no more calls at once than it may`() async throws {
        for limit in [1, 2, 7] {
            let backend = ScriptedBackend(calls: 30)
            let (results, _) = try await results(of: backend, atOnce: limit)
            #expect(results.count == 30)
            #expect(backend.board.most <= limit, "\(limit)")
        }
    }

    @Test func `goes on when one call's phone system fails`() async throws {
        let (results, failure) = try await results(of: ScriptedBackend(calls: 6, broken: [2, 3]))
        #expect(failure == nil)
        let failed = results.filter { if case .failure = $0.value { true } else { false } }
        #expect(failed.keys.sorted() == ["c-2", "c-3"])
        #expect(results.count == 6)
    }

    @Test func `throws what ended the stream of calls, after the calls are over`() async throws {
        let backend = ScriptedBackend(calls: 3, failure: BackendError(.connectionLost, "cut"))
        let (results, failure) = try await results(of: backend)
        #expect(failure?.code == .connectionLost)
        #expect(results.count == 3)
        #expect(backend.board.closed == 3)
    }

    @Test func `is over at once when nobody calls`() async throws {
        let (results, failure) = try await results(of: ScriptedBackend(calls: 0))
        #expect(results.isEmpty)
        #expect(failure == nil)
    }
}
