import FlowModel
import SourceText

extension LintRule {
    package static let coachStarts = LintRule(
        id: "coach-starts", severity: .hint,
        summary: "A coach with `startOnEnter: true`.",
        why: "Coaches never start a room, so the parameter does nothing beside `coach`.",
        bad: [
            """
            main:
              - joinConference: {name: support, coach: "${params.agent}", startOnEnter: «true», beep: "false"}
            """
        ],
        good: [
            """
            main:
              - joinConference: {name: support, coach: "${params.agent}", startOnEnter: false, beep: "false"}
              - joinConference: {name: support, startOnEnter: true}
            """
        ],
        steps: .joinConference, contents: .coach
    ) { context, findings in
        for join in context.joins where join.join.isCoach {
            guard let start = join.join.startOnEnter, start.known == true else { continue }
            findings.report("a coach never starts the room", at: start.range, in: join.step)
        }
    }
}
