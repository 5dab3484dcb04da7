import FlowRuntime
import RelayDouble
import RelayProtocol
import TestSupport
import Testing

/// A call during which, several times and at any instant, the worker is killed, the connection is lost, or
/// the worker is told to drain: also in the middle of what the interruption before has led to.
@Suite("Interruptions at random", .timeLimit(.minutes(10)))
struct RandomInterruptionTests {
    private enum Interruption: Hashable, CustomStringConvertible {
        case loss, drain
        case kill(away: Duration)

        var description: String {
            switch self {
            case .loss: "the connection is lost"
            case .drain: "it drains"
            case .kill(let away): "killed for \(away)"
            }
        }
    }

    private static let seed: UInt64 = 99
    private static let rounds = 60
    private static let mostInterruptions = 4
    /// Just before the phone rings.
    private static let calm = Duration.milliseconds(900)

    private func interruption(_ random: inout SplitMix64) -> (Duration, Interruption) {
        // Handshakes take less than a hundred milliseconds: a third of all happens within one.
        let pause = Duration.milliseconds(random.below(3) == 0 ? random.below(80) : random.below(3000))
        let away = Duration.milliseconds(random.below(2) == 0 ? random.below(200) : random.below(4000))
        return (pause, random.pick([.loss, .loss, .drain, .kill(away: away), .kill(away: away)]))
    }

    private func befall(_ line: inout VirtualLine, _ interruption: Interruption) throws {
        switch interruption {
        case .loss: line.atDouble { $0.dropAll() }
        case .drain:
            let now = line.now
            line.atWorker { $0.take(.drain, at: now) }
        case .kill(let away): try line.replaceWorker(after: away)
        }
    }

    @Test(arguments: StandardCall.all)
    func `do nothing twice, and the call comes to its end`(_ call: StandardCall) async throws {
        var random = SplitMix64(seed: Self.seed)
        var served = 0
        for round in 0..<Self.rounds {
            var double = RelayDoubleConfiguration()
            double.redelivers = random.below(2) == 0
            var line = VirtualLine(try call.flow(), double: double)
            line.atDouble { _ = $0.place(call.caller) }
            line.run(for: Self.calm)
            var story: [String] = []
            for _ in 0...random.below(Self.mostInterruptions) {
                let (pause, interruption) = interruption(&random)
                story.append("after \(pause) \(interruption)")
                line.run(for: pause)
                try befall(&line, interruption)
            }
            line.finish()
            // Tests of real sockets and clocks wait beside it.
            await Task.yield()
            // One that drains before the phone rings takes no call.
            guard line.onlyCall != nil else { continue }
            served += 1
            for problem in try line.problems(of: call) {
                Issue.record("round \(round), \(story.joined(separator: ", ")): \(problem)")
            }
        }
        #expect(served > Self.rounds / 2)
    }
}
