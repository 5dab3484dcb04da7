import CallFlow
import FlowModel
import FlowRuntime
import RelayDouble
import RelayProtocol
import Testing

/// A connection that is lost under a thousand calls, in virtual time.
@Suite("A lost connection with a thousand calls", .timeLimit(.minutes(10)))
struct ReconnectTests {
    private static let steps = """
            - answer
            - prompt: {play: "say:Press a key", maxDigits: 1, initialTimeout: 60}
            - play: "say:Goodbye ${prompt_value}"
            - hangup
        """
    private static let count = 1000
    /// Callers whose key is told just before the connection is lost: what their flow asks then is on the
    /// wire.
    private static let unlucky = 10
    private static let lossAfter = Duration.seconds(10)

    private func flow() throws -> Flow {
        let text = "version: 1.0.0\nsections:\n  main:\n" + Self.steps
        return try Flow.load(SourceFile(name: "test.yaml", text: text))
    }

    /// The connection is lost ten seconds after the calls came in; how the calls went.
    private func calls(restart: Bool = false) throws -> (line: VirtualLine, calls: [VirtualCall]) {
        var limits = RelayLimits()
        limits.calls = Self.count
        limits.queuedRequests = 2 * Self.count
        var line = VirtualLine(try flow(), limits: limits)
        line.run(for: .seconds(1))
        line.atDouble { exchange in
            for _ in 0..<Self.count { _ = exchange.place(RelayCaller()) }
        }
        line.run(for: Self.lossAfter - VirtualLine.latency * 2)
        // The event arrives before the loss, what follows from it does not.
        for leg in 1...Self.unlucky { line.atDouble { _ = $0.perform(.press("1"), on: leg) } }
        line.run(for: VirtualLine.latency + VirtualLine.latency / 2)
        line.atDouble { $0.dropAll() }
        // While nobody is connected a hundred press a key, too.
        line.run(for: .milliseconds(500))
        for leg in 101...200 { line.atDouble { _ = $0.perform(.press("2"), on: leg) } }
        line.run(for: .seconds(5))
        for leg in 1...Self.count where !(101...200).contains(leg) {
            line.atDouble { _ = $0.perform(.press("3"), on: leg) }
        }
        #expect(line.run(for: .seconds(60)) { $0.exchange.liveCalls == 0 })
        line.run(for: .seconds(1))
        let numbers = line.worker?.calls.keys.sorted() ?? []
        return (line, numbers.compactMap { line.worker?.calls[$0] })
    }

    // §8: 74, 79, 80
    @Test func `is told to nobody but those whose command was on the wire`() throws {
        let (line, calls) = try calls()
        #expect(calls.count == Self.count)
        #expect(calls.allSatisfy { $0.end?.ending.by == .flow })
        #expect(calls.prefix(Self.unlucky).allSatisfy { $0.failures.count == 1 })
        #expect(calls.dropFirst(Self.unlucky).allSatisfy { $0.failures.isEmpty })
        let journal = line.exchange.journal
        #expect(journal.repeated.isEmpty)
        #expect(journal.violations.isEmpty)
        #expect(journal.requests("signalwire.connect").count == 2)
        var heard: [String: Int] = [:]
        for text in journal.experience { heard[text, default: 0] += 1 }
        #expect(
            heard == [
                "ask Press a key": Self.count, "play Goodbye 2": 100,
                "play Goodbye 3": Self.count - 100 - Self.unlucky,
            ])
    }
}
