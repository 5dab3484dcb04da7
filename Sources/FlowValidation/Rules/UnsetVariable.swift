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
            """
            main:
              - joinConference: team
              - cond:
                  - when: «conference.outcom» == 'full'
                    then: [{play: "say:It is full, ${«conference.nmae»}."}]
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
              - joinConference: team
              - play: "say:You talked for ${conference.talked} seconds to ${vars.conference.peak_size}."
            """,
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: prompt_result == 'match_digits' && ['1', '2'].map(d => d).includes(promptValue)
                    then: [hangup]
            """,
        ],
        traits: [.unknownVariable, .conferenceMember], needsWholeDocument: true
    ) { context, findings in
        for use in context.unknownReads where !context.isRoomName(use) {
            if findings.isFull { return }
            if use.variable.isEnvForEnvs { continue }
            guard let message = context.message(ofUnset: use.variable) else { continue }
            let near = context.nameNear(use.variable)
            findings.report(
                message + (near.map { "; did you mean `\($0)`?" } ?? ""), at: context.place(of: use),
                in: context.flow[use.step],
                severity: context.severity(ofUnset: use.variable, hasNear: near != nil))
        }
        for use in context.unknownConferenceMembers() {
            guard let member = use.members.first else { continue }
            let known = PlatformVariables.conferenceFields.map(\.string)
            let near = nearest(to: member.string, among: known)
            findings.report(
                "`conference` has no member `\(member.string.shown)`"
                    + (near.map { "; did you mean `\($0)`?" } ?? "; it has \(known.joined(separator: ", "))"),
                at: context.place(of: use), in: context.flow[use.step])
        }
    }
}

extension VariableName {
    /// The reader has said already that `env` is not the configuration.
    fileprivate var isEnvForEnvs: Bool { scope == nil && name == "env" }
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
