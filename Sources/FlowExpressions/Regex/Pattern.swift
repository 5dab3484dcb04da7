struct Pattern: Sendable, Hashable {
    static func parse(
        _ bytes: [UInt8], _ body: Range<Int>, flags: Range<Int>
    ) throws(ExpressionProblem) -> Pattern {
        throw ExpressionProblem(.pattern, "regular expressions are not available", body)
    }
}
extension Evaluator {
    mutating func patternMethod(
        _ call: MethodCall, _ text: Text, _ node: NodeID
    ) throws(EvaluationError) -> Value { .undefined }
    mutating func test(_ call: MethodCall, _ subject: Value, _ node: NodeID) throws(EvaluationError) -> Value
    { false }
}
