import FlowModel
import SourceText

extension LintRule {
    package static let leaveWithoutJoin = LintRule(
        id: "leave-without-join", severity: .warning,
        summary: "A `leaveConference` that never finds the caller in a conference.",
        why: """
            `joinConference` ends when the caller is out of the room, unless it says `until: joined`. Only \
            then do the steps behind it run inside the room.
            """,
        bad: [
            """
            main:
              - joinConference: {name: team}
              - «leaveConference»
            """,
            """
            main:
              - joinConference: {name: team, until: joined}
              - leaveConference
              - play: "say:You are out."
              - «leaveConference: {}»
            """,
        ],
        good: [
            """
            main:
              - joinConference: {name: team, until: joined}
              - awaitConference: {timeout: 5m}
              - leaveConference
            """,
            """
            main:
              - joinConference: {name: team, until: joined}
              - execute: out
            out:
              - leaveConference
            """,
        ],
        steps: .leaveConference, needsWholeDocument: true
    ) { context, findings in
        for step in context.flow.steps {
            guard case .leaveConference = step.action else { continue }
            context.reportOutside(step, "leave", &findings)
        }
    }
}
