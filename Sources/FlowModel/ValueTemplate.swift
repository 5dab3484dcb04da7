package import FlowExpressions
package import SourceText

/// Any YAML value whose texts may hold placeholders: `set`, `params`, `body`, `event`, `return`.
///
/// A subtree without placeholders is one `.literal`, so that a run copies it at once. Text leaves keep the
/// type of a whole-value placeholder (`swml-language.md` §2.6).
package enum ValueTemplate: Sendable, Hashable {
    case literal(FlowExpressions.Value)
    case text(Template, at: SourceRange)
    case list([ValueTemplate])
    /// In document order; keys have no placeholders.
    case map([Entry])

    /// One key of a map.
    package struct Entry: Sendable, Hashable {
        package var key: Text
        package var keyRange: SourceRange
        package var value: ValueTemplate
        package init(_ key: Text, at keyRange: SourceRange, _ value: ValueTemplate) {
            self.key = key
            self.keyRange = keyRange
            self.value = value
        }
    }

    /// The value, when it is known before the run.
    package var literal: FlowExpressions.Value? {
        if case .literal(let value) = self { value } else { nil }
    }
}

/// A value with placeholders, and where it stands.
package struct GivenValue: Sendable, Hashable {
    package var value: ValueTemplate
    package var range: SourceRange
    package init(_ value: ValueTemplate, at range: SourceRange) {
        self.value = value
        self.range = range
    }
}

/// One entry of a map from names to texts: request headers, custom parameters of a stream.
package struct NamedText: Sendable, Hashable {
    package var name: Text
    package var nameRange: SourceRange
    package var value: Given<Text>
    package init(_ name: Text, at nameRange: SourceRange, _ value: Given<Text>) {
        self.name = name
        self.nameRange = nameRange
        self.value = value
    }
}

/// A condition in the expression language, as `when` holds it.
package struct GivenCondition: Sendable, Hashable {
    package var condition: Condition
    package var range: SourceRange
    package init(_ condition: Condition, at range: SourceRange) {
        self.condition = condition
        self.range = range
    }
}

/// A variable's path, written without `${}`: `prompt_value`, `request_response.tier`.
package struct GivenPath: Sendable, Hashable {
    package var path: VariablePath
    /// As written; a default's own text when nothing was written.
    package var text: Text
    package var range: SourceRange
    package init(_ path: VariablePath, _ text: Text, at range: SourceRange) {
        self.path = path
        self.text = text
        self.range = range
    }

    /// The path that a text in UTF-8 is; nil when it is none.
    init?(utf8 text: UnsafeBufferPointer<UInt8>, at range: SourceRange) {
        guard let path = VariablePath.parse(utf8: text) else { return nil }
        // A name alone, without blanks around it, is the text.
        let isText = path.isName && path.name.byteCount == text.count
        self.init(path, isText ? path.name : Text(String(decoding: text, as: UTF8.self)), at: range)
    }
}
