import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let unsetParam = LintRule(
        id: "unset-param", severity: .warning,
        summary: "A section reads a parameter that none of its callers gives.",
        why: """
            `params` holds exactly what the `execute`, `transfer` or `dial` that called the section gave. \
            The parameter is always empty there.
            """,
        bad: [
            """
            main:
              - execute: {dest: greet, params: {name: Ann}}
            greet:
              - play: "say:Hello, ${«params.nane»}."
            """
        ],
        good: [
            """
            main:
              - execute: {dest: greet, params: {name: Ann}}
              - play: "say:You came with ${params.ticket}."
            greet:
              - play: "say:Hello, ${params.name}."
            """,
            """
            main:
              - execute: {dest: greet, params: {name: Ann}}
              - execute: {dest: greet, params: {title: Doctor}}
            greet:
              - play: "say:Hello, ${params.title} ${params.name}."
            """,
        ],
        steps: .calls, needsWholeDocument: true
    ) { context, findings in
        guard !context.calls.hasTemplateTarget else { return }
        var given: [Int: Set<Text>] = [:]
        for use in context.reads(where: { $0.scope == .params }) {
            let step = context.flow[use.step]
            guard let section = context.flow.section(around: step),
                !context.calls.callers(of: section).isEmpty,
                context.flow.sections[section].name != "main"
            else { continue }
            let names = given[section] ?? context.parameters(of: section)
            given[section] = names
            guard !names.contains(use.variable.name) else { continue }
            if findings.isFull { return }
            let near = nearest(to: use.variable.name.string, among: names.map(\.string).sorted())
            let callers = context.calls.callers(of: section).prefix(3).map { context.flow[$0].nameRange }
            findings.report(
                "nobody who calls `\(context.name(ofSection: section).shown)` gives it a parameter "
                    + "`\(use.variable.name.string.shown)`" + (near.map { "; did you mean `\($0)`?" } ?? ""),
                at: context.place(of: use), in: step, related: callers.map { .init("called here", $0) })
        }
    }
}

extension LintContext {
    /// Every name that some caller gives.
    fileprivate func parameters(of section: Int) -> Set<Text> {
        var names: Set<Text> = []
        for caller in calls.callers(of: section) {
            switch flow[caller].action.params?.value {
            case .literal(let value): names.formUnion(value.memberNames)
            case .map(let entries): names.formUnion(entries.map(\.key))
            case .text, .list, nil: break
            }
        }
        return names
    }
}
