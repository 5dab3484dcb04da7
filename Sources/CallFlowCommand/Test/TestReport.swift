import FlowRuntime
import FlowTesting
import SimulatedBackend
import SourceText

/// Takes the results of a `test` run in order, and tells them.
struct TestReport {
    let rendering: FailureRendering
    let seed: UInt64
    private var progress = Progress("scenarios")
    private var total = 0
    private(set) var outcomes: [ScenarioJob.Outcome] = []
    private(set) var hasProblems = false
    private var refused = 0
    private var lastSuite: Int?
    private let clock = ContinuousClock()
    private let begin: ContinuousClock.Instant

    init(colors: Bool, seed: UInt64) {
        rendering = FailureRendering(colors: colors)
        self.seed = seed
        begin = clock.now
    }

    private var failed: Int { outcomes.count { !$0.failures.isEmpty } }
    var hasFailed: Bool { refused > 0 || failed > 0 }

    mutating func note(problem: String) {
        hasProblems = true
        progress.clear()
        Output.error.line("callflow: \(problem)")
    }

    mutating func add(_ suite: TestSuite) {
        if let problem = suite.problem { note(problem: problem) }
        for findings in suite.findings {
            Output.standard.write(TextRendering.findings(of: findings, colors: rendering.colors))
        }
        if suite.isRefused { refused += 1 }
    }

    mutating func begin(_ count: Int) { total = count }

    mutating func add(_ outcome: ScenarioJob.Outcome, of suite: TestSuite) {
        outcomes.append(outcome)
        progress.clear()
        if lastSuite != outcome.item.suite {
            lastSuite = outcome.item.suite
            Output.standard.line("\(TerminalText.safe(suite.path))")
        }
        let name = suite.playable[outcome.item.test].scenario.name
        let time = Clock.text(outcome.virtual.milliseconds)
        let verdict = outcome.failures.isEmpty ? paint("ok  ", "32") : paint("FAIL", "1;31")
        Output.standard.line("  \(verdict)  \(TerminalText.safe(name))  \(paint("(\(time))", "2"))")
        if !outcome.failures.isEmpty {
            Output.standard.line()
            for failure in outcome.failures { Output.standard.write(failure.text) }
            Output.standard.line("again: \(again(suite.path, name))\n")
        }
        progress.show(outcomes.count, of: total)
    }

    /// What plays it once more.
    private func again(_ path: String, _ name: String) -> String {
        let seeded = seed == 0 ? "" : " --seed \(seed)"
        return "callflow test \(ShellText.quoted(path)) --filter \(ShellText.quoted(name))\(seeded)"
    }

    mutating func finish() {
        progress.clear()
        let files = Set(outcomes.map(\.item.suite)).count
        let virtual = outcomes.reduce(Duration.zero) { $0 + $1.virtual }
        let real = (clock.now - begin).milliseconds
        var parts = ["\(outcomes.count - failed) passed"]
        if failed > 0 { parts.append("\(failed) failed") }
        if refused > 0 { parts.append("\(counted(refused, "file")) refused") }
        Output.standard.line(
            "\(counted(outcomes.count, "scenario")) in \(counted(files, "file")): "
                + parts.joined(separator: ", ")
                + "; \(Clock.text(virtual.milliseconds)) virtual, \(Clock.real(real)) real")
        Output.standard.flush()
    }

    private func paint(_ text: String, _ code: String) -> String {
        rendering.colors ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
