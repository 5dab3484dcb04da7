import FlowModel
import FlowTesting
import Foundation
import SimulatedBackend
import SourceText
import TestSupport
import Testing

/// The flows that we ship, with their scenarios.
enum Shipped {
    struct Suite: Sendable {
        let name: String
        let file: ScenarioFile
        let flows: [Flow]
    }

    static func suites() throws -> [Suite] {
        try FileManager.default.contentsOfDirectory(atPath: Repository.flows.path)
            .filter { $0.hasSuffix(".test.yaml") }.sorted().map { try suite($0) }
    }

    static func suite(_ name: String) throws -> Suite {
        let file = ScenarioFile.read(try source(name)).scenarios
        #expect(!file.hasErrors, "\(name)")
        let flows = try file.flows.map { try #require(Flow.read(try source($0.path)).flow) }
        return Suite(name: name, file: file, flows: flows)
    }

    private static func source(_ name: String) throws -> SourceFile {
        try Repository.source(Repository.flows.appending(path: name))
    }
}
