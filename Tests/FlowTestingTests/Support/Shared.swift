import FlowModel
import FlowTesting
import Foundation
import SimulatedBackend
import SourceText
import Testing

/// Files beside the package, and those that it ships.
enum Shared {
    private static var package: URL {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root
    }

    /// `../shared`, beside the package, or where `CALLFLOW_SHARED` says.
    static func folder(_ name: String) -> URL? {
        let told = ProcessInfo.processInfo.environment["CALLFLOW_SHARED"].map { URL(filePath: $0) }
        let folder = (told ?? package.appending(path: "../shared")).appending(path: name).standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }

    static var flows: URL { package.appending(path: "flows", directoryHint: .isDirectory) }

    static func read(_ url: URL) throws -> SourceFile {
        SourceFile(name: url.lastPathComponent, bytes: [UInt8](try Data(contentsOf: url)))
    }

    /// A test file and the flows that it names.
    static func load(_ url: URL) throws -> (reading: TestReading, flows: [Flow]) {
        let reading = TestFile.read(try read(url))
        let folder = url.deletingLastPathComponent()
        let flows = try reading.file.scenarios.flows.map { reference in
            try #require(Flow.read(try read(folder.appending(path: reference.path))).flow)
        }
        return (reading, flows)
    }
}
