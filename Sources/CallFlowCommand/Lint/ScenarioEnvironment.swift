import FlowExpressions
import FlowValidation
import ProjectFile
import SimulatedBackend
import SourceText

/// `envs` of a scenario file, held against what its flows read.
struct ScenarioEnvironment {
    /// A flow that can be read.
    private struct Reader {
        /// Where the file names it first.
        var range: SourceRange
        var reads: EnvironmentReads
        var unmet: [EnvironmentReads.Unmet]
    }

    private let scenarios: ScenarioFile
    private var readers: [Reader] = []
    /// What is read is known of all flows.
    private var isWhole: Bool

    init(_ scenarios: ScenarioFile, on machine: ProjectSurroundings) {
        self.scenarios = scenarios
        isWhole = !scenarios.flows.isEmpty
        let given = GivenNames(scenarios)
        let folder = scenarios.folder
        let flows = Dictionary(grouping: scenarios.flows.indices) { scenarios.flows[$0].path(in: folder) }
        for (path, indices) in flows {
            guard machine.place(path) == .file, let reads = machine.reads(path) else {
                isWhole = false
                continue
            }
            let unmet = given.toFlows(indices).map { reads.unmet(by: $0, path: path) } ?? []
            readers.append(Reader(range: scenarios.flows[indices[0]].range, reads: reads, unmet: unmet))
        }
    }

    /// What a flow counts on and no scenario of it gives, and what is given and no flow reads.
    var findings: [Finding] {
        // What is missing may stand behind the place where the file was cut.
        scenarios.isPartial ? [] : unset + unread
    }

    private var unset: [Finding] {
        let names = scenarios.environmentNames.map(\.name.string)
        return readers.flatMap { reader in
            reader.unmet.map { need in
                let near = nearest(to: need.name.string, among: names)
                return Finding(
                    "unset-env", .warning,
                    need.sentence + (near.map { "; 'envs' has '\($0)': did you mean that?" } ?? ""),
                    at: reader.range)
            }
        }
    }

    private var unread: [Finding] {
        guard isWhole, !readers.contains(where: \.reads.readsAnything) else { return [] }
        let read = readers.reduce(into: Set<Text>()) { $0.formUnion($1.reads.names) }
        let missing = Set(readers.flatMap { $0.unmet.map(\.name.string) }).sorted()
        // What several scenarios share by an alias stands in one place.
        var places: Set<SourceRange> = []
        return scenarios.environmentNames.compactMap { written in
            guard !read.contains(written.name), places.insert(written.range).inserted else { return nil }
            let name = written.name.string
            let near = nearest(to: name, among: missing).map { "; did you mean '\($0)'?" } ?? ""
            return Finding("unread-env", .warning, "no flow reads '\(name)'\(near)", at: written.range)
        }
    }
}

/// The names of `envs` that scenarios give.
private struct GivenNames {
    private var toAll: Set<Text> = []
    private var byScenario: [Int: [Text]] = [:]
    /// The scenarios that play a flow, by its place in the file.
    private var playing: [Int: Set<Int>] = [:]

    init(_ file: ScenarioFile) {
        for written in file.environmentNames {
            if let scenario = written.scenario {
                byScenario[scenario, default: []].append(written.name)
            } else {
                toAll.insert(written.name)
            }
        }
        for (index, scenario) in file.scenarios.enumerated() {
            for caller in scenario.setting.callers { playing[caller.flow, default: []].insert(index) }
        }
    }

    /// What any scenario gives that plays one of these flows; `nil` when none does. A scenario that leaves a
    /// name out may show what becomes of the flow without it.
    func toFlows(_ flows: [Int]) -> Set<Text>? {
        let scenarios = flows.compactMap { playing[$0] }
        guard !scenarios.isEmpty else { return nil }
        return scenarios.reduce(into: toAll) { names, playing in
            for scenario in playing { names.formUnion(byScenario[scenario] ?? []) }
        }
    }
}
