import FlowExpressions
import SourceText
import YAMLTree

/// Gives variables their values, in the order written (swml-language.md §3.11, §2.6).
package struct SetVariables: Sendable, Hashable {
    package var assignments: [Assignment] = []
    package init() {}
}

/// One entry of `set`: `a.b: 1` gives the member `b` of the map `a`; `vars.x` is `x`.
package struct Assignment: Sendable, Hashable {
    package var target: GivenPath
    package var value: GivenValue
    package init(_ target: GivenPath, _ value: GivenValue) {
        self.target = target
        self.value = value
    }
}

extension SetVariables {
    static let schema = StepSchema(
        "set", "Gives variables their values, in order.", value: content, missing: SetVariables()
    ) { .set($0) }

    private static let content = FieldType<SetVariables>(.map(.any), placeholders: .anywhere) {
        node, info, reader in
        guard node.kind == .mapping else {
            if !node.isNull || !reader.isCut(node) {
                reader.report(.wrongType("set", expected: "a map of names to values", found: node))
            }
            return nil
        }
        var step = SetVariables()
        step.assignments.reserveCapacity(node.entryCount)
        if reader.assigned.isEmpty { reader.assigned.reserveCapacity(8) }
        reader.readEntries(of: node) { key, value, reader in
            guard let target = reader.assignmentTarget(key) else { return }
            reader.assigned.append(target.path.name)
            let entered = reader.enter(value)
            step.assignments.append(Assignment(target, reader.value(value, info)))
            reader.leave(entered)
        }
        return step
    }
}

extension FlowReader {
    /// A name that `set` may give a value: `a`, `a.b`, `vars.a` (swml-language.md §3.11).
    fileprivate mutating func assignmentTarget(_ key: YAMLNode) -> GivenPath? {
        // What is no text has been reported.
        guard let target = key.withText({ GivenPath(utf8: $0, at: key.range) }) else { return nil }
        guard let target else {
            report(.invalidPath("a name in set", key.text ?? "", at: key.range))
            return nil
        }
        guard target.path.isAssignable else {
            report(.reservedName(key.text ?? "", at: key.range))
            return nil
        }
        return target
    }
}
