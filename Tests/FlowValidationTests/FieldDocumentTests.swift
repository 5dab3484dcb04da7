import FlowModel
import Foundation
import SourceText
import TestSupport
import Testing

@testable import FlowValidation

/// Real documents of the field and the flows we want to be able to write.
struct `Linting documents of the field` {
    private func lint(_ url: URL) throws -> LintReport {
        Linter.lint(SourceFile(name: url.lastPathComponent, bytes: [UInt8](try Data(contentsOf: url))))
    }

    /// What the rules may say about the corpus: all of it is right.
    private static let known: [String: Set<String>] = [
        // Its `transfer` is followed by an `execute` that the page's author thought would run.
        "111.yaml": ["unreachable-step", "placeholder-in-when"],
        "198.yaml": ["switch-without-default"],
    ]

    @Test func `finds nothing in the corpus but what is there`() throws {
        guard let corpus = Repository.shared("corpus") else {
            print("SKIPPED: no corpus beside the package")
            return
        }
        let rules = Set(LintRule.all.map(\.id.name))
        let files = try FileManager.default.contentsOfDirectory(at: corpus, includingPropertiesForKeys: nil)
        let documents = files.filter { $0.pathExtension == "yaml" }
        #expect(documents.count > 50)
        for url in documents {
            let found = Set(try lint(url).findings.map(\.id.name)).intersection(rules)
            #expect(found == Self.known[url.lastPathComponent] ?? [], "\(url.lastPathComponent)")
        }
    }

    @Test func `finds nothing in the flows that we want to write`() throws {
        guard let wanted = Repository.shared("wanted") else {
            print("SKIPPED: no wanted flows beside the package")
            return
        }
        let files = try FileManager.default.contentsOfDirectory(at: wanted, includingPropertiesForKeys: nil)
        let flows = files.filter { $0.pathExtension == "yaml" && !$0.path.hasSuffix(".test.yaml") }
        #expect(flows.count >= 10)
        for url in flows {
            let report = try lint(url)
            #expect(report.canRun)
            let found = report.findings.filter { $0.id != "unsupported-step" }
            #expect(found.isEmpty, "\(url.lastPathComponent): \(found.map(\.message))")
        }
    }
}
