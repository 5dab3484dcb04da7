import FlowTesting
import SourceText

/// Plays one scenario and judges it: all that a worker of `test` does, and nothing that another could notice.
struct ScenarioJob: Sendable {
    let suites: [TestSuite]
    let seed: UInt64
    let rendering: FailureRendering

    /// Which scenario of which file.
    struct Item: Sendable {
        var suite: Int
        var test: Int
    }

    /// What became of it. The world itself is gone: a thousand scenarios need no more memory than a few.
    struct Outcome: Sendable {
        var item: Item
        var failures: [RenderedFailure]
        var virtual: Duration
        var real: Duration
    }

    @Sendable func play(_ item: Item) -> Outcome {
        let suite = suites[item.suite]
        let test = suite.playable[item.test]
        let clock = ContinuousClock()
        let begin = clock.now
        let run = ScenarioRun(test.scenario, flows: suite.flows, seed: seed)
        let failures = test.judge(run)
        let real = clock.now - begin
        return Outcome(
            item: item, failures: failures.isEmpty ? [] : rendering.render(failures, of: run, in: suite.file),
            virtual: run.length, real: real)
    }
}
