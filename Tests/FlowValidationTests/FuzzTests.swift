import Foundation
import SourceText
import TestSupport
import Testing

@testable import FlowValidation

/// Damaged documents: whatever is in them, the linter answers, and with places that are in the document.
struct `Mutated flows under lint` {
    private static let seed: UInt64 = 7
    /// `CALLFLOW_FUZZ=N` makes N times as many rounds.
    private static let rounds =
        3000 * (ProcessInfo.processInfo.environment["CALLFLOW_FUZZ"].flatMap { Int($0) } ?? 1)

    @Test func `never trap the linter`() {
        var random = SplitMix64(seed: Self.seed)
        let examples = LintRule.all.flatMap { $0.bad + $0.good }.map {
            MarkedSource(LintRule.document(of: $0)).file.bytes
        }
        for round in 0..<Self.rounds {
            var bytes = examples[Int(random.next() % UInt64(examples.count))]
            for _ in 0...Int(random.next() % 4) { damage(&bytes, with: examples, &random) }
            let file = SourceFile(name: "damaged.yaml", bytes: bytes)
            let options = LintOptions(target: Target.allCases[Int(random.next() % 3)])
            for finding in Linter.lint(file, options).findings {
                let ranges = [finding.range] + finding.related.map(\.range)
                let isInside = ranges.allSatisfy { $0.upper <= bytes.count }
                #expect(isInside, "seed \(Self.seed), round \(round), \(finding.id.name):\n\(file.text)")
                #expect(!finding.message.isEmpty)
            }
        }
    }

    private func damage(_ bytes: inout [UInt8], with examples: [[UInt8]], _ random: inout SplitMix64) {
        func pick(_ count: Int) -> Int { count == 0 ? 0 : Int(random.next() % UInt64(count)) }
        let place = pick(bytes.count)
        switch pick(5) {
        case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + pick(12)))
        case 1: bytes.insert(Array("\"'{}[]:,#&*!|>%@`$ \n-0a".utf8)[pick(23)], at: place)
        case 2:
            let other = examples[pick(examples.count)]
            let start = pick(other.count)
            bytes.insert(contentsOf: other[start..<min(other.count, start + pick(80))], at: place)
        case 3:
            let end = min(bytes.count, place + pick(60))
            bytes.insert(contentsOf: bytes[place..<end], at: pick(bytes.count))
        case _: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: random.next()) }
        }
    }
}
