import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let constantCondition = LintRule(
        id: "constant-condition", severity: .warning,
        summary: "A condition that reads no variable, so that it always or never holds.",
        why: """
            Often a variable was put in quotes and became a text, which is always true; or something was \
            tried out and forgotten.
            """,
        bad: [
            """
            main:
              - cond:
                  - when: «"'prompt_value' == '1'"»
                    then: [hangup]
            """,
            """
            main:
              - label: again
              - prompt: {play: "say:Press 1."}
              - goto: {label: again, when: «"true"»}
            """,
        ],
        good: [
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: prompt_value == '1'
                    then: [hangup]
            """
        ],
        steps: .conditional, contents: .constantCondition
    ) { context, findings in
        for use in context.conditions where use.expression.isConstant && !use.given.condition.hasPlaceholders
        {
            var problems: [EvaluationProblem] = []
            let holds = use.given.condition.holds(in: Variables(), problems: &problems)
            findings.report(
                "this condition \(holds ? "always" : "never") holds: it reads no variable", at: use.range,
                in: context.flow[use.step])
        }
    }
}
