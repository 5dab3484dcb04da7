import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let unsetVariable = LintRule(
        id: "unset-variable", severity: .warning,
        summary: "A variable that nothing in the flow sets.",
        why: """
            It is always empty, and `undefined` in an expression. Either its name is misspelt, or the step \
            that sets it is missing. A name that may come from the environment (`envs`) is only a hint; \
            write `envs.NAME` to say so.
            """,
        bad: [
            """
            main:
              - prompt: {play: "say:Press 1 for sales."}
              - switch:
                  variable: «promt_value»
                  case:
                    "1": [hangup]
                  default: []
            """,
            """
            main:
              - set: {name: Ann}
              - play: "say:Hello, ${«nmae»}."
            """,
            """
            main:
              - play: "say:Your message is at ${«record_url»}."
            """,
            """
            main:
              - cond:
                  - when: «vars.tries» > 3
                    then: [hangup]
            """,
            """
            main:
              - play: "say:You called ${«call.number»}."
            """,
            """
            main:
              - play: "say:Welcome to ${«company»}."
            """,
        ],
        good: [
            """
            main:
              - set: {name: Ann}
              - play: "say:Hello, ${name}, you called ${call.to} of ${envs.company}."
            """,
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: prompt_result == 'match_digits' && ['1', '2'].map(d => d).includes(promptValue)
                    then: [hangup]
            """,
        ],
        needsWholeDocument: true
    ) { context, findings in
        for use in context.unknownReads where !context.isRoomName(use) {
            if findings.isFull { return }
            guard let message = context.message(ofUnset: use.variable) else { continue }
            let near = context.variables.nearest(to: use.variable)
            findings.report(
                message + (near.map { "; did you mean `\($0)`?" } ?? ""), at: context.place(of: use),
                in: context.flow[use.step],
                severity: context.severity(ofUnset: use.variable, hasNear: near != nil))
        }
    }
}

extension LintContext {
    fileprivate func severity(ofUnset variable: VariableName, hasNear: Bool) -> Finding.Severity {
        // An executed document shares the variables and may set any.
        if calls.runsOtherDocuments, variable.scope != .call { return .hint }
        switch variables.origin(of: variable) {
        case .environment: return hasNear ? .warning : .hint
        case .known, .stepIsMissing, .nobody, .notOfCall: return .warning
        }
    }
}
