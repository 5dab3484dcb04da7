import FlowModel
import Foundation
import SourceText
import Testing

/// Real documents of the field and the flows we want to be able to write.
struct `Documents of the field` {
    /// `../shared`, beside the package or, in a copy of it, where the project keeps it.
    static func shared(_ name: String) -> URL? {
        var root = URL(filePath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let places = [root.appending(path: "../shared/\(name)"), URL(filePath: "/work/shared/\(name)")]
        return places.first { FileManager.default.fileExists(atPath: $0.path) }
    }

    static func read(_ url: URL) throws -> FlowReading {
        let bytes = [UInt8](try Data(contentsOf: url))
        return Flow.read(SourceFile(name: url.lastPathComponent, bytes: bytes))
    }

    @Test func `get the verdict that the corpus states`() throws {
        guard let corpus = Self.shared("corpus") else {
            print("SKIPPED: no corpus beside the package")
            return
        }
        let index = try String(contentsOf: corpus.appending(path: "index.tsv"), encoding: .utf8)
        var count = 0
        for line in index.split(separator: "\n").dropFirst() {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let reading = try Self.read(corpus.appending(path: columns[0]))
            let errors = reading.findings.filter { $0.severity == .error }
            let mayFail = columns[0] == "015.yaml" || columns[0] == "198.yaml" || columns[3] == "unparseable"
            let isAIOnly = columns[3] == "invalid" && columns[4] == "other"
            if mayFail { continue }
            #expect(errors.isEmpty || isAIOnly, "\(columns[0]): \(errors)")
            count += 1
        }
        #expect(count > 40)
    }

    @Test func `that we want to write are read without an error`() throws {
        guard let wanted = Self.shared("wanted") else {
            print("SKIPPED: no wanted flows beside the package")
            return
        }
        let files = try FileManager.default.contentsOfDirectory(at: wanted, includingPropertiesForKeys: nil)
        let flows = files.filter { $0.pathExtension == "yaml" && !$0.path.hasSuffix(".test.yaml") }
        #expect(flows.count >= 10)
        for url in flows {
            let reading = try Self.read(url)
            #expect(reading.findings.isEmpty, "\(url.lastPathComponent): \(reading.findings)")
            #expect(reading.flow != nil)
        }
    }
}
