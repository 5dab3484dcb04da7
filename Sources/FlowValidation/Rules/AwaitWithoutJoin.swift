import FlowModel
import SourceText

extension LintRule {
    package static let awaitWithoutJoin = LintRule(
        id: "await-without-join", severity: .warning,
        summary: "An `awaitConference` that never finds the caller in a conference.",
        why: """
            `joinConference` ends when the caller is out of the room, unless it says `until: joined`. Only \
            then is there anything to wait for.
            """,
        bad: [
            """
            main:
              - joinConference: {name: team, startOnEnter: false}
              - «awaitConference: {until: started, timeout: 5m}»
            """
        ],
        good: [
            """
            main:
              - joinConference: {name: team, startOnEnter: false, until: joined}
              - awaitConference: {until: started, timeout: 5m}
            """
        ],
        steps: .awaitConference, needsWholeDocument: true
    ) { context, findings in
        for step in context.flow.steps {
            guard case .awaitConference = step.action else { continue }
            context.reportOutside(step, "wait for", &findings)
        }
    }
}
