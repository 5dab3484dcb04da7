import Foundation
import SourceText
import TestSupport
import Testing
import YAMLTree

private let seeds = [
    "version: 1.0.0\nsections:\n  main:\n    - answer\n"
        + "    - play: \"say:Hi \\ud83d\\ude00\"\n    - hangup: {}\n",
    "{\"a\": [1, 2.5, null, true], \"é\": \"\\u00e9\\n\", \"b\": {\"c\": []}}\r\n",
    "x-a: &a {k: 1, l: [*b]}\nm:\n  <<: *a\n  t: |\n    one\n      two\n\n  f: >-\n    a\n    b\n# end\n",
    "%YAML 1.2\n---\n? a\n: !!str b\nc: 'd''e'\nf: @x\n...\n---\ng\n",
]
private let pieces = [
    "&a ", "*a", "!!int ", "<<: ", "\"", "'", "[", "]", "{", "}", ": ", "- ", "? ", "#", "|\n", ">\n", "%",
    "\t",
    "\r", "\u{2028}", "\u{85}", "\u{FEFF}", "😀", "\\ud83d\\ude00", "\\", "\n---\n", "\n...\n", "\n  ",
]

private func mutated(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
    for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: at)
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 0...8, using: &random)))
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
        case 3: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 20)], at: at)
        default: if at < bytes.count { bytes[at] = UInt8.random(in: 0x09...0x7E, using: &random) }
        }
    }
    return bytes
}

/// What must hold for any bytes; a sentence for the first thing that does not.
private func violation(_ result: YAMLResult) -> String? {
    let whole = SourceRange(0, result.file.bytes.count)
    for (node, parent) in allNodes(of: result) {
        if !whole.contains(node.range) { return "node \(node.range) outside the file" }
        if !parent.contains(node.place) { return "node \(node.place) outside its parent \(parent)" }
        guard let scalar = node.scalar else { continue }
        let count = scalar.text.utf8.count
        let mapped = node.sourceRange(ofText: 0..<count, in: result.file)
        if !node.range.contains(mapped) { return "mapped \(mapped) outside \(node.range)" }
    }
    for finding in result.findings {
        let ranges = [finding.range] + finding.related.map(\.range)
        if !ranges.allSatisfy(whole.contains) { return "finding outside the file: \(finding)" }
    }
    if result.root == nil, result.findings.isEmpty { return "neither a tree nor a finding" }
    if result.isPartial, result.findings.isEmpty { return "cut without a finding" }
    return nil
}

struct `Mutated YAML` {
    /// `CALLFLOW_FUZZ=N` makes N rounds, each of ten thousand inputs.
    private static let rounds =
        ProcessInfo.processInfo.environment["CALLFLOW_FUZZ"].flatMap { UInt64($0) } ?? 1

    @Test func `keeps its promises under mutation`() {
        for seed in fuzzSeeds(1..<Self.rounds * 10_000 + 1, of: "the YAML reader") {
            var random = SplitMix64(seed: seed)
            let bytes = mutated(&random)
            let result = read(bytes)
            if let broken = violation(result) {
                Issue.record(
                    "seed \(seed): \(broken) in \(String(decoding: bytes, as: UTF8.self).debugDescription)")
                return
            }
            let rendered = TextRendering.render([FileFindings(result.file, result.findings)])
            #expect(!rendered.isEmpty)
        }
    }

    @Test func `reads the documents of the field`() throws {
        guard
            let folder = Repository.shared("corpus"),
            let files = try? FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: nil)
        else {
            print("SKIPPED: no corpus of real documents beside the package")
            return
        }
        let index = try String(contentsOf: folder.appending(path: "index.tsv"), encoding: .utf8)
        let unparseable = Set(
            index.split(separator: "\n").map { $0.split(separator: "\t") }
                .filter { $0.contains("unparseable") }.map { String($0[0]) })
        let documents = files.filter { ["yaml", "json"].contains($0.pathExtension) }
        #expect(documents.count > 50)
        for document in documents {
            let bytes = [UInt8](try Data(contentsOf: document))
            let result = YAMLReader.read(SourceFile(name: document.lastPathComponent, bytes: bytes))
            let expected: [Finding.ID] =
                unparseable.contains(document.lastPathComponent) ? ["yaml-syntax"] : []
            #expect(result.findings.map(\.id) == expected, "\(document.lastPathComponent)")
            #expect(violation(result) == nil, "\(document.lastPathComponent)")
        }
    }
}
