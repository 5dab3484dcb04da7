import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let terminatorsOfOneDigit = LintRule(
        id: "terminators-of-one-digit", severity: .warning,
        summary: "A prompt waits for a terminator and collects one digit.",
        why: """
            `maxDigits` is 1 when not written, so the input ends with the first digit and the terminator is \
            never waited for. Write how many digits there may be.
            """,
        bad: [
            """
            main:
              - prompt: {play: "say:Enter your PIN, then hash.", terminators: «"#"»}
            """
        ],
        good: [
            """
            main:
              - prompt: {play: "say:Enter your PIN, then hash.", terminators: "#", maxDigits: 6}
              - prompt: {play: "say:Press 1, or star.", terminators: "*", maxDigits: 1}
            """
        ],
        steps: .prompt, contents: .idleTerminators
    ) { context, findings in
        for step in context.flow.steps {
            guard case .prompt(let prompt) = step.action, prompt.maxDigits == nil,
                let terminators = prompt.terminators, terminators.known?.isEmpty != true
            else { continue }
            findings.report(
                "the input ends after one digit, because `maxDigits` is not written, and no terminator "
                    + "is waited for",
                at: terminators.range, in: step)
        }
    }
}
