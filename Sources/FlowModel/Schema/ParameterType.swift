package import FlowExpressions

/// The type of a parameter: one declaration for the reader of documents, the interpreter, the JSON Schema and
/// the reference text.
///
/// A class only so that two parameters can say whether they share a type; it has no state.
package final class ParameterType<Value: Sendable & Hashable>: Sendable {
    /// What is accepted, as the end of "must be …".
    package let expectation: String
    /// The type in a JSON Schema.
    package let shape: JSONShape
    /// Where SWML's own schema lets a placeholder stand; elsewhere it is our leniency (C-33).
    package let placeholders: PlaceholderRule
    private let rule: @Sendable (ScalarInput) -> Result<Value, CoercionProblem>
    private let advice: (@Sendable (ScalarInput, Value) -> Advice?)?
    private let prefixRule: (@Sendable (String) -> CoercionProblem?)?

    package init(
        _ expectation: String, _ shape: JSONShape, placeholders: PlaceholderRule,
        advice: (@Sendable (ScalarInput, Value) -> Advice?)? = nil,
        prefix: (@Sendable (String) -> CoercionProblem?)? = nil,
        _ rule: @escaping @Sendable (ScalarInput) -> Result<Value, CoercionProblem>
    ) {
        self.expectation = expectation
        self.shape = shape
        self.placeholders = placeholders
        self.advice = advice
        prefixRule = prefix
        self.rule = rule
    }

    /// Reads a literal of a document, or an expanded value, without spelling out what is wrong.
    @inline(__always)
    func read(_ input: ScalarInput) -> Result<Value, CoercionProblem> { rule(input) }

    /// What is to be said about a literal that is accepted.
    func advice(on input: ScalarInput, _ value: Value) -> Advice? { advice?(input, value) }

    /// What is already wrong with a template whose text begins so, whatever its placeholders give.
    func problem(ofPrefix prefix: String) -> CoercionProblem? { prefixRule?(prefix) }

    /// Reads the value of an expanded template by exactly the rules of a literal (`swml-language.md` §2.6).
    /// The failure says what was expected and what was found.
    package func coerce(_ value: FlowExpressions.Value) -> Result<Value, CoercionProblem> {
        ScalarInput.reading(value) { input in
            rule(input).mapError { $0.completed(expectation, found: input) }
        }
    }
}

extension ParameterType: Hashable {
    package static func == (left: ParameterType, right: ParameterType) -> Bool { left === right }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// Where SWML's schema allows a placeholder: the column "Ph" of the reference's tables.
package enum PlaceholderRule: String, Sendable, Hashable {
    /// Anywhere in the text (S).
    case anywhere
    /// As the whole value only (V).
    case whole
    /// As the whole value, or in the text behind a scheme: `say:${name}` (play URLs).
    case behindScheme
    /// Nowhere (E, –).
    case nowhere
}

/// Why a value is not one of the parameter's type.
package struct CoercionProblem: Error, Sendable, Hashable {
    /// The theme, which names the finding.
    package enum Kind: String, Sendable, Hashable {
        case wrongType = "wrong-type"
        case invalidValue = "invalid-value"
        case outOfRange = "out-of-range"
        case wrongScheme = "wrong-url-scheme"
        case plainWebSocket = "plain-websocket"
        case notBoolean = "not-a-boolean"
    }
    package var kind: Kind
    /// In the user's words, after the parameter's name: "must be …; found `…`".
    package var message: String
    /// The text that was most likely meant.
    package var suggestion: String?
    /// The suggestion is for the author to judge, not to be made by itself.
    package var isGuess = false

    /// A problem that the type's expectation describes well enough.
    static func wrong(_ kind: Kind = .invalidValue, suggestion: String? = nil, isGuess: Bool = false)
        -> CoercionProblem
    {
        CoercionProblem(kind: kind, message: "", suggestion: suggestion, isGuess: isGuess)
    }

    /// A problem with words of its own, which follow the parameter's name.
    static func because(_ message: String, _ kind: Kind = .invalidValue, suggestion: String? = nil)
        -> CoercionProblem
    {
        CoercionProblem(kind: kind, message: message, suggestion: suggestion)
    }

    /// The problem with its message spelled out.
    func completed(_ expectation: String, found input: ScalarInput) -> CoercionProblem {
        var whole = self
        if whole.message.isEmpty { whole.message = "must be \(expectation); found \(input.shown)" }
        if let suggestion { whole.message += "; did you mean `\(suggestion)`?" }
        return whole
    }
}

/// What is to be said about a value that is accepted all the same.
package struct Advice: Sendable {
    /// How much it matters; an error is a `CoercionProblem`.
    package enum Weight: Sendable { case warning, hint }
    var id: String
    var weight: Weight
    /// After the parameter's name.
    var message: String
    /// The text to write instead.
    var replacement: String?

    static func warning(_ id: String, _ message: String, replacement: String? = nil) -> Advice {
        Advice(id: id, weight: .warning, message: message, replacement: replacement)
    }

    static func hint(_ id: String, _ message: String, replacement: String? = nil) -> Advice {
        Advice(id: id, weight: .hint, message: message, replacement: replacement)
    }
}
