package import FlowExpressions

/// The type of a parameter: one declaration for the reader, the interpreter, the JSON Schema and the reference.
///
/// A reference type only so that two parameters can say whether they share it; it has no state.
package final class ParameterType<Value: Sendable & Hashable>: Sendable {
    /// What is accepted, as the end of "must be …".
    package let expectation: String
    private let read: @Sendable (ScalarInput) -> Result<Value, CoercionProblem>

    package init(
        _ expectation: String,
        _ read: @escaping @Sendable (ScalarInput) -> Result<Value, CoercionProblem>
    ) {
        self.expectation = expectation
        self.read = read
    }

    /// Reads a literal of a document.
    package func read(_ input: ScalarInput) -> Result<Value, CoercionProblem> { read(input) }

    /// Reads the value of an expanded template by the same rules (`swml-language.md` §2.6).
    package func coerce(_ value: FlowExpressions.Value) -> Result<Value, CoercionProblem> {
        read(ScalarInput(value))
    }
}

extension ParameterType: Hashable {
    package static func == (left: ParameterType, right: ParameterType) -> Bool { left === right }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// What a parameter's type is read from: a scalar of a document or the value of a template, seen alike.
package struct ScalarInput: Sendable {
    package enum Kind: Sendable, Hashable {
        case null, text, collection
        case bool(Bool)
        case number(Double)
    }
    package var text: String
    package var kind: Kind
    package init(_ text: String, _ kind: Kind) {
        self.text = text
        self.kind = kind
    }

    package init(_ value: FlowExpressions.Value) {
        switch value {
        case .undefined, .null: self.init("", .null)
        case .bool(let flag): self.init(flag ? "true" : "false", .bool(flag))
        case .number(let number): self.init("\(number)", .number(number))
        case .string(let text): self.init(text.string, .text)
        case .list, .map: self.init("", .collection)
        }
    }
}

/// Why a value is not one of the parameter's type.
package struct CoercionProblem: Error, Sendable, Hashable {
    /// In the user's words: what was expected, what was found.
    package var message: String
    package init(_ message: String) { self.message = message }
}
