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
        steps: .label, traits: .unusedLabel, needsWholeDocument: true
    ) { context, findings in
        let flow = context.flow
        guard let (labels, targets) = flow.labelsAndTargets else { return }
        // A list used twice through an alias has its label once.
        let used = Set(
            flow.steps.indices.lazy.filter { targets.contains(StepID($0)) }.map { flow.steps[$0].range })
        for index in flow.steps.indices where labels.contains(StepID(index)) {
            let step = flow.steps[index]
            guard !used.contains(step.range), case .label(let label) = step.action, !label.range.isEmpty
            else { continue }
            findings.report(
                "no goto jumps to the label `\(label.name.string.shown)`", at: step.range, in: step)
        }
    }
}

extension Flow {
    /// Whether no jump goes to some label.
    var hasUnusedLabel: Bool { labelsAndTargets.map { !$0.labels.isSubset(of: $0.targets) } ?? false }

    /// The labels, and the steps that jumps go to; `nil` when one goes nowhere, which is an error already,
    /// and may be meant for any label.
    fileprivate var labelsAndTargets: (labels: StepSet, targets: StepSet)? {
        var (labels, targets) = (StepSet(), StepSet())
        for index in steps.indices {
            let kind = steps[index].action.kind
            if kind == .label { labels.insert(StepID(index)) }
            guard kind == .goto else { continue }
            guard let target = steps[index].action.jumpTarget, let step = stepID(at: target) else {
                return nil
            }
            targets.insert(step)
        }
        return (labels, targets)
    }
}
