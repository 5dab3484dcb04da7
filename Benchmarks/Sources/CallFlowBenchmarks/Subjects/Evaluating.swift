import CallFlow
import FlowExpressions
import OrderedCollections

/// Conditions and placeholders, and the dearest expression that the budget allows.
enum Evaluating {
    static func figures(rounds: Int) -> [Figure] {
        let variables = Variables(vars: [
            "tries": .number(2), "plan": .string("support"),
            "list": .list((0..<40).map { .number(Double($0)) }),
        ])
        return [
            told("a condition of three comparisons", rounds) { problems in
                keep(condition.holds(in: variables, problems: &problems))
            },
            told("a text with two placeholders", rounds) { problems in
                keep(template.expand(in: variables, problems: &problems))
            },
            stopped("four lists in one another, stopped by the budget", lists, variables),
            stopped("a pattern without end, stopped by the budget", pattern, variables),
        ]
    }

    /// Against what one evaluation may take at most (`swml-language.md` §1.7).
    private static func stopped(_ name: String, _ condition: Condition, _ variables: Variables) -> Figure {
        let spent = medianCost(rounds: 5) {
            var problems: [EvaluationProblem] = []
            keep(condition.holds(in: variables, problems: &problems))
            let isStopped = problems.contains { $0.message.contains("too many steps") }
            require(isStopped, "the expression does not exhaust its budget: \(problems)")
        }
        return Figure(name, seconds: spent, of: 0.15, "the longest evaluation")
    }

    private static let condition = parsed("tries < 3 && (plan === 'support' || plan === 'sales')")
    private static let lists = parsed(
        "list.every(a => list.every(b => list.every(c => list.every(d => a + b + c + d >= 0))))")
    private static let pattern = parsed("/^(a+)+$/.test('\(String(repeating: "a", count: 40))b')")
    private static let template: Template = {
        var problems: [ExpressionProblem] = []
        guard let template = Template.parse("team-${plan}-${tries + 1}", problems: &problems),
            problems.isEmpty
        else {
            refuse("the template to measure is wrong: \(problems)")
        }
        return template
    }()

    private static func parsed(_ text: String) -> Condition {
        var problems: [ExpressionProblem] = []
        guard let condition = Condition.parse(text, problems: &problems), problems.isEmpty else {
            refuse("the condition to measure is wrong: \(problems)")
        }
        return condition
    }

    /// Against the microsecond that a step may take in all.
    private static func told(
        _ name: String, _ rounds: Int, _ body: (inout [EvaluationProblem]) -> Void
    ) -> Figure {
        let times = 10_000
        let spent = medianCost(rounds: rounds) {
            var problems: [EvaluationProblem] = []
            for _ in 0..<times { body(&problems) }
            require(problems.isEmpty, "what is measured raises: \(problems)")
        }
        let each = spent / Double(times)
        return Figure(
            name: name, measured: Amount.time(each), against: "a step's microsecond", ratio: each / 1e-6)
    }
}
