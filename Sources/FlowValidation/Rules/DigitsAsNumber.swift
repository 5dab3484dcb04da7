import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let digitsAsNumber = LintRule(
        id: "digits-as-number", severity: .warning,
        summary: "Digits that were keyed in are compared with a number.",
        why: """
            `prompt_value` is text. Compared with a number it loses its leading zeros, so that `0042` opens \
            what `42` opens; with `===` it is never equal. Quote the number.
            """,
        bad: [
            """
            main:
              - prompt: {play: "say:Enter your PIN.", maxDigits: 4}
              - cond:
                  - when: prompt_value == «1234»
                    then: [hangup]
            """,
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: prompt_value === «1»
                    then: [hangup]
            """,
            """
            main:
              - prompt: {play: "say:Enter your PIN.", maxDigits: 4}
              - cond:
                  - when: parseInt(prompt_value) === «1234»
                    then: [hangup]
            """,
        ],
        good: [
            """
            main:
              - prompt: {play: "say:Enter your PIN.", maxDigits: 4}
              - cond:
                  - when: prompt_value === '1234'
                    then: [hangup]
            """,
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: prompt_value == 1
                    then: [hangup]
            """,
        ],
        steps: .prompt, contents: .digitsInCondition
    ) { context, findings in
        for use in context.comparisons where use.comparison.isOfDigits && !findings.isFull {
            guard case .number(let number) = use.comparison.constant else { continue }
            let isNever = use.comparison.isStrict && !use.comparison.isConverted
            guard isNever || number.magnitude >= 10 else { continue }
            let range = context.place(ofConstantIn: use)
            let text = context.text(in: range)
            findings.report(
                isNever
                    ? "`\(use.comparison.variable.name.string)` is text and never equals a number; "
                        + "write `'\(text)'`"
                    : "as a number the digits lose their leading zeros; compare with the text `'\(text)'`",
                at: range, in: context.flow[use.step])
        }
    }
}

extension ConstantComparison {
    /// Whether the variable holds what a caller has keyed in.
    fileprivate var isOfDigits: Bool {
        members.isEmpty && variable.isKeyedIn
    }
}
