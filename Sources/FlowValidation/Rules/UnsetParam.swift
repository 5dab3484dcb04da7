import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let unsetParam = LintRule(
        id: "unset-param", severity: .warning,
        summary: "A section reads a parameter that none of its callers gives.",
        why: """
            `params` holds exactly what the `execute`, `transfer` or `dial` that called the section gave. The \
            parameter is always empty there.
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
        for step in context.flow.steps {
            guard let section = context.flow.section(around: step) else { continue }
            guard context.flow.sections[section].name != "main", !context.calls.callers[section].isEmpty else { continue }
            step.forEachReference { variable, text, range in
                guard variable.scope == .params else { return }
                let names = given[section] ?? context.parameters(of: section)
                given[section] = names
                guard !names.contains(variable.name) else { return }
                let near = nearest(to: variable.name.string, among: names.map(\.string).sorted())
                let callers = context.calls.callers[section].prefix(3).map { context.flow[$0].nameRange }
                findings.report(
                    "nobody who calls `\(context.name(ofSection: section).shown)` gives it a parameter "
                        + "`\(variable.name.string.shown)`" + (near.map { "; did you mean `\($0)`?" } ?? ""),
                    at: text.map { context.place(of: $0, inScalarAt: range) } ?? range, in: step,
                    related: callers.map { .init("called here", $0) })
            }
        }
    }
}

extension LintContext {
    /// Every name that some caller gives.
    fileprivate func parameters(of section: Int) -> Set<Text> {
        var names: Set<Text> = []
        for caller in calls.callers[section] {
            switch flow[caller].action.params?.value {
            case .literal(let value): names.formUnion(value.memberNames)
            case .map(let entries): names.formUnion(entries.map(\.key))
            case .text, .list, nil: break
            }
        }
        return names
    }
}

extension Step {
    /// Calls a function with every variable that the step reads: its name, its place in the text of a template or
    /// condition (`nil` when it is the whole of it), and the text's place in the document.
    fileprivate func forEachReference(_ visit: (VariableName, Range<Int>?, SourceRange) -> Void) {
        action.forEachTemplate { template, range in
            var hasParams = false
            template.forEachVariable { hasParams = hasParams || $0.scope == .params }
            guard hasParams else { return }
            for reference in template.referencedNames { visit(VariableName(reference), reference.range, range) }
        }
        action.forEachCondition { given in
            var hasParams = false
            given.condition.expression.forEachVariable { hasParams = hasParams || $0.scope == .params }
            guard hasParams else { return }
            for reference in given.condition.referencedNames {
                visit(VariableName(reference), reference.range, given.range)
            }
        }
        action.forEachSwitch { _, path in
            if let range = path.range { visit(path.variable, nil, range) }
        }
    }
}
