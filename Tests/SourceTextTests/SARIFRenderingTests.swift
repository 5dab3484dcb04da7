import Foundation
import SourceText
import Testing

struct `SARIF rendering` {
    private func results(_ files: [FileFindings]) throws -> (run: [String: Any], results: [[String: Any]]) {
        let text = SARIFRendering.render(files, toolVersion: "1.2.3")
        let root = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(root["version"] as? String == "2.1.0")
        let run = try #require((root["runs"] as? [[String: Any]])?.first)
        return (run, try #require(run["results"] as? [[String: Any]]))
    }

    @Test func `is JSON with rule, level, place and related places`() throws {
        let finding = Finding(
            "some-id", .hint, "a \"b\"\u{1B}", at: SourceRange(3, 4),
            related: [Finding.Related("here", SourceRange(0, 1))])
        let file = FileFindings(SourceFile(name: "a b/é.yaml", text: "é:x\n"), [finding])
        let (run, results) = try results([file])
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        let result = try #require(results.first)
        #expect(result["ruleId"] as? String == "some-id")
        #expect(result["level"] as? String == "note")
        #expect((result["message"] as? [String: String])?["text"] == "a \"b\"\u{1B}")
        let location = try #require((result["locations"] as? [[String: Any]])?.first)
        let place = try #require(location["physicalLocation"] as? [String: [String: Any]])
        #expect(place["artifactLocation"]?["uri"] as? String == "a%20b/%C3%A9.yaml")
        #expect(place["region"]?["startColumn"] as? Int == 3)
        #expect(place["region"]?["endColumn"] as? Int == 4)
        #expect((result["relatedLocations"] as? [Any])?.count == 1)
    }

    @Test func `has an empty list when nothing was found`() throws {
        #expect(try results([FileFindings(SourceFile(name: "a", text: ""), [])]).results.isEmpty)
    }
}
