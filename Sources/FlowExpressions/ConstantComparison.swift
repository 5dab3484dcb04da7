/// A variable compared with a constant: `prompt_value == '1'`, `conference.outcome !== 'full'`.
package struct ConstantComparison: Sendable, Hashable {
    package var variable: VariableName
    /// The names behind the variable's: `outcome` of `conference.outcome`.
    package var members: [Text]
    package var constant: Value
    /// `===` or `!==`.
    package var isStrict: Bool
    /// The variable went through `parseInt`, `parseFloat` or `Number`, or an arithmetic sign.
    package var isConverted: Bool
    /// UTF-8 offsets of the constant, and of the comparison, in the text.
    package var constantRange: Range<Int>
    package var range: Range<Int>
}

extension Expression {
    /// The comparisons `==`, `!=`, `===`, `!==` of a variable with a constant, in no particular order.
    package var constantComparisons: [ConstantComparison] {
        var found: [ConstantComparison] = []
        for place in nodes.indices {
            guard case .binary(let sign, let left, let right) = nodes[place].node else { continue }
            let range = nodes[place].range
            switch sign {
            case .equal, .unequal, .strictEqual, .strictUnequal:
                let isStrict = sign == .strictEqual || sign == .strictUnequal
                if let one = comparison(of: left, with: right, isStrict, range) { found.append(one) }
                if let one = comparison(of: right, with: left, isStrict, range) { found.append(one) }
            case .add, .subtract, .multiply, .divide, .remainder, .less, .greater, .lessEqual, .greaterEqual,
                .in:
                continue
            }
        }
        return found
    }

    private func comparison(
        of operand: NodeID, with other: NodeID, _ isStrict: Bool, _ range: Range<Int>
    ) -> ConstantComparison? {
        guard case .constant(let constant) = nodes[other].node else { return nil }
        var operand = operand
        var members: [Text] = []
        var isConverted = false
        while true {
            switch nodes[operand].node {
            case .input(let input, _), .pathOr(let input, _, _):
                members.append(contentsOf: input.members.reversed())
                members.reverse()
                return ConstantComparison(
                    variable: VariableName(input), members: members,
                    constant: constant, isStrict: isStrict, isConverted: isConverted,
                    constantRange: nodes[other].range, range: range)
            case .member(let object, let name, _):
                members.append(name)
                operand = object
            case .group(let inner): operand = inner
            case .function(let function, let arguments):
                guard function.convertsToNumber, let argument = arguments.first else { return nil }
                isConverted = true
                operand = argument
            case .unary(.number, let inner), .unary(.negate, let inner):
                isConverted = true
                operand = inner
            case .constant, .local, .concatenation, .list, .map, .index, .method, .test, .unary, .binary,
                .logical, .conditional:
                return nil
            }
        }
    }
}

extension Input {
    /// The names behind the variable's own.
    fileprivate var members: [Text] {
        guard case .path(let path) = self else { return [] }
        return path.segments.map { if case .key(let name) = $0 { name } else { Text("") } }
    }
}

extension Function {
    /// Digits that go through it lose their leading zeros.
    fileprivate var convertsToNumber: Bool {
        switch self {
        case .parseInt, .parseFloat, .number, .numberParseInt, .numberParseFloat: true
        case .isNaN, .isFinite, .encodeURIComponent, .decodeURIComponent, .string, .boolean, .mathAbs,
            .mathCeil, .mathFloor, .mathMax, .mathMin, .mathPow, .mathRound, .mathSign, .mathSqrt, .mathTrunc,
            .jsonStringify, .jsonParse, .objectKeys, .objectValues, .objectEntries, .arrayIsArray,
            .numberIsInteger, .numberIsNaN, .numberIsFinite:
            false
        }
    }
}
