import FlowExpressions
import Foundation
import Testing

struct `Against node` {
    /// `CALLFLOW_FUZZ=N` makes N rounds with N seeds, ten at most: node 20 itself ends with a segmentation
    /// fault in the eleventh.
    static let rounds = min(
        10, ProcessInfo.processInfo.environment["CALLFLOW_FUZZ"].flatMap { Int($0) } ?? 1)

    @Test func `every operator and conversion agrees over every pair of kinds`() throws {
        try compare(ExpressionGenerator.coercions, seed: nil)
    }

    @Test func `generated expressions agree`() throws {
        for seed in 1...UInt64(Self.rounds) {
            var generator = ExpressionGenerator(seed: seed)
            var cases: [String] = []
            for _ in 0..<500 {
                cases += [
                    generator.number(), generator.numeral(), generator.string(), generator.listExpression(),
                ]
                cases += [generator.nested(), generator.patternExpression(), generator.patternExpression()]
            }
            try compare(cases, seed: seed)
        }
    }

    private func compare(_ cases: [String], seed: UInt64?) throws {
        let expected = try NodeOracle.results(of: cases)
        #expect(expected.count == cases.count)
        var failures = 0
        for (source, expected) in zip(cases, expected) {
            let actual = result(of: source)
            if actual == expected { continue }
            failures += 1
            guard failures <= 20 else { continue }
            Issue.record("seed \(seed ?? 0): \(source)\n  node \(expected)\n  here \(actual)")
        }
        #expect(failures == 0)
    }

    private func result(of source: String) -> String {
        var problems: [ExpressionProblem] = []
        var raised: [EvaluationProblem] = []
        guard let template = Template.parse("${(\(source))}", problems: &problems) else {
            return "no placeholder"
        }
        if let problem = problems.first { return "refused: \(problem.message)" }
        let value = template.expand(in: Variables(), problems: &raised)
        return raised.isEmpty ? NodeOracle.spell(value) : "!"
    }
}
