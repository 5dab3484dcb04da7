import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let unusedLabel = LintRule(
        id: "unused-label", severity: .hint,
        summary: "A label that no `goto` jumps to.",
        why: "It does nothing. Often the jump to it was forgotten, or goes to another label.",
        bad: [
            """
            main:
              - «label: again»
              - play: "say:Hello."
            """
        ],
        good: [
            """
            main:
              - label: again
              - prompt: {play: "say:Press 1."}
              - goto: {label: again, when: prompt_value != '1'}
            """,
            """
            main:
              - label: one
              - play: "say:One."
              - goto: {label: "${next}", max: 3}
            """,
        ],
        steps: .label, needsWholeDocument: true
    ) { context, findings in
        let flow = context.flow
        var targets: Set<FlowPosition> = []
        for step in flow.steps {
            guard case .goto(let jump) = step.action else { continue }
            if jump.label.isTemplate { return }
            if let target = jump.target { targets.insert(target) }
        }
        var used: Set<SourceRange> = []
        var unused: [Step] = []
        for step in flow.steps {
            guard case .label(let label) = step.action, !label.range.isEmpty else { continue }
            if targets.contains(FlowPosition(step.block, step.index)) {
                used.insert(step.range)
            } else {
                unused.append(step)
            }
        }
        // A list used twice through an alias has its label once.
        for step in unused where !used.contains(step.range) {
            guard case .label(let label) = step.action else { continue }
            findings.report(
                "no goto jumps to the label `\(label.name.string.shown)`", at: step.range, in: step)
        }
    }
}
