import ArgumentParser
import CassetteBackend
import FlowModel
import FlowTesting
import FlowValidation
import SimulatedBackend
import SourceText
import YAMLTree

/// `callflow test`.
struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Play the scenarios and cassettes of flows, and say what is not as expected.",
        usage: "callflow test [<options>] [<paths> ...]",
        discussion: """
            A directory means the NAME.test.yaml and *.cassette.jsonl below it; of a flow \
            that you name, those beside it are played. Time is virtual, nothing reaches \
            the network, and equal seeds give equal runs.

            Examples:
              callflow test                              all below this directory
              callflow test flows/standup.yaml
              callflow test flows --filter "wrong PIN"   scenarios with this in their name
              callflow test flows --hang-up-anywhere     and everything that can go wrong
              callflow test flows --coverage --minimum 90
              callflow test flows --junit report.xml     for CI

            `callflow explain scenario` has the format, `callflow run FLOW --scenario NAME` \
            shows one as it happens, `callflow run FLOW --record NAME.cassette.jsonl` makes \
            a cassette.

            Exit status: 0 all passed, 1 something failed, 2 could not run, or nothing \
            was selected.
            """)

    @Argument(
        help: "Scenario files, cassettes, flows and directories. (default: the current directory)",
        completion: .file(extensions: ["yaml", "yml", "json", "jsonl"]))
    var paths: [String] = []

    @OptionGroup var choice: CaseOptions
    @OptionGroup(title: "Variations") var varying: VariationOptions
    @OptionGroup(title: "Coverage") var coverage: CoverageOptions

    @Option(
        help: ArgumentHelp("Write the results for CI, in JUnit's format.", valueName: "file"),
        completion: .file(extensions: ["xml"]))
    var junit: String?

    @Option(help: "When to use colors; NO_COLOR is honored.")
    var color = ColorChoice.auto

    func run() async throws {
        let search = TestDiscovery(paths.isEmpty ? ["."] : paths)
        var report = TestReport(colors: color.isOn(.standard), seed: choice.seed)
        for problem in search.problems { report.note(problem: problem) }
        await inOrder(search.files, work: TestSuite.load) { _, suite in report.add(suite) }
        let all = report.suites.indices.flatMap { suite in
            report.suites[suite].cases.indices.map { TestItem(suite: suite, place: $0) }
        }
        let chosen = choice.choose(all, of: report.suites)
        // A file that cannot be played has failed, and is told with what was played.
        guard !chosen.isEmpty || report.hasFailed else { throw nothingChosen(all, report) }
        if choice.list { return try list(chosen, report) }
        await play(chosen, into: &report)
        await vary(chosen, into: &report)
        report.finish()
        let untested = untestedFlows(search.flows, report.suites)
        noteUntested(untested)
        if coverage.isWanted { report.coverNothing(of: untested) }
        let isCovered = try coverage.tell(report.coverage)
        if let junit { try writeFile(junit, JUnitText.render(report)) }
        try tellVariations(report)
        try report.throwStatus()
        if !isCovered { throw ExitStatus.findings }
    }

    private func play(_ chosen: [TestItem], into report: inout TestReport) async {
        let job = TestJob(
            suites: report.suites, seed: choice.seed, covers: coverage.isWanted, rendering: report.rendering)
        report.begin(chosen.count)
        await inOrder(chosen, work: job.play) { _, outcome in report.add(outcome) }
    }

    private func vary(_ chosen: [TestItem], into report: inout TestReport) async {
        let job = VariationJob(
            suites: report.suites, seed: choice.seed, isAnywhere: varying.hangUpAnywhere, only: varying.only)
        for item in chosen {
            let suite = report.suites[item.suite]
            guard case .scenario(let test) = suite.cases[item.place] else { continue }
            // What fails as it stands fails otherwise, too; that is to be mended first.
            if varying.only == nil, report.hasFailed(item) { continue }
            let told = await job.run(test, of: suite) { done, total in report.showVariations(done, total) }
            if let (count, failure) = told { report.add(item, variations: count, failure) }
        }
    }

    private func tellVariations(_ report: TestReport) throws {
        if let only = varying.only, !report.hasFailed, report.variations == 0 {
            throw Refusal("nothing was varied: `\(only)` happens in no scenario that was chosen")
        }
        if let save = varying.save { try report.save(to: save) }
    }

    private func list(_ chosen: [TestItem], _ report: TestReport) throws {
        for item in chosen {
            let suite = report.suites[item.suite]
            Output.standard.line("\(suite.path): \(TerminalText.safe(suite.cases[item.place].name))")
        }
        Output.standard.flush()
        try report.throwStatus()
    }

    /// Flows in the directories that are searched, and that nothing tests.
    private func untestedFlows(_ flows: [String], _ suites: [TestSuite]) -> [SourceFile] {
        // Whose recording a broken cassette is, nobody knows.
        if suites.contains(where: { $0.isRefused && $0.flowPaths.isEmpty }) { return [] }
        let tested = Set(suites.flatMap(\.flowPaths).map { FileIdentity($0) })
        guard choice.filter.isEmpty else { return [] }
        return flows.compactMap { path in
            guard !tested.contains(FileIdentity(path)), let source = try? readSource(path),
                FlowLikeness.isLikely(YAMLReader.read(source))
            else { return nil }
            return source
        }
    }

    /// They are easily forgotten.
    private func noteUntested(_ untested: [SourceFile]) {
        guard !untested.isEmpty else { return }
        let names = untested.prefix(5).map(\.name).joined(separator: ", ") + (untested.count > 5 ? ", …" : "")
        Output.error.line("callflow: \(counted(untested.count, "flow")) without scenarios: \(names)")
    }

    /// Never a silent pass: without anything to play, something is wrong.
    private func nothingChosen(_ all: [TestItem], _ report: TestReport) -> ExitStatus {
        Output.standard.flush()
        if !all.isEmpty {
            let names = all.map { report.suites[$0.suite].cases[$0.place].name }
            // People remember a word of a name rather than all of it.
            let words = names + names.flatMap { $0.split(separator: " ").map(String.init) }
            let near = choice.filter.lazy.compactMap { nearest(to: $0, among: words) }.first
            let help = near.map { "; did you mean \"\($0)\"?" } ?? "; --list shows their names"
            let texts = choice.filter.map { "\"\($0)\"" }.joined(separator: " or ")
            Output.error.line("callflow: no scenario has \(texts) in its name\(help)")
        } else if !report.hasProblems {
            let place = paths.isEmpty ? "the current directory" : paths.joined(separator: ", ")
            Output.error.line(
                "callflow: no scenarios found in \(place); they stand in NAME.test.yaml beside NAME.yaml "
                    + "(callflow explain scenario)")
        }
        return .cannotRun
    }
}
