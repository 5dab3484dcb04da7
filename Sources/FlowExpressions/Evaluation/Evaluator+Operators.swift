import OrderedCollections

extension Evaluator {
    mutating func evaluate(
        _ unary: UnaryOperator, _ operand: NodeID, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let value = try evaluate(operand)
        switch unary {
        case .not: return .bool(!value.isTruthy)
        case .negate: return .number(-(try number(of: value, node)))
        case .number: return .number(try number(of: value, node))
        case .typeof: return .string(Text(value.typeName))
        }
    }

    mutating func evaluate(
        _ binary: BinaryOperator, _ leftNode: NodeID, _ rightNode: NodeID, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let left = try evaluate(leftNode)
        let right = try evaluate(rightNode)
        switch binary {
        case .add: return try sum(left, right, node)
        case .subtract: return .number(try number(of: left, node) - number(of: right, node))
        case .multiply: return .number(try number(of: left, node) * number(of: right, node))
        case .divide: return .number(try number(of: left, node) / number(of: right, node))
        case .remainder:
            let (dividend, divisor) = (try number(of: left, node), try number(of: right, node))
            return .number(dividend.truncatingRemainder(dividingBy: divisor))
        case .equal: return .bool(try equal(left, right, node))
        case .unequal: return .bool(!(try equal(left, right, node)))
        case .strictEqual: return .bool(left.isStrictlyEqual(to: right))
        case .strictUnequal: return .bool(!left.isStrictlyEqual(to: right))
        case .less: return .bool(try isLess(left, right, node) == true)
        case .greater: return .bool(try isLess(right, left, node) == true)
        case .lessEqual: return .bool(try isLess(right, left, node) == false)
        case .greaterEqual: return .bool(try isLess(left, right, node) == false)
        case .in: return .bool(try contains(left, in: right, node))
        }
    }

    private mutating func sum(_ left: Value, _ right: Value, _ node: NodeID) throws(EvaluationError) -> Value
    {
        if case .number(let left) = left, case .number(let right) = right { return .number(left + right) }
        let (left, right) = (try primitive(left, node), try primitive(right, node))
        guard left.isString || right.isString else { return .number(left.scriptNumber + right.scriptNumber) }
        let (head, tail) = (left.scriptText, right.scriptText)
        try charge((head.byteCount + tail.byteCount) / 16, node)
        let text = head + tail
        try checkLength(of: text, node)
        return .string(text)
    }

    /// JavaScript's ToPrimitive: lists and maps become text.
    private mutating func primitive(_ value: Value, _ node: NodeID) throws(EvaluationError) -> Value {
        switch value {
        case .undefined, .null, .bool, .number, .string: value
        case .list, .map: .string(try text(of: value, node))
        }
    }

    /// JavaScript's `==`. Lists and maps have no identity here: two of them are never equal.
    private mutating func equal(_ left: Value, _ right: Value, _ node: NodeID) throws(EvaluationError) -> Bool
    {
        switch (left, right) {
        case (.undefined, _), (.null, _), (_, .undefined), (_, .null):
            return left.isNullish && right.isNullish
        case (.number(let left), .number(let right)): return left == right
        case (.string(let left), .string(let right)):
            try charge(left.byteCount / 64, node)
            return left == right
        case (.bool, .bool), (.list, .list), (.list, .map), (.map, .list), (.map, .map):
            return left.isStrictlyEqual(to: right)
        case (.list, _), (.map, _): return try equal(try primitive(left, node), right, node)
        case (_, .list), (_, .map): return try equal(left, try primitive(right, node), node)
        case (.bool, _), (_, .bool), (.number, .string), (.string, .number):
            return try number(of: left, node) == number(of: right, node)
        }
    }

    /// JavaScript's IsLessThan: nil when one of them is `NaN`, which has no order.
    private mutating func isLess(
        _ left: Value, _ right: Value, _ node: NodeID
    ) throws(EvaluationError) -> Bool? {
        if case .number(let left) = left, case .number(let right) = right {
            return left.isNaN || right.isNaN ? nil : left < right
        }
        let (left, right) = (try primitive(left, node), try primitive(right, node))
        if case .string(let left) = left, case .string(let right) = right {
            try charge(min(left.byteCount, right.byteCount) / 4, node)
            return left < right
        }
        let (first, second) = (try number(of: left, node), try number(of: right, node))
        return first.isNaN || second.isNaN ? nil : first < second
    }

    private mutating func contains(
        _ key: Value, in container: Value, _ node: NodeID
    ) throws(EvaluationError) -> Bool {
        let name = try text(of: key, node)
        switch container {
        case .map(let map): return map[name] != nil
        case .list(let list):
            return name == "length" || Evaluator.index(name).map { $0 < list.count } ?? false
        case .undefined, .null, .bool, .number, .string:
            let target = try text(of: container, node)
            throw fail("Cannot use 'in' operator to search for '\(name)' in \(target)", node)
        }
    }
}

extension Value {
    var isString: Bool {
        if case .string = self { true } else { false }
    }

    /// JavaScript's `===`. Lists and maps have no identity here: two of them are never equal.
    func isStrictlyEqual(to other: Value) -> Bool {
        switch (self, other) {
        case (.undefined, .undefined), (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        case (.undefined, _), (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.map, _): false
        }
    }

    /// JavaScript's `typeof`.
    var typeName: String {
        switch self {
        case .undefined: "undefined"
        case .null, .list, .map: "object"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        }
    }
}
