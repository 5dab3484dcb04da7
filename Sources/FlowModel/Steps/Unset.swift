import FlowExpressions
import YAMLTree

/// Removes variables; unknown names are no error (§3.11).
package struct Unset: Sendable, Hashable {
    package var names: [GivenPath] = []
    package init() {}
}

extension Unset {
    static let schema = StepSchema(
        "unset", "Removes variables.", value: content, missing: Unset()
    ) { .unset($0) }

    private static let content = FieldType<Unset>(
        .either([.text(pattern: "."), .list(.text(pattern: "."))])
    ) { node, info, reader in
        var step = Unset()
        if case .sequence(let items) = node.content {
            for item in items {
                let entered = reader.enter(item)
                if let path = reader.path(item, info.name) { step.names.append(path) }
                reader.leave(entered)
            }
        } else if let path = reader.path(node, info.name) {
            step.names = [path]
        }
        return step
    }
}
