import FlowRuntime
import RelayDouble
import RelayProtocol
import Testing

/// Two workers of one call are killed, one after the other, and a third goes on. What each of them misses
/// `KilledCallTests` has exactly; here is what holds however often: nothing is done twice, nothing comes out
/// of order, the journal replays, and the flow comes to its end, and with it the call.
@Suite("kill -9 of two workers", .timeLimit(.minutes(10)))
struct TwiceKilledTests {
    /// The first dies at an entry of the journal, and the second so many entries later.
    private struct Kills: CustomStringConvertible {
        var first: VirtualWorker.Death
        var further: Int
        var leavesFrame: Bool
        var isToldAgain: Bool

        var description: String {
            "entry \(first.record)\(first.leavesFrame ? ", frame gone" : ""), \(further) further"
                + (leavesFrame ? ", frame gone" : "") + (isToldAgain ? "" : ", nothing told again")
        }
    }

    private static let absence = Duration.milliseconds(100)
    /// Far enough to get past every step that the first kill disturbs.
    private static let farthest = 14

    /// Of all combinations one in so many, evenly: each entry is with all others in some.
    private static let sample = 31

    private static func kills(entries: Int) -> [Kills] {
        var kills: [Kills] = []
        for record in 1..<entries {
            for further in 1...farthest {
                for bits in 0..<8 where (bits + 3 * record + 5 * further) % sample == 0 {
                    kills.append(
                        Kills(
                            first: .init(record: record, leavesFrame: bits & 1 > 0), further: further,
                            leavesFrame: bits & 2 > 0, isToldAgain: bits & 4 > 0))
                }
            }
        }
        return kills
    }

    private func play(_ call: StandardCall, _ kills: Kills) throws -> VirtualLine {
        var double = RelayDoubleConfiguration()
        double.redelivers = kills.isToldAgain
        var line = VirtualLine(try call.flow(), double: double)
        line.atWorker { $0.death = kills.first }
        line.atDouble { _ = $0.place(call.caller) }
        line.runToEnd()
        try line.replaceWorker(after: Self.absence)
        let count = line.onlyCall?.records.count ?? 0
        line.atWorker { $0.death = .init(record: count + kills.further, leavesFrame: kills.leavesFrame) }
        line.runToEnd()
        if line.worker?.isDead ?? false { try line.replaceWorker(after: Self.absence) }
        line.atWorker { $0.death = nil }
        line.finish()
        return line
    }

    @Test(arguments: StandardCall.all)
    func `does nothing twice, and the call comes to its end`(_ call: StandardCall) async throws {
        let undisturbed = try FaultRun(call, RelayDoubleConfiguration(), nil).line.worker
        let entries = try #require(undisturbed?.calls[VirtualLine.onlyNumber]?.records.count)
        for kills in Self.kills(entries: entries) {
            for problem in try play(call, kills).problems(of: call) {
                Issue.record("\(kills): \(problem)")
            }
            // Tests of real sockets and clocks wait beside it.
            await Task.yield()
        }
    }
}
