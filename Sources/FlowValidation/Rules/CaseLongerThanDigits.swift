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
        steps: .prompt, needsWholeDocument: true
    ) { context, findings in
        guard !context.calls.runsOtherDocuments, !context.variables.isAssigned("prompt_value"),
            let limit = context.longestDigits
        else { return }
        var message: String {
            "no prompt of this flow collects more than \(limit) digit\(limit == 1 ? "" : "s")"
        }
        for use in context.switches where use.path.variable.isPromptValue && use.path.members.isEmpty {
            for option in use.choice.cases where option.key.isKeys && option.key.unitCount > limit {
                findings.report(message, at: option.keyRange, in: context.flow[use.step])
            }
        }
        for use in context.comparisons where !findings.isFull {
            guard use.comparison.variable.isPromptValue, use.comparison.members.isEmpty,
                case .string(let text) = use.comparison.constant, text.isKeys, text.unitCount > limit
            else { continue }
            findings.report(message, at: context.place(ofConstantIn: use), in: context.flow[use.step])
        }
    }
}

extension LintContext {
    /// The most digits that a prompt of the flow collects; `nil` when one collects speech too, or as many as
    /// only the run knows.
    fileprivate var longestDigits: Int? {
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

extension VariableName {
    fileprivate var isPromptValue: Bool {
        (scope == nil || scope == .vars) && platformName == "prompt_value"
    }
}

extension Text {
    /// Nothing but keys of a telephone.
    fileprivate var isKeys: Bool {
        !isEmpty
            && string.utf8.allSatisfy {
                $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "#")
            }
    }
}
