import FlowTesting
import SimulatedBackend
import SourceText

/// Why a scenario does not hold when something goes otherwise: its shortest failing time line.
struct VariationFailure: Sendable {
    var id: Finding.ID
    var message: String
    /// In the scenario file.
    var range: SourceRange
    var timeLine: [String]
    /// What plays it again.
    var variation: String?
    /// As an item of `scenarios`.
    var scenario: String?
}

/// Repeats scenarios with one thing otherwise each time: `vary`, or `--hang-up-anywhere`.
struct VariationJob: Sendable {
    let suites: [TestSuite]
    let seed: UInt64
    let isAnywhere: Bool
    /// Nothing but this one.
    let only: Variation?

    /// So many are handed to a worker at once: handing over costs as much as playing a few.
    private static let batch = 32

    /// What is varied in a scenario; `nil` when nothing is.
    private func vary(_ scenario: Scenario) -> Vary? {
        if only != nil { return scenario.vary ?? .hangUpAnywhere }
        return scenario.vary ?? (isAnywhere ? .hangUpAnywhere : nil)
    }

    /// The variations of a scenario and their failure, if one fails; `nil` when nothing is varied, or when
    /// the only variation changes nothing: somebody else's name would pass whatever happened.
    func run(
        _ test: ScenarioTest, of suite: TestSuite, told progress: (_ done: Int, _ total: Int) -> Void
    ) async -> (count: Int, failure: VariationFailure?)? {
        guard let vary = vary(test.scenario) else { return nil }
        let variations = Variations(
            of: test.scenario, flows: suite.flows, seed: seed, vary: vary,
            judge: { test.judgeVariation($0) })
        if let only, !variations.idleFaults(of: only).isEmpty { return nil }
        let all = only.map { [$0] } ?? variations.all
        if all.isEmpty { return (0, nothingVaried(test.scenario)) }
        let batches = stride(from: 0, to: all.count, by: Self.batch).map {
            Array(all[$0..<min(all.count, $0 + Self.batch)])
        }
        var failed: [VariedRun] = variations.baseline.isFailed ? [variations.baseline] : []
        var done = 0
        await inOrder(batches, work: { $0.map(variations.run).filter(\.isFailed) }) { place, runs in
            failed += runs
            done += batches[place].count
            progress(done, all.count)
        }
        guard let shortest = VariedRun.shortestFailure(of: failed) else { return (all.count, nil) }
        return (all.count, failure(shortest, failed.count, all.count, variations, test, suite))
    }

    /// Never a silent pass: repeating a scenario in no other way proves nothing.
    private func nothingVaried(_ scenario: Scenario) -> VariationFailure {
        VariationFailure(
            id: "nothing-varied",
            message: "there is nothing to vary: whom or what it names does not come up in the scenario",
            range: scenario.vary?.range ?? scenario.range, timeLine: [])
    }

    private func failure(
        _ run: VariedRun, _ failed: Int, _ total: Int, _ variations: Variations, _ test: ScenarioTest,
        _ suite: TestSuite
    ) -> VariationFailure {
        let short = ShortFailure(run, of: variations)
        // What is left of it may fail by another sentence than the whole did.
        let sentence = short.failure.violations.first.map { "\($0)" } ?? short.failure.failures.first ?? ""
        let asWritten = variations.baseline.isFailed
        let share =
            (asWritten ? "as written, and " : "")
            + "in \(failed - (asWritten ? 1 : 0)) of \(counted(total, "variation"))"
        return VariationFailure(
            id: "fails-when-varied",
            message: "\(sentence) (\(total == 1 ? "" : share + "; the shortest: ")\(run.variation))",
            range: test.scenario.vary?.range ?? test.scenario.range,
            timeLine: TimeLine.lines(of: short).filter { $0 != "✗ \(sentence)" },
            variation: "\(run.variation)",
            scenario: suite.scenarios.map { short.scenario.text(in: $0) })
    }
}
