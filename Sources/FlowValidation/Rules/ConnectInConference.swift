import FlowModel
import SourceText

extension LintRule {
    package static let connectInConference = LintRule(
        id: "connect-in-conference", severity: .warning,
        summary: "A `connect` while the caller is in a conference.",
        why: """
            It fails with `in_conference`: a call has one partner at a time. Leave the room first, or place \
            a call of its own into the room with `dial`.
            """,
        bad: [
            """
            main:
              - joinConference: {name: team, until: joined}
              - «connect: {to: "sip:ann@example.com"}»
            """
        ],
        good: [
            """
            main:
              - joinConference: {name: team, until: joined}
              - leaveConference
              - connect: {to: "sip:ann@example.com"}
            """,
            """
            main:
              - joinConference: {name: team}
              - connect: {to: "sip:ann@example.com"}
            """,
        ],
        steps: .connect
    ) { context, findings in
        guard context.kinds.contains(.joinConference) else { return }
        for step in context.flow.steps {
            guard case .connect = step.action, context.states[step.id.index] == .inside else {
                continue
            }
            findings.report(
                "`connect` fails here: the caller is still in a conference", at: step.range, in: step)
        }
    }
}
