import FlowModel
import FlowTesting
import Foundation
import SimulatedBackend
import SourceText
import TestSupport
import Testing

/// Test files with their flows.
enum Shared {
    /// A test file and the flows that it names.
    static func load(_ url: URL) throws -> (reading: TestReading, flows: [Flow]) {
        let reading = TestFile.read(try Repository.source(url))
        let folder = url.deletingLastPathComponent()
        let flows = try reading.file.scenarios.flows.map { reference in
            try #require(Flow.read(try Repository.source(folder.appending(path: reference.path))).flow)
        }
        return (reading, flows)
    }
}
