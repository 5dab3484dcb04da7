import CassetteBackend
import FlowModel
import FlowRuntime
import FlowTesting
import SimulatedBackend
import SourceText

/// Which case of which file.
struct TestItem: Sendable, Hashable {
    var suite: Int
    var place: Int
}

/// What became of a case. The world itself is gone: a thousand scenarios need no more memory than a few.
struct TestOutcome: Sendable {
    var item: TestItem
    var failures: [RenderedFailure] = []
    var virtual = Duration.zero
    var real = Duration.zero
    /// How often it was played otherwise, too.
    var variations = 0
    /// What it took of its flows.
    var coverage: Coverage?
    /// What the reader should know besides.
    var notes: [String] = []
}

/// Plays one case and judges it: all that a worker of `test` does, and nothing that another could notice.
struct TestJob: Sendable {
    let suites: [TestSuite]
    let seed: UInt64
    let covers: Bool
    let rendering: FailureRendering

    @Sendable func play(_ item: TestItem) -> TestOutcome {
        let suite = suites[item.suite]
        var outcome = TestOutcome(item: item)
        let clock = ContinuousClock()
        let begin = clock.now
        switch suite.cases[item.place] {
        case .scenario(let test): play(test, of: suite, into: &outcome)
        case .cassette(let cassette): play(cassette, of: suite, into: &outcome)
        }
        outcome.real = clock.now - begin
        return outcome
    }

    private func play(_ test: ScenarioTest, of suite: TestSuite, into outcome: inout TestOutcome) {
        let run = ScenarioRun(test.scenario, flows: suite.flows, seed: seed)
        let failures = test.judge(run)
        outcome.virtual = run.length
        if !failures.isEmpty { outcome.failures = rendering.render(failures, of: run, in: suite.file) }
        if covers {
            var coverage = Coverage(of: suite.flows)
            coverage.add(run)
            outcome.coverage = coverage
        }
    }

    private func play(_ cassette: Cassette, of suite: TestSuite, into outcome: inout TestOutcome) {
        let replay = cassette.replay(suite.flows)
        outcome.virtual = replay.length
        outcome.notes = replay.notes
        if let mismatch = replay.mismatch {
            outcome.failures = [rendering.render(mismatch, notes: replay.notes, of: suite)]
        }
        guard covers else { return }
        var coverage = Coverage(of: suite.flows.filter { $0.file.name != GuestFlow.name })
        for (call, machine) in zip(replay.runs, replay.machines) {
            let notes = call.journal.compactMap { entry -> JournalNote? in
                if case .note(let note) = entry.content { note } else { nil }
            }
            let flow = machine.flow(document: 0)
            if suite.flows.contains(where: { $0 === flow }) { coverage.add(flow, notes) }
        }
        outcome.coverage = coverage
    }
}

extension CassetteReplay {
    /// From the first thing that happened to the last.
    fileprivate var length: Duration {
        guard let first = story.first?.entry.at, let last = story.last?.entry.at else { return .zero }
        return .milliseconds(last.milliseconds(since: first))
    }
}
