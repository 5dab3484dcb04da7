import FlowTesting
import FlowValidation
import Foundation
import ProjectFile
import SimulatedBackend
import SourceText
import Testing

/// `callflow explain ID` has a page for whatever a user can meet.
struct `Every finding` {
    /// Where findings of scenario files, tests and cassettes are reported.
    private static let folders = [
        "Sources/FlowTesting", "Sources/SimulatedBackend/Scenario", "Sources/CallFlowCommand/Test",
        "Sources/ProjectFile",
    ]

    private func hasPage(_ id: String) -> Bool {
        Explanation.page(id) != nil || TestExplanation.page(id) != nil || ProjectExplanation.page(id) != nil
    }

    private func texts(in folder: String, ofType type: String) throws -> [String] {
        let root = Tool.root.appending(path: folder)
        let paths = try #require(FileManager.default.enumerator(atPath: root.path)).compactMap {
            $0 as? String
        }
        return try paths.filter { $0.hasSuffix(type) }.map {
            try String(contentsOf: root.appending(path: $0), encoding: .utf8)
        }
    }

    @Test func `that the sources name has a page`() throws {
        // As in `report("bad-value", …)`, `turn(to: "idle-fault", …)`, `id: "fails-when-varied"`,
        // `Finding("cannot-match", …)` and `error[broken-cassette]`.
        let mention =
            #/(?:report\(\s*|turn\(\s*to:\s*|\bid:\s*|Finding\(\s*)"([a-z]+(?:-[a-z]+)+)"|error\[([a-z-]+)\]/#
        var ids: Set<String> = []
        for folder in Self.folders {
            for text in try texts(in: folder, ofType: ".swift") {
                for match in text.matches(of: mention) { ids.insert(String(match.1 ?? match.2 ?? "")) }
            }
        }
        for id in ids.sorted() { #expect(hasPage(id), "\(id)") }
        let known = ["bad-value", "idle-fault", "fails-when-varied", "cannot-match", "broken-cassette"]
        #expect(ids.isSuperset(of: known), "\(ids.sorted())")
    }

    @Test func `of a project file has a page of project files`() throws {
        let mention = #/(?:report\(\s*|Finding\(\s*)"([a-z]+(?:-[a-z]+)+)"/#
        let texts = try texts(in: "Sources/ProjectFile", ofType: ".swift")
        let ids = Set(texts.flatMap { $0.matches(of: mention).map { String($0.1) } })
        #expect(ids.count > 10)
        for id in ids.sorted() { #expect(ProjectExplanation.page(id) != nil, "\(id)") }
        #expect(Set(ProjectExplanation.all.map(\.id.name)).subtracting(ids).isEmpty)
    }

    @Test func `that a golden session shows has a page`() throws {
        let sessions = try texts(in: "Tests/EndToEndTests/Goldens", ofType: ".session")
        let ids = Set(
            sessions.flatMap { $0.matches(of: #/(?:error|warning|hint)\[([a-z-]+)\]/#).map { String($0.1) } })
        for id in ids.sorted() { #expect(hasPage(id), "\(id)") }
        let unmet = TestExplanation.all.map(\.id.name).filter { $0.hasPrefix("unmet-") }
        #expect(!unmet.isEmpty)
        for id in unmet { #expect(ids.contains(id), "no golden session shows \(id)") }
    }
}
