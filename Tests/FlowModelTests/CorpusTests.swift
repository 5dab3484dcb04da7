import FlowModel
import Foundation
import SourceText
import TestSupport
import Testing

/// Real documents of the field and the flows we want to be able to write.
struct `Documents of the field` {
    static func read(_ url: URL, _ options: ReadingOptions = ReadingOptions()) throws -> FlowReading {
        let bytes = [UInt8](try Data(contentsOf: url))
        return Flow.read(SourceFile(name: url.lastPathComponent, bytes: bytes), options: options)
    }

    @Test func `get the verdict that the corpus states`() throws {
        guard let corpus = Repository.shared("corpus") else {
            print("SKIPPED: no corpus beside the package")
            return
        }
        var count = 0
        for document in try Self.index(of: corpus) {
            let errors = try Self.read(document.url).findings.filter { $0.severity == .error }
            // Its number cannot be one (the corpus's README).
            let isWrong = document.url.lastPathComponent == "015.yaml" || document.schema == "unparseable"
            #expect(errors.isEmpty != isWrong, "\(document.url.lastPathComponent): \(errors)")
            count += 1
        }
        #expect(count > 50)
    }

    /// Strict mode is about SWML's schema: what the schema calls valid has nothing that is not SWML, what it
    /// calls invalid has.
    @Test func `are held to the schema in strict mode`() throws {
        guard let corpus = Repository.shared("corpus") else { return }
        for document in try Self.index(of: corpus) where document.methods == "core" {
            let reading = try Self.read(document.url, ReadingOptions(isStrict: true))
            let strict = reading.findings.filter { $0.id == "not-swml" }
            #expect(
                strict.isEmpty == (document.schema == "valid"), "\(document.url.lastPathComponent): \(strict)"
            )
        }
    }

    private struct Document {
        var url: URL
        var schema: String
        var methods: String
    }

    private static func index(of corpus: URL) throws -> [Document] {
        let index = try String(contentsOf: corpus.appending(path: "index.tsv"), encoding: .utf8)
        return index.split(separator: "\n").dropFirst().map { line in
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Document(url: corpus.appending(path: columns[0]), schema: columns[3], methods: columns[4])
        }
    }

    @Test func `that we want to write are read without an error`() throws {
        guard let wanted = Repository.shared("wanted") else {
            print("SKIPPED: no wanted flows beside the package")
            return
        }
        let files = try FileManager.default.contentsOfDirectory(at: wanted, includingPropertiesForKeys: nil)
        let flows = files.filter { $0.pathExtension == "yaml" && !$0.path.hasSuffix(".test.yaml") }
        #expect(flows.count >= 10)
        for url in flows {
            let reading = try Self.read(url)
            let findings = reading.findings.filter { $0.id != "unsupported-step" }
            #expect(findings.isEmpty, "\(url.lastPathComponent): \(findings)")
            #expect(reading.flow != nil)
        }
    }
}
