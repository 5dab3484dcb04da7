import FlowModel
import Foundation
import SourceText
import TestSupport
import Testing

/// Whatever the bytes are: no trap, no hang, and findings inside the text.
struct `Mutated flows` {
    /// `CALLFLOW_FUZZ=N` makes N rounds, each of ten thousand inputs.
    private static let rounds =
        ProcessInfo.processInfo.environment["CALLFLOW_FUZZ"].flatMap { UInt64($0) } ?? 1

    /// Replaces, removes, repeats or swaps a few bytes or lines.
    private func mutate(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        let marks = Array("{}[]:,-#&*!|>'\"%@`$\\ \n\t0123abcü~<=.?+".utf8)
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = marks.randomElement(using: &random) ?? 0
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 3: bytes.insert(marks.randomElement(using: &random) ?? 0, at: place)
            default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &random))
            }
        }
        return bytes
    }

    @Test func `never trap and keep their findings inside the text`() {
        let names = StepSchema.all.map(\.name)
        let seeds = names.compactMap { name in
            `The declaration of a step`.samples[name].map { MarkedSource.steps("- \(name): \($0)").text }
        }
        var total = 0
        for seed in fuzzSeeds(0..<Self.rounds * 10_000, of: "the document reader") {
            var random = SplitMix64(seed: seed)
            let bytes = mutate(Array((seeds.randomElement(using: &random) ?? "").utf8), &random)
            let reading = Flow.read(
                SourceFile(name: "fuzz", bytes: bytes),
                options: ReadingOptions(isStrict: seed.isMultiple(of: 2)))
            for finding in reading.findings {
                let places =
                    [finding.range] + finding.related.map(\.range) + (finding.fix?.edits.map(\.range) ?? [])
                if !places.allSatisfy({ $0.upper <= bytes.count }) {
                    Issue.record("seed \(seed): \(finding)")
                }
            }
            total += reading.findings.count
        }
        #expect(total > 10_000)
    }

    /// What is written is never silently dropped: a document without findings has all its steps.
    @Test func `without findings have a step for every entry`() {
        for seed in UInt64(0)..<500 {
            var random = SplitMix64(seed: seed)
            let steps = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                ["- answer", "- hangup: busy", "- sleep: 5", "- play: 'say:a'"].randomElement(using: &random)
                    ?? ""
            }
            let reading = MarkedSource.steps(steps.joined(separator: "\n")).read()
            #expect(reading.findings.isEmpty && reading.flow?.steps.count == steps.count, "seed \(seed)")
        }
    }
}
