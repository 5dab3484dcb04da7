package import FlowExpressions
package import SourceText
import YAMLTree

/// Marks a position for `goto` (swml-language.md §3.10).
package struct Label: Sendable, Hashable {
    package var name: Text = ""
    package var range = SourceRange(0, 0)
    package init() {}
}

extension Label {
    static let schema = StepSchema(
        "label", "Marks a position for `goto`.", value: content, missing: Label()
    ) { .label($0) }

    private static let content = FieldType<Label>(.text(pattern: ".")) { node, info, reader in
        guard let given = reader.label(node, info) else { return nil }
        var label = Label()
        (label.name, label.range) = (given.literal ?? "", given.range)
        reader.note(label)
        return label
    }
}

extension FlowReader {
    /// A label's name, always a literal.
    mutating func label(_ node: YAMLNode, _ info: FieldInfo) -> Given<Text>? {
        guard let given = given(node, info, ParameterTypes.labelName) else { return nil }
        guard given.literal != nil else {
            report(.placeholderInLabel(at: node.range))
            return nil
        }
        return given
    }
}

extension ParameterTypes {
    /// A label's name: a plain text, found when the document loads, so that no placeholder can stand in it.
    static let labelName = ParameterType<Text>(
        "a label's name", .text(pattern: "."), placeholders: .nowhere, advice: textAdvice
    ) { input in
        readText(input).flatMap { $0.isEmpty ? .failure(.wrong()) : .success($0) }
    }
}
