import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let switchWithoutDefault = LintRule(
        id: "switch-without-default", severity: .hint,
        summary: "A `switch` that says nothing about other values.",
        why: """
            Without a matching case and without `default` the next step runs and the journal has a warning; \
            carriers differ in what they do (swml-language.md C-30). `default: []` says that this is meant.
            """,
        bad: [
            """
            main:
              - prompt: {play: "say:Press 1 or 2."}
              - «switch»:
                  variable: prompt_value
                  case:
                    "1": [hangup]
            """
        ],
        good: [
            """
            main:
              - prompt: {play: "say:Press 1 or 2."}
              - switch:
                  variable: prompt_value
                  case:
                    "1": [hangup]
                  default: []
              - switch:
                  variable: call.direction
                  case:
                    inbound: [hangup]
                    outbound: [{play: "say:Hello."}]
            """
        ],
        steps: .switch, contents: .switchWithoutDefault
    ) { context, findings in
        for step in context.flow.steps {
            guard case .switch(let choice) = step.action, choice.default == nil,
                let variable = choice.variable
            else {
                continue
            }
            let path = ReadPath(variable)
            if let words = ResultValues.words(of: path.variable, path.members),
                words.allSatisfy({ word in choice.cases.contains { $0.key == word } })
            {
                continue
            }
            findings.report(
                "this switch has no `default` for other values of `\(variable.text.string.shown)`",
                at: step.nameRange,
                in: step)
        }
    }
}
