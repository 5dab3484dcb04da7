// Which variables an expression itself expects to be missing.

extension Expression {
    /// Calls a function with every variable whose absence is looked at: the left side of `||`, `??` and `&&`,
    /// what is negated or chosen by, what is compared with nothing, and what `typeof` is asked of.
    ///
    /// - `isCondition`: The expression decides something as a whole: `when: envs.pin`.
    package func forEachTestedVariable(isCondition: Bool, _ visit: (VariableName) -> Void) {
        var tested = isCondition ? [root] : []
        for placed in nodes {
            switch placed.node {
            case .logical(_, let left, _): tested.append(left)
            case .conditional(let condition, _, _): tested.append(condition)
            case .unary(.not, let operand), .unary(.typeof, let operand): tested.append(operand)
            case .binary(let operation, let left, let right) where operation.compares:
                if isNothing(right) { tested.append(left) }
                if isNothing(left) { tested.append(right) }
            case .constant, .input, .local, .concatenation, .list, .map, .member, .index, .group, .method,
                .test, .function, .unary, .binary, .pathOr:
                continue
            }
        }
        while let node = tested.popLast() {
            switch nodes[node].node {
            case .input(let input, _), .pathOr(let input, _, _): visit(VariableName(input))
            case .group(let inner), .member(let inner, _, _), .index(let inner, _, _): tested.append(inner)
            case .logical(_, let left, let right): tested += [left, right]
            case .constant, .local, .concatenation, .list, .map, .method, .test, .function, .unary, .binary,
                .conditional:
                continue
            }
        }
    }

    /// `undefined`, `null` or an empty text.
    private func isNothing(_ node: NodeID) -> Bool {
        guard case .constant(let value) = nodes[node].node else { return false }
        switch value {
        case .undefined, .null: return true
        case .string(let text): return text.isEmpty
        case .bool, .number, .list, .map: return false
        }
    }
}

extension Template {
    /// Calls a function with every variable whose absence one of its placeholders looks at.
    package func forEachTestedVariable(_ visit: (VariableName) -> Void) {
        for case .placeholder(let placeholder) in segments {
            switch placeholder.body {
            case .pathOr(_, let expression), .expression(let expression):
                expression.forEachTestedVariable(isCondition: false, visit)
            case .path, .invalid: continue
            }
        }
    }
}

extension BinaryOperator {
    fileprivate var compares: Bool {
        switch self {
        case .equal, .unequal, .strictEqual, .strictUnequal: true
        case .add, .subtract, .multiply, .divide, .remainder, .less, .greater, .lessEqual, .greaterEqual, .in:
            false
        }
    }
}
