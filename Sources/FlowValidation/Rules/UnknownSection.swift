import FlowExpressions
import FlowModel
import SourceText
import YAMLTree

extension LintRule {
    package static let unknownSection = LintRule(
        id: "unknown-section", severity: .error,
        summary: "An `execute`, `transfer` or `dial` names a section that the document does not have.",
        why: """
            The call would end there with `relay_script_section_parameter_undefined`. A name is looked up in \
            the document that contains the step, exactly as it is written.
            """,
        bad: [
            """
            main:
              - play: "say:One moment."
              - transfer: «goodby»
            goodbye:
              - play: "say:Goodbye."
            """,
            """
            main:
              - execute: {dest: «ask», params: {tries: 3}}
            """,
        ],
        good: [
            """
            main:
              - transfer: goodbye
            goodbye:
              - play: "say:Goodbye."
            """,
            """
            main:
              - execute: https://example.com/menu.yaml
              - transfer: "${next}"
            next:
              - hangup
            """,
        ],
        steps: .calls, needsWholeDocument: true
    ) { context, findings in
        for index in context.flow.steps.indices
        where !context.flow.steps[index].action.kind.isDisjoint(with: .calls) {
            let step = context.flow.steps[index]
            guard let dest = step.action.target, case .section(let name)? = dest.known, !dest.range.isEmpty,
                context.sections.index(of: name) == nil, !context.isWritten(section: name)
            else { continue }
            if findings.isFull { return }
            let near = nearest(to: name.string, among: context.flow.sections.map(\.name.string))
            findings.report(
                "no section is called `\(name.string.shown)`"
                    + (near.map { "; did you mean `\($0)`?" } ?? ""),
                at: dest.range, in: step, fix: near.map { .init("write `\($0)`", [.init(dest.range, $0)]) })
        }
    }
}

extension LintContext {
    /// Whether the document has such a section, though it could not be read (which is reported already).
    fileprivate func isWritten(section name: Text) -> Bool {
        let sections = flow.root?.mapping?.first { $0.key.scalar?.text == "sections" }?.value
        return sections?.mapping?.contains { $0.key.scalar.map { Text($0.text) } == name } ?? false
    }
}
