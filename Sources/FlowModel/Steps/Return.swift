import FlowExpressions
import YAMLTree

/// Goes back to the `execute` that called, from inside any block; without one it ends the run (§3.10).
package struct Return: Sendable, Hashable {
    /// `nil` for no value: `return`, `return: {}`, `return: null`.
    package var value: GivenValue?
    package init() {}
}

extension Return {
    static let schema = StepSchema(
        "return", "Goes back to the step that called, with a value.", value: content, isOptional: true,
        missing: Return()
    ) { .return($0) }

    /// Any value; `null` and `{}` are none (C-06).
    private static let content = FieldType<Return>(.any, placeholders: .anywhere) { node, info, reader in
        var step = Return()
        if !node.isNull, node.mapping?.isEmpty != true { step.value = reader.value(node, info) }
        return step
    }
}
