import FlowModel
import SourceText

extension LintRule {
    package static let busyLoop = LintRule(
        id: "busy-loop", severity: .warning,
        summary: "A loop that a call cannot leave and in which nothing takes time.",
        why: """
            Nothing in it plays, asks, waits or ends, so it runs at once as often as it may: a `goto` 100 \
            times, an `execute` until it is nested too deeply, a `transfer` until the call has had too many. \
            Usually the `when`, or the step that asks again, was forgotten.
            """,
        bad: [
            """
            main:
              - label: again
              - set: {tries: "${tries + 1}"}
              - «goto: again»
              - play: "say:Done."
            """,
            """
            main:
              - set: {round: 1}
              - «execute: main»
            """,
        ],
        good: [
            """
            main:
              - label: again
              - prompt: {play: "say:Press a key."}
              - goto: again
            """,
            """
            main:
              - set: {n: 0}
              - label: again
              - set: {n: "${n + 1}"}
              - goto: {label: again, when: n < 10}
            """,
        ],
        steps: [.goto, .execute, .transfer], contents: .certainJump, traits: .sectionCall
    ) { context, findings in
        for id in BusyLoops(context).closing where context.reaches(id) {
            let step = context.flow[id]
            findings.report(
                "this goes round in circles: nothing in the loop takes time or leaves it", at: step.range,
                in: step)
        }
    }
}
