import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let unsetRoomName = LintRule(
        id: "unset-room-name", severity: .warning,
        summary: "A room's name, a coached call or a stream's URL with a variable that nothing sets.",
        why: """
            A placeholder there that expands to nothing fails the join: an empty name would put strangers \
            into one room, and a coach without a call would be heard by everybody.
            """,
        bad: [
            """
            main:
              - set: {team: sales}
              - joinConference: {name: "standup-${«taem»}"}
            """,
            """
            main:
              - joinConference: {name: support, coach: "${«agent_call»}", beep: "false"}
            """,
        ],
        good: [
            """
            main:
              - set: {team: sales}
              - joinConference: {name: "standup-${team}-${call.to}-${envs.site}"}
            """
        ],
        steps: .joinConference, traits: .unknownVariable, needsWholeDocument: true
    ) { context, findings in
        for use in context.unknownReads where context.isRoomName(use) {
            if findings.isFull { return }
            guard let message = context.message(ofUnset: use.variable) else { continue }
            let near = context.nameNear(use.variable)
            findings.report(
                message + ", and an empty placeholder fails the join"
                    + (near.map { "; did you mean `\($0)`?" } ?? ""),
                at: context.place(of: use), in: context.flow[use.step])
        }
    }
}
