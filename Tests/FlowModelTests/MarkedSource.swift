import FlowModel
import SourceText
import Testing

/// A document with the places of expected findings marked: `hangup: «bussy»`.
struct MarkedSource {
    let text: String
    /// In the order of their beginnings; an outer one before those inside it.
    let ranges: [SourceRange]

    init(_ marked: String) {
        var bytes: [UInt8] = []
        var open: [(start: Int, place: Int)] = []
        var ranges: [SourceRange] = []
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«":
                open.append((bytes.count, ranges.count))
                ranges.append(SourceRange(bytes.count, bytes.count))
            case "»":
                guard let mark = open.popLast() else {
                    Issue.record("a » without its «")
                    continue
                }
                ranges[mark.place] = SourceRange(mark.start, bytes.count)
            default:
                bytes += Array(String(scalar).utf8)
            }
        }
        if !open.isEmpty { Issue.record("a « without its »") }
        text = String(decoding: bytes, as: UTF8.self)
        self.ranges = ranges.sorted()
    }

    /// Steps as the section `main` of a flow.
    static func steps(_ steps: String) -> MarkedSource {
        let lines = steps.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
        return MarkedSource("version: 1.0.0\nsections:\n  main:\n" + lines.joined(separator: "\n") + "\n")
    }

    func read(strict: Bool = false) -> FlowReading {
        Flow.read(SourceFile(name: "test.yaml", text: text), options: ReadingOptions(isStrict: strict))
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

/// Our own generator, so that a failure is repeated by its seed on any machine.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
