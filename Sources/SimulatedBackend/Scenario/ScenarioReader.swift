import OrderedCollections
import FlowExpressions
package import SourceText
import YAMLTree

/// What a scenario file is, and what is wrong with it.
package struct ScenarioReading: Sendable {
    package var scenarios: ScenarioFile
    package var findings: [Finding]
}

extension ScenarioFile {
    /// Never throws: every mistake is a finding, and what is right beside it is read.
    package static func read(_ file: SourceFile) -> ScenarioReading {
        let yaml = YAMLReader.read(file)
        var reader = ScenarioReader(file: yaml.file, findings: yaml.findings, isPartial: yaml.isPartial)
        var scenarios = ScenarioFile(file: yaml.file, root: yaml.root)
        if let root = yaml.root {
            reader.read(root, into: &scenarios)
        } else if yaml.findings.isEmpty {
            reader.report(
                "missing-key", "the file is empty; a scenario file has 'flow', 'callers' and 'scenarios'",
                SourceRange(0, 0))
        }
        scenarios.environmentNames = reader.environmentNames
        scenarios.isPartial = yaml.isPartial
        scenarios.hasErrors = reader.findings.contains { $0.severity == .error }
        return ScenarioReading(scenarios: scenarios, findings: reader.findings)
    }
}

/// Walks a scenario file and collects what is wrong. Whoever reads further keys of it does so by the same
/// words: keys, texts, times, references to callers.
package struct ScenarioReader {
    let file: SourceFile
    package internal(set) var findings: [Finding]
    /// The file was cut by a syntax error: what is missing may have stood behind it.
    let isPartial: Bool
    /// The names of flows and callers, for references to them.
    var flowNames: [String] = []
    /// The callers of all scenarios, when their names are known.
    var sharedCallers: [String] = []

    /// Those read so far.
    fileprivate var environmentNames: [ScenarioFile.EnvironmentName] = []

    private static let shared = ["envs", "http", "media", "legs", "callers"]
    private static let top = ["flow", "flows"] + shared + ["scenarios"]
    private static let perScenario =
        ["name"] + shared + [
            "do", "faults", "order", "expect", "vary",
        ]

    /// A reader of parts of a file that has been read already.
    package init(_ scenarios: ScenarioFile) {
        self.init(file: scenarios.file, findings: [], isPartial: scenarios.isPartial)
    }

    init(file: SourceFile, findings: [Finding], isPartial: Bool) {
        self.file = file
        self.findings = findings
        self.isPartial = isPartial
    }

    package mutating func report(
        _ id: Finding.ID, _ message: String, _ range: SourceRange, severity: Finding.Severity = .error,
        related: [Finding.Related] = []
    ) {
        findings.append(Finding(id, severity, message, at: range, related: related))
    }

    mutating func reportMissing(_ message: String, _ range: SourceRange) {
        if !isPartial { report("missing-key", message, range) }
    }

    // MARK: The file

    mutating func read(_ root: YAMLNode, into scenarios: inout ScenarioFile) {
        guard let entries = entries(of: root, "a scenario file") else { return }
        for entry in entries { checkKey(entry.key, among: Self.top) }
        readFlows(entries, into: &scenarios)
        flowNames = scenarios.flows.map(\.name)
        if value("flow", in: entries) == nil, value("flows", in: entries) == nil {
            reportMissing("'flow' is missing: the file of the flow that is played", root.range)
        }
        var setting = Scenario.Setting()
        readSetting(entries, ofScenario: nil, into: &setting)
        sharedCallers = setting.callers.map(\.name)
        scenarios.shared = setting
        guard let list = value("scenarios", in: entries) else {
            return reportMissing("'scenarios' is missing: a list, each with a 'name'", root.range)
        }
        guard let items = list.sequence else {
            return report("bad-value", "'scenarios' is a list, each with a 'name'", list.range)
        }
        for item in items { readScenario(item, setting, into: &scenarios) }
    }

    private mutating func readFlows(_ entries: [YAMLEntry], into scenarios: inout ScenarioFile) {
        if let node = value("flow", in: entries), let path = text(node, "'flow'") {
            scenarios.flows.append(.init(name: path, path: path, range: node.range))
        }
        guard let node = value("flows", in: entries) else { return }
        if !scenarios.flows.isEmpty {
            report("conflicting-keys", "a file has either 'flow' or 'flows', not both", node.range)
        }
        for entry in self.entries(of: node, "'flows'") ?? [] {
            guard let name = entry.key.scalar?.text, let path = text(entry.value, "the file of a flow") else {
                continue
            }
            scenarios.flows.append(.init(name: name, path: path, range: entry.value.range))
        }
    }

    private mutating func readScenario(
        _ node: YAMLNode, _ shared: Scenario.Setting, into scenarios: inout ScenarioFile
    ) {
        guard let entries = entries(of: node, "a scenario") else { return }
        for entry in entries { checkKey(entry.key, among: Self.perScenario) }
        var scenario = Scenario(name: "", range: node.range, setting: shared)
        if let name = value("name", in: entries) {
            scenario.name = text(name, "'name'") ?? ""
            scenario.range = name.range
        } else {
            reportMissing("'name' is missing: what the scenario shows", node.range)
        }
        if let other = scenarios.scenarios.first(where: { $0.name == scenario.name }) {
            report(
                "duplicate-scenario", "there is a scenario of this name already", scenario.range,
                related: [Finding.Related("first here", other.range)])
        }
        readSetting(entries, ofScenario: scenarios.scenarios.count, into: &scenario.setting)
        scenario.setting.callers = expanded(scenario.setting.callers)
        if let lines = value("do", in: entries) { readLines(lines, into: &scenario) }
        scenario.expect = value("expect", in: entries)
        scenario.vary = value("vary", in: entries).map { readVary($0, scenario.setting) }
        readDisturbance(entries, into: &scenario)
        scenarios.scenarios.append(scenario)
    }

    /// What a scenario shares with the others (`nil`), or has otherwise than they.
    private mutating func readSetting(
        _ entries: [YAMLEntry], ofScenario scenario: Int?, into setting: inout Scenario.Setting
    ) {
        if let node = value("envs", in: entries) { readEnvironment(node, scenario, into: &setting) }
        if let node = value("callers", in: entries) { readCallers(node, into: &setting) }
        if let node = value("http", in: entries) { readHTTP(node, into: &setting) }
        if let node = value("media", in: entries) { readMedia(node, into: &setting) }
        if let node = value("legs", in: entries) { readLegs(node, into: &setting) }
    }

    private mutating func readEnvironment(
        _ node: YAMLNode, _ scenario: Int?, into setting: inout Scenario.Setting
    ) {
        for entry in entries(of: node, "'envs'") ?? [] {
            guard let name = entry.key.scalar?.text else { continue }
            setting.envs[Text(name)] = environmentValue(entry.value)
            environmentNames.append(.init(name: Text(name), range: entry.key.range, scenario: scenario))
        }
    }

    /// A bare number stays the text that it is in the file, as with `--env`: `0042` is a PIN, and no number.
    private mutating func environmentValue(_ node: YAMLNode) -> Value {
        guard let scalar = node.scalar, scalar.style == .plain else { return Value(node) }
        switch scalar.resolved {
        case .integer, .float:
            report(
                "unquoted-number", "quote it: a flow compares text", node.range, severity: .warning)
            return .string(Text(scalar.text))
        case .null, .bool, .string: return Value(node)
        }
    }
}
