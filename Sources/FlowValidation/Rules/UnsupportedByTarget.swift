import FlowModel
import SourceText

extension LintRule {
    package static let unsupportedByTarget = LintRule(
        id: "unsupported-by-target", severity: .error,
        summary: "Something that the phone system named with `--target` cannot do.",
        why: """
            Nothing is dropped in silence: what has no counterpart there is refused before a call is made, \
            and is a typed error at run time. Leave it out, or run the flow on another system.
            """,
        bad: [
            """
            main:
              - record: {format: «mp4»}
              - connect: {to: "sip:ann@example.com", encryption: «mandatory»}
            """,
            """
            main:
              - play: {url: "say:Hello", statusUrl: «https://example.com/played»}
            """,
        ],
        good: [
            """
            main:
              - record: {format: mp3}
              - connect: {to: "sip:ann@example.com"}
            """
        ],
        traits: .target, target: .relay
    ) { context, findings in
        guard let target = context.target else { return }
        for gap in target.gaps where !context.kinds.isDisjoint(with: gap.steps) {
            for step in context.flow.steps where !step.action.kind.isDisjoint(with: gap.steps) {
                for case let range? in gap.places(step) {
                    findings.report("\(target.name) has no counterpart for \(gap.what)", at: range, in: step)
                }
            }
        }
    }
}
