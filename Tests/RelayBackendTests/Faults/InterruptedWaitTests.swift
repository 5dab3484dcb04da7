import FlowRuntime
import RelayDouble
import RelayProtocol
import Testing

/// A caller who is waited for in a conference presses a key, and twice before or after that the connection is
/// lost or the worker killed. The server tells again what nobody has acknowledged: the key counts, once.
@Suite("A wait for a key that is interrupted twice", .timeLimit(.minutes(2)))
struct InterruptedWaitTests {
    private enum Interruption: CaseIterable { case loss, kill }

    private static let number = RelayCallNumber(0)
    /// Until there is another worker. A worker that lives takes about a second to connect again.
    private static let absence = Duration.milliseconds(300)
    /// The key comes three seconds after the join.
    private static let firsts = stride(from: 0, through: 3300, by: 300).map { Duration.milliseconds($0) }
    /// From the middle of a handshake, over a moment after it, until long after the key.
    private static let pauses = [5, 40, 315, 345, 360, 900, 1200, 3000].map { Duration.milliseconds($0) }

    private func interrupt(_ line: inout VirtualLine, by interruption: Interruption) throws {
        switch interruption {
        case .loss: line.atDouble { $0.dropAll() }
        case .kill:
            guard let dead = line.worker, let call = dead.calls[Self.number], call.end == nil else { return }
            line.kill()
            line.run(for: Self.absence)
            try line.restart([(call.info, call.records)], session: dead.sessionName)
        }
    }

    @Test func `hears it`() throws {
        let call = try #require(StandardCall.all.first { $0.name == "waits for a key" })
        for first in Interruption.allCases {
            for second in Interruption.allCases {
                for delay in Self.firsts {
                    for pause in Self.pauses {
                        var line = VirtualLine(try call.flow())
                        line.atDouble { _ = $0.place(call.caller) }
                        line.run(for: .seconds(60)) { $0.worker?.calls[Self.number]?.waitsForKey ?? false }
                        line.run(for: delay)
                        try interrupt(&line, by: first)
                        line.run(for: pause)
                        try interrupt(&line, by: second)
                        line.run(for: .seconds(60)) { $0.exchange.liveCalls == 0 }
                        line.run(for: .seconds(1))
                        let served = line.worker?.calls[Self.number]
                        let journal = line.exchange.journal
                        // A command that is on the wire when the connection is lost is not done twice.
                        let isRight =
                            served?.keys == ["1"] && journal.experience.isInOrder(of: call.experience)
                            && journal.repeated.isEmpty && journal.violations.isEmpty
                            && served?.end?.ending.by == call.endsBy
                        guard !isRight else { continue }
                        Issue.record(
                            """
                            \(first) after \(delay), \(second) after \(pause): \(served?.keys ?? []), \
                            \(journal.experience), \(journal.repeated), \(journal.violations), \
                            \(served?.failures ?? [])
                            """)
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
