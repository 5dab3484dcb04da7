import CallFlow
import FlowModel
import FlowRuntime
import RelayDouble
import RelayProtocol
import SourceText
import Testing

@testable import RelayBackend

@Suite("Flows over RELAY", .timeLimit(.minutes(10)))
struct FlowTests {
    /// Runs a flow on every call, until `body` is done and so many flows have ended; gives how they did.
    private func serving(
        _ steps: String, on double: RelayDouble, calls: Int = 1, _ body: (Watched) async throws -> Void
    ) async throws -> [Result<FlowEnd, BackendError>] {
        let text = "version: 1.0.0\nsections:\n  main:\n" + steps
        let driver = FlowDriver(try Flow.load(SourceFile(name: "test.yaml", text: text)))
        let watched = try Watched(of: double)
        let (results, ended) = AsyncStream.makeStream(of: Result<FlowEnd, BackendError>.self)
        let worker = Task(executorPreference: watched.backend.executor) {
            try await driver.answerCalls(of: watched.backend) { _, result in ended.yield(result) }
        }
        try await body(watched)
        let ends = await results.prefix(calls).reduce(into: []) { $0.append($1) }
        await watched.backend.shutDown()
        try await worker.value
        #expect(try await double.journal.violations.isEmpty)
        return ends
    }

    private func methods(_ double: RelayDouble) async throws -> [String] {
        try await double.journal.requests().map(\.name).filter { $0.hasPrefix("calling.") }
    }

    private static let menu = """
            - answer
            - play: "say:Hello"
            - prompt: {play: "say:Press 1", maxDigits: 1}
            - switch:
                variable: prompt_value
                case:
                  "1": [{play: "say:One"}]
            - hangup
        """

    // §8: 91, 96, 110
    @Test func `answer, speak, ask and hang up`() async throws {
        try await RelayDouble.running { double in
            let ends = try await serving(Self.menu, on: double) { _ in
                let call = try await double.call(RelayCaller().pressing("1", upon: .isAsked))
                try await call.waitUntilOver()
            }
            let end = try #require(ends.first).get()
            #expect(end.ending.by == .flow)
            #expect(
                try await methods(double) == [
                    "calling.answer", "calling.play", "calling.play_and_collect", "calling.play",
                    "calling.end",
                ])
        }
    }

    @Test func `end when the caller hangs up, and ask nothing more`() async throws {
        try await RelayDouble.running { double in
            let ends = try await serving(Self.menu, on: double) { _ in
                let call = try await double.call(RelayCaller().hangingUp(upon: .isAsked))
                try await call.waitUntilOver()
            }
            let end = try #require(ends.first).get()
            #expect(end.ending.by == .caller)
            #expect(try await methods(double).contains("calling.end") == false)
        }
    }

    // §8: 94
    @Test func `run side by side, a hundred at once`() async throws {
        try await RelayDouble.running { double in
            let ends = try await serving(Self.menu, on: double, calls: 100) { _ in
                var calls: [RelayDoubleCall] = []
                for _ in 0..<100 {
                    calls.append(try await double.call(RelayCaller().pressing("1", upon: .isAsked)))
                }
                for call in calls { try await call.waitUntilOver(.seconds(30)) }
            }
            for end in ends { #expect((try? end.get().ending.by) == .flow, "\(end)") }
        }
    }

    // §8: 74, 80
    @Test func `go on after the connection was lost`() async throws {
        // In no time the prompt would be over before the connection is.
        var unhurried = RelayDoubleConfiguration()
        unhurried.pace = .real(times: 10)
        try await RelayDouble.running(unhurried) { double in
            let steps = """
                    - answer
                    - prompt: {play: "say:Wait", maxDigits: 1, initialTimeout: 600}
                    - play: "say:${prompt_value}"
                    - hangup
                """
            let ends = try await serving(steps, on: double) { watched in
                let call = try await double.call()
                try await call.wait(until: .isAsked)
                try await double.dropConnections()
                #expect(await watched.notice(.sessionResumed) != nil)
                try await call.press("7")
                try await call.waitUntilOver()
            }
            let end = try #require(ends.first).get()
            #expect(end.ending.by == .flow)
            // What the call did is asked again after the loss, never done again.
            #expect(try await double.journal.requests("calling.play_and_collect").count == 1)
            #expect(try await double.journal.requests("calling.play").count == 1)
        }
    }

    // §8: 155, 160
    @Test func `meet in a conference`() async throws {
        try await RelayDouble.running { double in
            let steps = """
                    - joinConference: {name: standup, until: left}
                    - play: "say:Goodbye"
                    - hangup
                """
            let ends = try await serving(steps, on: double, calls: 2) { _ in
                let first = try await double.call()
                try await first.wait(until: .joinsConference)
                let second = try await double.call()
                try await second.wait(until: .joinsConference)
                try await double.endConference("standup")
                try await first.waitUntilOver()
                try await second.waitUntilOver()
            }
            for end in ends { #expect((try? end.get().ending.by) == .flow, "\(end)") }
        }
    }
}
