/// A JavaScript condition as in `when`, variables by name (`swml-language.md` §2.9).
///
/// A placeholder inside is a value, never text that becomes code: `${x}` is a sub-expression in parentheses,
/// inside quotes a concatenation (design §2.2).
package struct Condition: Sendable, Hashable {
    package let expression: Expression
    /// Whether `${…}` or `%{…}` stands in it, which is never needed.
    package let hasPlaceholders: Bool

    /// Reads a condition; nil, with the reason among the problems, when it is none.
    package static func parse(_ text: String, problems: inout [ExpressionProblem]) -> Condition? {
        var reads: [VariableRead] = []
        return text.withBytes { parse(utf8: $0, problems: &problems, reads: &reads) }
    }

    /// The same for a text in UTF-8; notes what it reads.
    package static func parse(
        utf8 bytes: UnsafeBufferPointer<UInt8>, problems: inout [ExpressionProblem],
        reads: inout [VariableRead]
    ) -> Condition? {
        do {
            let expression = try Parser.parse(
                bytes, 0..<bytes.count, placeholders: true, notes: &problems)
            expression.note(&reads)
            return Condition(expression: expression, hasPlaceholders: PlaceholderScanner.stands(in: bytes))
        } catch {
            problems.append(error)
            return nil
        }
    }

    /// Whether it holds; one that raises does not, and is noted.
    package func holds(in variables: Variables, problems: inout [EvaluationProblem]) -> Bool {
        expression.value(in: variables, problems: &problems).isTruthy
    }

    /// The variables it reads.
    package var referencedNames: [VariableReference] { expression.referencedNames }
}
