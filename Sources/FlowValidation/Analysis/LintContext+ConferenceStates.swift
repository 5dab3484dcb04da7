import FlowModel
import SourceText

extension LintContext {
    /// Reports a step that needs a conference where the caller is never in one.
    func reportOutside(_ step: Step, _ verb: String, _ findings: inout Findings) {
        let states = self.states[step.id.index]
        guard !states.isEmpty, !states.contains(.inside) else { return }
        let join = joins.first { $0.step.id.index < step.id.index && $0.join.until == nil }
        findings.report(
            "there is no conference to \(verb) here: only a join with `until: joined` goes on inside "
                + "the room",
            at: step.range, in: step,
            related: join.map { [.init("this join ends when the caller is out", $0.step.nameRange)] } ?? [])
    }
}
