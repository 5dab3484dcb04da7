/// The form of a value, as a JSON Schema describes it and a reference page prints it.
package indirect enum JSONShape: Sendable, Hashable {
    case boolean
    case integer(ClosedRange<Int>?)
    case number(ClosedRange<Double>?)
    /// Any text; the pattern is a regular expression.
    case text(pattern: String?)
    /// One of a closed set of texts.
    case words([String])
    case list(JSONShape)
    /// Values of that form under any name.
    case map(JSONShape)
    case any
    case steps
    /// Another description of the same schema, by name.
    case reference(String)
    case either([JSONShape])
}
