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
        var known: Set<Text>?
        for index in context.flow.steps.indices
        where !context.flow.steps[index].action.kind.isDisjoint(with: .calls) {
            let step = context.flow.steps[index]
            guard let dest = step.action.target, case .section(let name)? = dest.known, !dest.range.isEmpty,
                context.sections.index(of: name) == nil
            else { continue }
            if findings.isFull { return }
            let written = known ?? context.flow.writtenSections
            known = written
            guard !written.contains(name) else { continue }
            let near = nearest(to: name.string, among: context.flow.sections.lazy.map(\.name.string))
            findings.report(
                "no section is called `\(name.string.shown)`"
                    + (near.map { "; did you mean `\($0)`?" } ?? ""),
                at: dest.range, in: step, fix: near.map { .init("write `\($0)`", [.init(dest.range, $0)]) })
        }
    }
}

extension Flow {
    /// The sections that the document names, also those that could not be read (which is reported already).
    fileprivate var writtenSections: Set<Text> {
        let sections = root?.mapping?.first { $0.key.scalar?.text == "sections" }?.value
        return Set(sections?.mapping?.compactMap { $0.key.scalar.map { Text($0.text) } } ?? [])
    }
}
