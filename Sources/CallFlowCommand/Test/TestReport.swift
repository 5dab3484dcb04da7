import FlowRuntime
import FlowTesting
import SimulatedBackend
import SourceText

/// Takes the results of a `test` run in order, and tells them.
///
/// Results go to standard output; what concerns the run itself goes to standard error.
struct TestReport {
    let rendering: FailureRendering
    let seed: UInt64
    private(set) var suites: [TestSuite] = []
    private(set) var outcomes: [TestOutcome] = []
    private(set) var coverage = Coverage()
    private(set) var hasProblems = false
    private var saved: [String] = []
    private var progress = Progress("scenarios")
    private var total = 0
    private(set) var variations = 0
    private var lastHeading = ""
    private let clock = ContinuousClock()
    private let begin: ContinuousClock.Instant

    init(colors: Bool, seed: UInt64) {
        rendering = FailureRendering(colors: colors)
        self.seed = seed
        begin = clock.now
    }

    private var refused: Int { suites.count(where: \.isRefused) }
    private var failed: Int { outcomes.count { !$0.failures.isEmpty } }
    /// As far as it has been played.
    func hasFailed(_ item: TestItem) -> Bool {
        outcomes.contains { $0.item == item && !$0.failures.isEmpty }
    }
    var hasFailed: Bool { refused > 0 || failed > 0 }

    mutating func note(problem: String) {
        hasProblems = true
        progress.clear()
        Output.error.line("callflow: \(TerminalText.safe(problem))")
    }

    /// How the program ends when there is nothing else to say.
    func throwStatus() throws {
        if hasProblems { throw ExitStatus.cannotRun }
        if hasFailed { throw ExitStatus.findings }
    }

    mutating func add(_ suite: TestSuite) {
        suites.append(suite)
        if let problem = suite.problem { note(problem: problem) }
        if let mistake = suite.mistake {
            Output.standard.line(TerminalText.safe(mistake) + "\n")
        }
        for findings in suite.findings {
            Output.standard.write(TextRendering.findings(of: findings, colors: rendering.colors))
        }
    }

    // MARK: Cases

    mutating func begin(_ count: Int) { total = count }

    mutating func add(_ outcome: TestOutcome) {
        progress.clear()
        outcomes.append(outcome)
        if let covered = outcome.coverage { coverage.merge(covered) }
        head(suites[outcome.item.suite].path)
        tell(outcome.item, outcome.failures, "(\(Clock.text(outcome.virtual.milliseconds)))")
        if outcome.failures.isEmpty {
            for note in outcome.notes { Output.standard.line("        note: \(TerminalText.safe(note))") }
        }
        progress.show(outcomes.count, of: total)
    }

    /// What came of repeating a scenario otherwise.
    mutating func add(_ item: TestItem, variations count: Int, _ failure: VariationFailure?) {
        progress.clear()
        variations += count
        let suite = suites[item.suite]
        let place = outcomes.firstIndex { $0.item == item }
        if let place { outcomes[place].variations = count }
        head("\(suite.path), each time with one thing otherwise")
        var failures: [RenderedFailure] = []
        if let failure {
            failures = [rendering.render(failure, of: suite)]
            if let place { outcomes[place].failures += failures }
            if let scenario = failure.scenario { saved.append(scenario) }
        }
        tell(
            item, failures, "(\(counted(count, "variation")))",
            again: failure?.variation.map { " --only \(ShellText.quoted($0))" } ?? "")
    }

    mutating func showVariations(_ done: Int, _ total: Int) {
        progress.show(done, of: total, "variations")
    }

    private mutating func head(_ heading: String) {
        guard lastHeading != heading else { return }
        lastHeading = heading
        Output.standard.line(TerminalText.safe(heading))
    }

    private func tell(
        _ item: TestItem, _ failures: [RenderedFailure], _ size: String, again more: String = ""
    ) {
        let suite = suites[item.suite]
        let name = suite.cases[item.place].name
        let verdict = failures.isEmpty ? paint("ok  ", "32") : paint("FAIL", "1;31")
        Output.standard.line("  \(verdict)  \(TerminalText.safe(name))  \(paint(size, "2"))")
        guard !failures.isEmpty else { return }
        Output.standard.line()
        for failure in failures { Output.standard.write(failure.text) }
        Output.standard.line("again: callflow test \(again(item))\(more)\n")
    }

    /// The words of the command line that plays a case again.
    private func again(_ item: TestItem) -> String {
        let suite = suites[item.suite]
        let path = ShellText.quoted(suite.path)
        switch suite.cases[item.place] {
        case .cassette: return path
        case .scenario(let test):
            let seeded = seed == 0 ? "" : " --seed \(seed)"
            return "\(path) --filter \(ShellText.quoted(test.scenario.name))\(seeded)"
        }
    }

    // MARK: The end

    mutating func finish() {
        progress.clear()
        Output.standard.line(outcomes.isEmpty ? "nothing was played: \(refusedText)" : summary)
        Output.standard.flush()
    }

    private var refusedText: String { "\(counted(refused, "file")) refused" }

    private var summary: String {
        let cassettes = outcomes.count { suites[$0.item.suite].cases[$0.item.place].isCassette }
        let scenarios = outcomes.count - cassettes
        let files = Set(outcomes.map(\.item.suite)).count
        let virtual = outcomes.reduce(Duration.zero) { $0 + $1.virtual }
        var played = scenarios > 0 ? [counted(scenarios, "scenario")] : []
        if cassettes > 0 { played.append(counted(cassettes, "cassette")) }
        if variations > 0 { played.append(counted(variations, "variation")) }
        var verdicts = ["\(outcomes.count - failed) passed"]
        if failed > 0 { verdicts.append("\(failed) failed") }
        if refused > 0 { verdicts.append(refusedText) }
        return "\(played.joined(separator: ", ")) in \(counted(files, "file")): "
            + verdicts.joined(separator: ", ") + "; \(Clock.text(virtual.milliseconds)) virtual, "
            + "\(Clock.real((clock.now - begin).milliseconds)) real"
    }

    /// Writes what failed otherwise as items of `scenarios`.
    func save(to path: String) throws(Refusal) {
        guard variations > 0 || hasFailed else {
            throw Refusal("\(path) is not written: nothing was varied; add --hang-up-anywhere")
        }
        guard !saved.isEmpty else {
            return Output.error.line("callflow: \(path) is not written: no variation failed")
        }
        let head =
            "# Items for the `scenarios` of a test file; what they show is for you to say in `expect`.\n"
        try writeFile(path, head + saved.joined(separator: "\n"))
        Output.error.line("callflow: \(counted(saved.count, "scenario")) written to \(path)")
    }

    private func paint(_ text: String, _ code: String) -> String {
        rendering.colors ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
