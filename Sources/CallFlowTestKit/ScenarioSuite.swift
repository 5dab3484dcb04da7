public import CallFlow
import FlowTesting
import SimulatedBackend

/// The scenarios of a `NAME.test.yaml`: callers, what they do, and what stands in for the world outside.
///
/// They are played in virtual time, without a telephone and without the network; equal seeds give equal
/// stories.
public struct ScenarioSuite: Sendable {
    private let tests: TestFile
    /// In the order of the file.
    private let flows: [Flow]

    /// Reads a scenario file and the flows that it names, whose paths are relative to it.
    ///
    /// Throws when a file cannot be read, or has errors: what it holds is not what its author meant then.
    public static func load(_ path: String) throws(FlowLoadingError) -> ScenarioSuite {
        let reading = TestFile.read(try SourceFile.load(path), for: .checking)
        let file = reading.file.scenarios
        func refuse(_ findings: [Finding]) throws(FlowLoadingError) {
            let errors = findings.filter { $0.severity == .error }
            if !errors.isEmpty { throw FlowLoadingError(.refused(FileFindings(file.file, errors))) }
        }
        try refuse(reading.findings)
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        var flows: [Flow] = []
        for reference in file.flows {
            flows.append(
                try Flow.load(reference.path.hasPrefix("/") ? reference.path : folder + reference.path))
        }
        try refuse(reading.file.findings(against: flows))
        return ScenarioSuite(tests: reading.file, flows: flows)
    }

    /// The scenarios' names, in the order of the file.
    public var names: [String] { tests.scenarios.scenarios.map(\.name) }

    /// Plays one scenario and compares what happened with what it expects: nothing when all is as it should
    /// be. Throws when no scenario has that name.
    ///
    /// A scenario that expects nothing is no test, and fails.
    public func test(_ name: String, seed: UInt64 = 0) throws(UnknownScenario) -> [ScenarioFailure] {
        guard let test = tests.test(named: name) else { throw UnknownScenario(name: name, known: names) }
        let failures =
            test.expectations.isEmpty
            ? [test.expectsNothing] : test.judge(ScenarioRun(test.scenario, flows: flows, seed: seed))
        let table = LineTable(tests.scenarios.file)
        return failures.map { ScenarioFailure($0, in: tests.scenarios.file, table) }
    }

    /// Plays one scenario to its end; throws when none has that name.
    public func play(_ name: String, seed: UInt64 = 0) throws(UnknownScenario) -> ScenarioStory {
        guard let scenario = tests.test(named: name)?.scenario else {
            throw UnknownScenario(name: name, known: names)
        }
        var world = scenario.world(flows: flows, seed: seed, observation: .everything)
        let start = world.phone.now
        let isOver = world.run()
        var names: [LegID: String] = [:]
        for leg in world.phone.legs.indices.map({ LegID(rawValue: Int32($0)) }) {
            names[leg] = world.phone.castName(of: leg)
        }
        return ScenarioStory(
            world, callers: names, from: start, isOver: isOver,
            unplayed: scenario.unplayed(in: world).map { $0.reason.sentence($0.line) })
    }
}

/// A scenario file has no scenario of that name.
public struct UnknownScenario: Error, Sendable, Hashable, CustomStringConvertible {
    public let name: String
    /// The names that it has.
    public let known: [String]

    public var description: String {
        let list = known.map { "\"\($0)\"" }.joined(separator: ", ")
        return "there is no scenario \"\(name)\"; "
            + (known.isEmpty ? "the file has none" : "there are \(list)")
    }
}
