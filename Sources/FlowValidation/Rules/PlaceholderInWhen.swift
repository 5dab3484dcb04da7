import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let placeholderInWhen = LintRule(
        id: "placeholder-in-when", severity: .hint,
        summary: "A `${…}` inside a condition.",
        why: """
            A condition is an expression already and reads variables by name. Carriers put the value's text \
            into the condition before they read it, so that a caller's words could become code; `callflow` \
            takes it as a value. Leave the `${}` out (swml-language.md C-38).
            """,
        bad: [
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: «"${prompt_value} == '1'"»
                    then: [hangup]
            """
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
        steps: .conditional, contents: .placeholderInCondition
    ) { context, findings in
        for use in context.conditions where use.given.condition.hasPlaceholders {
            findings.report(
                "a condition reads variables by name; leave the placeholder's braces out", at: use.range,
                in: context.flow[use.step])
        }
    }
}
