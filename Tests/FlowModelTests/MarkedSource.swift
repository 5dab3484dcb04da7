import FlowModel
import SourceText
import TestSupport
import Testing

extension MarkedSource {
    /// Steps as the section `main` of a flow.
    static func steps(_ steps: String) -> MarkedSource {
        let lines = steps.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
        return MarkedSource("version: 1.0.0\nsections:\n  main:\n" + lines.joined(separator: "\n") + "\n")
    }

    func read(strict: Bool = false) -> FlowReading {
        Flow.read(file, options: ReadingOptions(isStrict: strict))
    }
}

/// A document that must have exactly these findings, at exactly the marked places.
struct BadCase {
    let ids: [String]
    let source: MarkedSource
    let location: SourceLocation

    /// Steps of the section `main`; one id for each mark.
    init(_ ids: String..., steps: String, at location: SourceLocation = #_sourceLocation) {
        self.ids = ids
        source = .steps(steps)
        self.location = location
    }

    /// A whole document.
    init(_ ids: String..., document: String, at location: SourceLocation = #_sourceLocation) {
        self.ids = ids
        source = MarkedSource(document)
        self.location = location
    }

    func check(strict: Bool = false) {
        let findings = source.read(strict: strict).findings
        let found = findings.map { "\($0.id.name) \($0.range.lower)..<\($0.range.upper)" }
        let expected = zip(ids, source.ranges).map { "\($0) \($1.lower)..<\($1.upper)" }
        let isRight = found == expected && ids.count == source.ranges.count
        let shown = findings.map { finding in
            let bytes = Array(source.text.utf8)[finding.range.offsets]
            return "\(finding.id.name) «\(String(decoding: bytes, as: UTF8.self))»: \(finding.message)"
        }
        #expect(isRight, "expected \(expected) of\n\(source.text)\nfound \(shown)", sourceLocation: location)
        for finding in findings { checkWording(finding) }
    }

    /// Messages are phrases: something is said, in lower case or a name, without a full stop.
    private func checkWording(_ finding: Finding) {
        #expect(finding.message.count > 10 && !finding.message.hasSuffix("."), sourceLocation: location)
        let fixed = finding.fix?.edits.allSatisfy { $0.range.upper <= source.text.utf8.count } ?? true
        #expect(fixed, "a fix outside the text", sourceLocation: location)
    }
}
