import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let impossibleValue = LintRule(
        id: "impossible-value", severity: .warning,
        summary: "A variable of the platform is compared with a word that it never has.",
        why: """
            Result variables have a closed set of words, compared exactly. A case or comparison with any \
            other word never holds, so what it guards never runs (or always does).
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
        ],
        steps: .conditional, contents: .resultSwitch, traits: .resultWords
    ) { context, findings in
        context.flow.forEachSwitch { id, choice, path in
            guard let words = context.words(of: path.variable, path.members) else { return }
            for option in choice.cases where !words.contains(option.key) {
                context.reportImpossible(
                    option.key, words, path.variable, path.members, at: option.keyRange, id, &findings)
            }
        }
        // By index: a copy of a use counts references.
        let comparisons = context.comparisons
        for place in comparisons.indices where !findings.isFull {
            guard case .string(let word) = comparisons[place].comparison.constant, !word.isEmpty,
                !comparisons[place].comparison.isConverted,
                let words = context.words(
                    of: comparisons[place].comparison.variable, comparisons[place].comparison.members),
                !words.contains(word)
            else { continue }
            let use = comparisons[place]
            context.reportImpossible(
                word, words, use.comparison.variable, use.comparison.members,
                at: context.place(ofConstantIn: use), use.step, &findings)
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
        _ word: Text, _ words: [Text], _ variable: VariableName, _ members: [Text], at range: SourceRange,
        _ step: StepID, _ findings: inout Findings
    ) {
        guard !findings.isFull else { return }
        let list = words.map(\.string).joined(separator: ", ")
        let near = nearest(to: word.string, among: words.map(\.string)) ?? word.sharedBeginning(with: words)
        let name = ([variable.name] + members).map(\.string).joined(separator: ".")
        let advice =
            ResultValues.advice(for: word, of: variable) ?? near.map { "; did you mean `\($0)`?" }
            ?? "; it is one of \(list)"
        findings.report(
            "`\(name)` is never `\(word.string.shown)`\(advice)", at: range, in: flow[step])
    }
}

extension Text {
    /// The one word that goes on where this one stops, or stops before it: `started` for `start`.
    fileprivate func sharedBeginning(with words: [Text]) -> String? {
        guard string.utf8.count >= 3 else { return nil }
        let found = words.map(\.string).filter { $0.hasPrefix(string) || string.hasPrefix($0) }
        return found.count == 1 ? found[0] : nil
    }
}
