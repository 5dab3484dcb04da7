import FlowModel
import SourceText

extension LintRule {
    package static let coachBeeps = LintRule(
        id: "coach-beeps", severity: .hint,
        summary: "A coach whose coming and going is heard by everybody.",
        why: """
            `beep` is `"true"` when not written: everybody in the room, the customer too, hears a tone when \
            the coach enters and leaves. Write `beep: "false"` for a silent coach.
            """,
        bad: [
            """
            main:
              - joinConference: {name: support, «coach»: "${params.agent}"}
            """
        ],
        good: [
            """
            main:
              - joinConference: {name: support, coach: "${params.agent}", beep: "false"}
              - joinConference: {name: support, coach: "${params.agent}", beep: onEnter}
            """
        ],
        steps: .joinConference, contents: .coach
    ) { context, findings in
        for join in context.joins where join.join.beep == nil && !findings.isFull {
            guard let coach = join.join.coach else { continue }
            findings.report(
                "everybody in the room hears a tone when this coach enters; write `beep: \"false\"` to "
                    + "be silent",
                at: context.key(ofValueAt: coach.range), in: join.step)
        }
    }
}
