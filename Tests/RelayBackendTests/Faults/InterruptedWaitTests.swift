import FlowRuntime
import RelayDouble
import Testing

/// A caller who is waited for in a conference presses a key, and twice before or after that the connection is
/// lost or the worker killed. The server tells again what nobody has acknowledged: the key counts, once.
@Suite("A wait for a key that is interrupted twice", .timeLimit(.minutes(10)))
struct InterruptedWaitTests {
    private enum Interruption: CaseIterable { case loss, kill }

    /// Until there is another worker. A worker that lives takes about a second to connect again.
    private static let absence = Duration.milliseconds(300)
    /// The key comes three seconds after the join.
    private static let firsts = stride(from: 0, through: 3300, by: 300).map { Duration.milliseconds($0) }
    /// From the middle of a handshake, over a moment after it, until long after the key.
    private static let pauses = [5, 40, 345, 1200].map { Duration.milliseconds($0) }

    private func befall(_ line: inout VirtualLine, _ interruption: Interruption) throws {
        switch interruption {
        case .loss: line.atDouble { $0.dropAll() }
        case .kill: try line.replaceWorker(after: Self.absence)
        }
    }

    private func play(
        _ call: StandardCall, _ first: Interruption, after delay: Duration, _ second: Interruption,
        after pause: Duration
    ) throws -> VirtualLine {
        var line = VirtualLine(try call.flow())
        line.atDouble { _ = $0.place(call.caller) }
        line.run(for: .seconds(60)) { $0.onlyCall?.waitsForKey ?? false }
        line.run(for: delay)
        try befall(&line, first)
        line.run(for: pause)
        try befall(&line, second)
        line.finish()
        return line
    }

    @Test func `hears it`() async throws {
        let call = try #require(StandardCall.all.first { $0.name == "waits for a key" })
        for first in Interruption.allCases {
            for second in Interruption.allCases {
                for delay in Self.firsts {
                    for pause in Self.pauses {
                        let line = try play(call, first, after: delay, second, after: pause)
                        // Tests of real sockets and clocks wait beside it.
                        await Task.yield()
                        let problems = try line.problems(of: call)
                        let keys = line.onlyCall?.keys ?? []
                        guard keys != ["1"] || !problems.isEmpty else { continue }
                        Issue.record(
                            "\(first) after \(delay), \(second) after \(pause): \(keys) \(problems)")
                    }
                }
            }
        }
    }
}

extension VirtualCall {
    fileprivate var waitsForKey: Bool {
        records.contains { if case .command(_, .awaitKey) = $0 { true } else { false } }
    }

    /// Those that its flow was told.
    fileprivate var keys: [String] {
        events.compactMap { if case .finished(_, .key(let key)) = $0.event { key } else { nil } }
    }
}
