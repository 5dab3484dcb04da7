import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let variableOfDialler = LintRule(
        id: "variable-of-dialler", severity: .warning,
        summary: "A section that only dialled calls run reads a variable that only other calls set.",
        why: """
            Whoever is called with `dial` has a call of their own, and it begins without variables: the \
            variable is always empty there. Give the value in the `params` of the `dial`, and read \
            `params.NAME`.
            """,
        bad: [
            """
            main:
              - set: {room: "case-${call.call_id}"}
              - dial: {to: "+15551234567", dest: agent}
              - joinConference: "${room}"
            agent:
              - play: "say:Somebody waits in ${«room»}."
              - transfer: inside
            inside:
              - joinConference: "${«vars.room»}"
            """
        ],
        good: [
            """
            main:
              - set: {room: "case-${call.call_id}"}
              - dial: {to: "+15551234567", dest: agent, params: {room: "${room}"}}
              - joinConference: "${room}"
            agent:
              - set: {tries: 0}
              - joinConference: "${params.room}"
              - play: "say:${tries}"
            """,
            """
            main:
              - set: {greeting: Hello}
              - dial: {to: "+15551234567", dest: greet}
              - execute: greet
            greet:
              - play: "say:${greeting}"
            """,
        ],
        steps: .dial, needsWholeDocument: true
    ) { context, findings in
        guard context.kinds.contains(.set), !context.calls.hasTemplateTarget,
            !context.calls.runsOtherDocuments
        else { return }
        let dialled = DialledSections(context)
        guard !dialled.unset.isEmpty else { return }
        for use in context.reads(where: dialled.isUnset) {
            let step = context.flow[use.step]
            guard dialled.holds(context.flow.section(around: step)) else { continue }
            if findings.isFull { return }
            let name = use.variable.name.string.shown
            findings.report(
                "a dialled call begins without variables, and `\(name)` is set by the call that dials; give "
                    + "it in `params`", at: context.place(of: use), in: step)
        }
    }
}

/// Which sections only dialled calls come to, and which variables nobody sets on their way.
private struct DialledSections {
    private let dialled: [Bool]
    private let others: [Bool]
    /// Set by `set`, but in no section that a dialled call comes to.
    let unset: Set<Text>

    init(_ context: LintContext) {
        let flow = context.flow
        // By section: where a call goes on, and where the calls that it dials begin.
        var next: [[Int]] = Array(repeating: [], count: flow.sections.count)
        var entries: [Int] = []
        var assignments: [(section: Int?, name: Text)] = []
        for step in flow.steps {
            let section = flow.section(around: step)
            if case .set(let set) = step.action {
                assignments += set.assignments.map { (section, VariableName($0.target.path).name) }
            } else if let target = step.action.target.flatMap({ context.sections.index(of: $0) }) {
                if case .dial = step.action {
                    entries.append(target)
                } else if let section {
                    next[section].append(target)
                }
            }
        }
        let dialled = Self.reached(from: entries, by: next)
        others = Self.reached(from: context.sections.index(of: "main").map { [$0] } ?? [], by: next)
        self.dialled = dialled
        // What `onHangup` sets runs last, in every call.
        let onWay = Set(assignments.lazy.filter { $0.section.map { dialled[$0] } ?? true }.map(\.name))
        unset = Set(assignments.lazy.map(\.name)).subtracting(onWay)
    }

    /// Whether only dialled calls come to the section.
    func holds(_ section: Int?) -> Bool { section.map { dialled[$0] && !others[$0] } ?? false }

    func isUnset(_ variable: VariableName) -> Bool {
        (variable.scope == nil || variable.scope == .vars) && unset.contains(variable.name)
    }

    private static func reached(from entries: [Int], by next: [[Int]]) -> [Bool] {
        var isReached = Array(repeating: false, count: next.count)
        var pending = entries
        while let section = pending.popLast() {
            guard !isReached[section] else { continue }
            isReached[section] = true
            pending += next[section]
        }
        return isReached
    }
}
