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
            """
        ],
        steps: .label, needsWholeDocument: true
    ) { context, findings in
        let flow = context.flow
        var targets = StepSet()
        for index in flow.steps.indices where flow.steps[index].action.kind == .goto {
            // A jump that goes nowhere is an error already, and may be meant for any of them.
            guard let target = flow.steps[index].action.jumpTarget, let step = flow.stepID(at: target)
            else { return }
            targets.insert(step)
        }
        let unused = flow.steps.indices.filter {
            flow.steps[$0].action.kind == .label && !targets.contains(StepID($0))
        }
        guard !unused.isEmpty else { return }
        // A list used twice through an alias has its label once.
        let used = Set(
            flow.steps.indices.lazy.filter { targets.contains(StepID($0)) }.map { flow.steps[$0].range })
        for step in unused.lazy.map({ flow.steps[$0] }) where !used.contains(step.range) {
            guard case .label(let label) = step.action, !label.range.isEmpty else { continue }
            findings.report(
                "no goto jumps to the label `\(label.name.string.shown)`", at: step.range, in: step)
        }
    }
}
