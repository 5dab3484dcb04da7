import ArgumentParser
import FlowTesting
import SimulatedBackend
import SourceText

/// `callflow test`.
struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Play the scenarios of flows and compare what happens with what they expect.",
        discussion: """
            A directory means the NAME.test.yaml below it; of a flow that you name, the \
            scenarios beside it are played. Time is virtual, nothing reaches the network, \
            and equal seeds give equal runs.

            Examples:
              callflow test                              all below this directory
              callflow test flows/standup.yaml
              callflow test flows --filter "wrong PIN"   scenarios with this in their name
              callflow test flows --junit report.xml     for CI

            `callflow explain scenario` has the format, `callflow run FLOW --scenario NAME` \
            shows one as it happens.

            Exit status: 0 all passed, 1 something failed, 2 could not run, or nothing \
            was selected.
            """)

    @Argument(
        help: "Scenario files, flows and directories. (default: the current directory)",
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var paths: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only scenarios whose name, or whose file, contains this; may be repeated.", valueName: "text"))
    var filter: [String] = []

    @Flag(help: "The names of the scenarios, without playing them.")
    var list = false

    @Option(help: "What the ids are made from that a carrier would make up.")
    var seed: UInt64 = 0

    @Option(
        help: ArgumentHelp("Write the results for CI, in JUnit's format.", valueName: "file"),
        completion: .file(extensions: ["xml"]))
    var junit: String?

    @Option(help: "When to use colors; NO_COLOR is honored.")
    var color = ColorChoice.auto

    func run() async throws {
        let search = TestDiscovery(paths.isEmpty ? ["."] : paths)
        var report = TestReport(colors: color.isOn(.standard), seed: seed)
        for problem in search.problems { report.note(problem: problem) }
        var suites: [TestSuite] = []
        await inOrder(search.files, work: TestSuite.load) { _, suite in
            report.add(suite)
            suites.append(suite)
        }
        let all = suites.indices.flatMap { suite in
            suites[suite].playable.indices.map { ScenarioJob.Item(suite: suite, test: $0) }
        }
        let chosen = all.filter { isChosen($0, of: suites[$0.suite]) }
        guard !chosen.isEmpty else { return try nothingChosen(suites, all, report, search) }
        if list { return Self.list(chosen, suites) }
        let job = ScenarioJob(suites: suites, seed: seed, rendering: report.rendering)
        report.begin(chosen.count)
        await inOrder(chosen, work: job.play) { _, outcome in
            report.add(outcome, of: suites[outcome.item.suite])
        }
        report.finish()
        if let junit { try writeFile(junit, JUnitText.render(report, suites)) }
        if report.hasProblems { throw ExitStatus.cannotRun }
        if report.hasFailed { throw ExitStatus.findings }
    }

    private func isChosen(_ item: ScenarioJob.Item, of suite: TestSuite) -> Bool {
        if filter.isEmpty { return true }
        let name = suite.playable[item.test].scenario.name.lowercased()
        let file = suite.path.lowercased()
        return filter.contains { name.contains($0.lowercased()) || file.contains($0.lowercased()) }
    }

    private static func list(_ chosen: [ScenarioJob.Item], _ suites: [TestSuite]) {
        for item in chosen {
            let suite = suites[item.suite]
            let name = TerminalText.safe(suite.playable[item.test].scenario.name)
            Output.standard.line("\(suite.path): \(name)")
        }
        Output.standard.flush()
    }

    /// Never a silent pass: without anything to play, something is wrong.
    private func nothingChosen(
        _ suites: [TestSuite], _ all: [ScenarioJob.Item], _ report: TestReport, _ search: TestDiscovery
    ) throws {
        Output.standard.flush()
        if report.hasFailed, !report.hasProblems { throw ExitStatus.findings }
        if !all.isEmpty {
            let names = all.map { suites[$0.suite].playable[$0.test].scenario.name }
            let near = filter.compactMap { nearest(to: $0, among: names) }.first
            let help = near.map { "; did you mean \"\($0)\"?" } ?? "; --list shows their names"
            Output.error.line(
                "callflow: no scenario has \(filter.joined(separator: " or ")) in its name\(help)")
        } else if !report.hasProblems {
            let place = paths.isEmpty ? "the current directory" : paths.joined(separator: ", ")
            Output.error.line(
                "callflow: no scenarios found in \(place); they stand in NAME.test.yaml beside NAME.yaml "
                    + "(callflow explain scenario)")
        }
        throw ExitStatus.cannotRun
    }
}
