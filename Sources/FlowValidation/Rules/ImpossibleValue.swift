import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let impossibleValue = LintRule(
        id: "impossible-value", severity: .warning,
        summary: "A variable of the platform is compared with a word that it never has.",
        why: """
            Result variables have a closed set of words, compared exactly. A case or comparison with any other word \
            never holds, so what it guards never runs (or always does).
            """,
        bad: [
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: prompt_result == «'matched'»
                    then: [hangup]
            """,
            """
            main:
              - joinConference:
                  name: team
                  result:
                    case:
                      «full»: [{play: "say:The room is full."}]
            """,
            """
            main:
              - switch:
                  variable: call.direction
                  case:
                    «incoming»: [hangup]
                  default: []
            """,
        ],
        good: [
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: prompt_result == 'match_digits' && call.direction != 'outbound'
                    then: [hangup]
            """,
            """
            main:
              - joinConference:
                  name: team
                  result:
                    variable: conference.outcome
                    case:
                      full: [{play: "say:The room is full."}]
            """,
        ]
    ) { context, findings in
        for step in context.flow.steps {
            step.action.forEachSwitch { choice, path in
                guard let words = context.words(of: path.variable, path.members) else { return }
                for option in choice.cases where !words.contains(option.key) {
                    context.reportImpossible(option.key, words, path.variable, at: option.keyRange, step, &findings)
                }
            }
            step.action.forEachCondition { given in
                for comparison in given.condition.expression.constantComparisons {
                    guard case .string(let word) = comparison.constant, !word.isEmpty, !comparison.isConverted,
                        let words = context.words(of: comparison.variable, comparison.members), !words.contains(word)
                    else { continue }
                    let range = context.place(of: comparison.constantRange, inScalarAt: given.range)
                    context.reportImpossible(word, words, comparison.variable, at: range, step, &findings)
                }
            }
        }
    }
}

extension LintContext {
    /// The closed set of a variable's words; `nil` when there is none, or when the flow sets it itself.
    fileprivate func words(of variable: VariableName, _ members: [Text]) -> [Text]? {
        guard let words = ResultValues.words(of: variable, members) else { return nil }
        return variable.scope != .call && variables.isAssigned(variable.name) ? nil : words
    }

    fileprivate func reportImpossible(
        _ word: Text, _ words: [Text], _ variable: VariableName, at range: SourceRange, _ step: Step,
        _ findings: inout Findings
    ) {
        let list = words.map(\.string).joined(separator: ", ")
        let near = nearest(to: word.string, among: words.map(\.string))
        let advice =
            ResultValues.advice(for: word, of: variable) ?? near.map { "; did you mean `\($0)`?" } ?? "; it is one of \(list)"
        findings.report("`\(variable.name.string)` is never `\(word.string.shown)`\(advice)", at: range, in: step)
    }
}
