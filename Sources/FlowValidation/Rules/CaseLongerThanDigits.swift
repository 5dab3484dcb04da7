import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let caseLongerThanDigits = LintRule(
        id: "case-longer-than-digits", severity: .warning,
        summary: "Keyed-in digits are compared with more digits than any prompt collects.",
        why: """
            `maxDigits` is 1 when not written, so `prompt_value` has one digit and never equals a PIN of \
            four. Give the prompt its `maxDigits`.
            """,
        bad: [
            """
            main:
              - prompt: {play: "say:Enter your PIN."}
              - cond:
                  - when: prompt_value == «'1234'»
                    then: [hangup]
            """,
            """
            main:
              - prompt: {play: "say:Choose a room.", maxDigits: 2}
              - switch:
                  variable: prompt_value
                  case:
                    "10": [hangup]
                    «"100"»: [hangup]
                  default: []
            """,
        ],
        good: [
            """
            main:
              - prompt: {play: "say:Enter your PIN.", maxDigits: 4}
              - cond:
                  - when: prompt_value == '1234'
                    then: [hangup]
            """,
            """
            main:
              - prompt: {play: "say:Say yes or press 1.", speechLanguage: en-US}
              - cond:
                  - when: prompt_value == '1234'
                    then: [hangup]
            """,
        ],
        steps: .prompt, contents: [.digitsInCondition, .longCase], needsWholeDocument: true
    ) { context, findings in
        // Asked for only when there is something to compare with it.
        lazy var limit = context.longestDigits
        func report(_ keys: Text, at range: @autoclosure () -> SourceRange, _ step: StepID) {
            guard keys.isSeveralKeys, !findings.isFull, let limit, keys.byteCount > limit else { return }
            findings.report(
                "no prompt of this flow collects more than \(limit) digit\(limit == 1 ? "" : "s")",
                at: range(), in: context.flow[step])
        }
        context.flow.forEachSwitch { id, choice, path in
            guard path.variable.isPromptValue, path.members.isEmpty else { return }
            for place in choice.cases.indices {
                report(choice.cases[place].key, at: choice.cases[place].keyRange, id)
            }
        }
        guard context.outline.contents.holds(.digitsInCondition) else { return }
        for use in context.comparisons where use.comparison.variable.isPromptValue {
            guard use.comparison.members.isEmpty, case .string(let text) = use.comparison.constant
            else { continue }
            report(text, at: context.place(ofConstantIn: use), use.step)
        }
    }
}

extension LintContext {
    /// The most digits that a prompt of the flow collects; `nil` when one collects speech too, or as many as
    /// only the run knows, or when something else may set the variable.
    fileprivate var longestDigits: Int? {
        guard !calls.runsOtherDocuments, !variables.isAssigned("prompt_value") else { return nil }
        var longest = 0
        for index in flow.steps.indices {
            guard case .prompt(let prompt) = flow.steps[index].action else { continue }
            guard !prompt.collectsSpeech else { return nil }
            guard let digits = prompt.maxDigits else {
                longest = max(longest, 1)
                continue
            }
            guard let digits = digits.known else { return nil }
            longest = max(longest, digits)
        }
        return longest
    }
}
