import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText

/// Scenarios of a flow, from the file beside it: `standup.test.yaml` for `standup.yaml`.
struct ScenarioChoice {
    private let path: String
    private let file: ScenarioFile

    /// Reads the scenario file; one with errors is not run, and its findings go to standard error.
    init(of flow: String, colors: Bool) throws {
        path = try Self.path(beside: flow)
        let source = try readSource(path)
        let reading = ScenarioFile.read(source)
        file = reading.scenarios
        let all = reading.findingsWithFlows
        let findings = FileFindings(file.file, all.filter { $0.severity != .hint })
        Output.error.write(TextRendering.findings(of: findings, colors: colors))
        if all.contains(where: { $0.severity == .error }) {
            Output.error.line("callflow: nothing is run: \(path) has errors")
            throw ExitStatus.findings
        }
    }

    var names: [String] { file.scenarios.map(\.name) }

    static func path(beside flow: String) throws(Refusal) -> String {
        guard flow != "-" else { throw Refusal("a flow from standard input has no scenarios beside it") }
        var stem = flow[...]
        for ending in [".yaml", ".yml", ".json"] where stem.hasSuffix(ending) {
            stem = stem.dropLast(ending.count)
            break
        }
        let candidates = ["\(stem).test.yaml", "\(stem).test.yml"]
        guard let path = candidates.first(where: FileIdentity.exists) else {
            throw Refusal(
                "\(candidates[0]): no such file; a flow's scenarios stand beside it under that name")
        }
        return path
    }

    // MARK: One scenario

    func scenario(named name: String) throws(Refusal) -> Scenario {
        if let scenario = file.scenarios.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
            return scenario
        }
        let near = nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
        let list =
            names.isEmpty ? "it has none" : "it has: " + names.map { "\"\($0)\"" }.joined(separator: ", ")
        throw Refusal("\(path) has no scenario \"\(name)\"\(near) (\(list))")
    }

    /// The flows that the scenario file names, in its order; `flow` has been read already.
    func flows(_ flow: Flow, at path: String, _ loader: FlowLoader) throws -> [Flow] {
        let folder = file.folder
        var flows: [Flow] = []
        var isFound = false
        for reference in file.flows {
            let other = reference.path(in: folder)
            if FileIdentity.isSame(other, path) {
                flows.append(flow)
                isFound = true
            } else {
                flows.append(try loader.load(other))
            }
        }
        guard isFound else {
            let others = file.flows.map(\.path).joined(separator: ", ")
            throw Refusal("\(self.path) is about \(others.isEmpty ? "no flow" : others), not about \(path)")
        }
        return flows
    }

    /// Says which lines of `do` never happened: a scenario that has some is not what its author meant.
    /// `true` when there were any.
    func report(_ scenario: Scenario, unplayedIn world: World) -> Bool {
        let table = LineTable(file.file)
        let unplayed = scenario.unplayed(in: world)
        for (line, reason) in unplayed {
            let number = table.position(at: line.range.lower).line
            Output.error.line("callflow: \(path):\(number): \(reason.sentence(line))")
        }
        return !unplayed.isEmpty
    }
}
