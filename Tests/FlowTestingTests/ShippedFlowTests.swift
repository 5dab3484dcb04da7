import FlowModel
import FlowTesting
import Foundation
import SimulatedBackend
import SourceText
import TestSupport
import Testing

/// The flows that we ship, with their scenarios.
struct `Shipped flows` {
    /// A test file and its flows, by path as the test file names them.
    struct Suite {
        let file: TestFile
        let flows: [SourceFile]

        /// What fails first when that flow stands in for its original.
        func failure(with mutant: SourceFile? = nil) -> String? {
            let read = flows.map { Flow.read($0.name == mutant?.name ? mutant ?? $0 : $0).flow }
            let flows = read.compactMap { $0 }
            guard flows.count == read.count else { return "the flow cannot be read" }
            for test in file.tests {
                let failures = test.judge(ScenarioRun(test.scenario, flows: flows))
                if let first = failures.first { return "\(test.scenario.name): \(first.message)" }
            }
            return nil
        }
    }

    private static func read(_ name: String) throws -> SourceFile {
        SourceFile(
            name: "flows/\(name)", bytes: Array(try Data(contentsOf: Repository.flows.appending(path: name))))
    }

    private static func suites() throws -> [Suite] {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.flows.path).sorted()
        return try names.filter { $0.hasSuffix(".test.yaml") }.map { name in
            let reading = TestFile.read(try read(name))
            let errors = reading.findings.filter { $0.severity == .error }
            #expect(errors.isEmpty, "\(name): \(errors.map(\.message))")
            return Suite(
                file: reading.file, flows: try reading.file.scenarios.flows.map { try read($0.path) })
        }
    }

    @Test func `pass their scenarios`() throws {
        let suites = try Self.suites()
        #expect(suites.count >= 10)
        for suite in suites { #expect(suite.failure() == nil, "\(suite.file.scenarios.file.name)") }
    }

    @Test func `fail when a parameter of a conference is changed`() throws {
        var count = 0
        for suite in try Self.suites() where suite.failure() == nil {
            for flow in suite.flows {
                for mutant in FlowMutants(of: flow).mutants {
                    count += 1
                    #expect(suite.failure(with: mutant.flow) != nil, "nobody notices \(mutant.name)")
                }
            }
        }
        #expect(count >= 100, "\(count) mutants")
    }
}
