import OrderedCollections

/// Computes an expression over variables, within a budget.
struct Evaluator {
    /// What one evaluation may cost, in steps of a few nanoseconds; an instruction of the pattern matcher is
    /// one. Measured to stay far under the 150 ms of `swml-language.md` §1.7, and the same on every machine.
    static let budgetLimit = 1_000_000
    /// What visiting a node costs.
    static let nodeCost = 16
    /// The longest text an expression makes, in UTF-16 code units: four times the largest answer of a web
    /// service (§1.7).
    static let textLimit = 262_144
    static let textTooLong = "the text is longer than \(textLimit) characters"

    let expression: Expression
    /// The values of the expression's inputs.
    let inputs: [Value]
    /// The parameters of the arrow functions that are running.
    var locals: [Value] = []
    var budget = Evaluator.budgetLimit

    init(_ expression: Expression, inputs: [Value]) {
        self.expression = expression
        self.inputs = inputs
    }

    mutating func evaluate(_ node: NodeID) throws(EvaluationError) -> Value {
        try charge(Evaluator.nodeCost, node)
        switch expression.nodes[node].node {
        case .constant(let value): return value
        case .input(_, let place): return inputs[place]
        case .local(let place): return locals[place]
        case .binary(let binary, let left, let right): return try evaluate(binary, left, right, node)
        case .unary(let unary, let operand): return try evaluate(unary, operand, node)
        case .logical(let logical, let left, let right): return try evaluate(logical, left, right)
        case .conditional(let condition, let whenTrue, let whenFalse):
            return try evaluate(condition).isTruthy ? try evaluate(whenTrue) : try evaluate(whenFalse)
        case .member, .index, .method: return try link(node) ?? .undefined
        case .test(let pattern, let subject): return .bool(try test(pattern, subject, node))
        case .group(let inner): return try evaluate(inner)
        case .function(let function, let arguments):
            return try apply(function, try values(of: arguments), node)
        case .concatenation(let parts, let joining): return try concatenation(parts, joining, node)
        case .list(let elements): return .list(try values(of: elements))
        case .map(let entries): return try map(entries, node)
        case .pathOr(_, let place, let difference):
            return inputs[place].isUndefined ? try evaluate(difference) : inputs[place]
        }
    }

    func fail(_ message: String, _ node: NodeID) -> EvaluationError {
        EvaluationError(message: message, node: node)
    }

    mutating func charge(_ steps: Int, _ node: NodeID) throws(EvaluationError) {
        budget -= steps
        if budget < 0 { throw fail("the expression takes too many steps", node) }
    }

    private mutating func values(of nodes: [NodeID]) throws(EvaluationError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(nodes.count)
        for node in nodes { values.append(try evaluate(node)) }
        return values
    }

    private mutating func map(_ entries: [Node.Entry], _ node: NodeID) throws(EvaluationError) -> Value {
        var map = ValueMap(minimumCapacity: entries.count)
        for entry in entries {
            switch entry.key {
            case .fixed(let name): map[name] = try evaluate(entry.value)
            case .computed(let key):
                let name = try text(of: try evaluate(key), node)
                map[name] = try evaluate(entry.value)
            }
        }
        return .map(map)
    }

    private mutating func concatenation(
        _ parts: [NodeID], _ joining: Node.Joining, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        var result = Text("")
        for part in parts {
            let value = try evaluate(part)
            switch joining {
            case .script: result += try text(of: value, node)
            case .boundary:
                try weigh(value, node)
                result += value.text
            }
            try checkLength(of: result, node)
        }
        return .string(result)
    }

    private mutating func evaluate(
        _ logical: LogicalOperator, _ left: NodeID, _ right: NodeID
    ) throws(EvaluationError) -> Value {
        let value = try evaluate(left)
        switch logical {
        case .and: return value.isTruthy ? try evaluate(right) : value
        case .or: return value.isTruthy ? value : try evaluate(right)
        case .coalesce: return value.isNullish ? try evaluate(right) : value
        }
    }
}

/// Why an evaluation stopped, and at which node.
struct EvaluationError: Error {
    var message: String
    var node: NodeID
}

extension Node {
    /// The place among the inputs of what it reads.
    fileprivate var place: Int? {
        switch self {
        case .input(_, let place), .pathOr(_, let place, _): place
        case .constant, .local, .concatenation, .list, .map, .member, .index, .group, .method, .test,
            .function, .unary, .binary, .logical, .conditional:
            nil
        }
    }

    /// What it reads. A call, so that nothing but this is copied.
    @inline(never)
    fileprivate var input: Input? {
        switch self {
        case .input(let input, _), .pathOr(let input, _, _): input
        case .constant, .local, .concatenation, .list, .map, .member, .index, .group, .method, .test,
            .function, .unary, .binary, .logical, .conditional:
            nil
        }
    }
}

extension Input {
    func value(in variables: Variables) -> Value {
        switch self {
        case .variable(let variable): variable.value(in: variables) ?? .undefined
        case .path(let path): path.value(in: variables)
        }
    }
}

extension Expression {
    /// The value in a run; `undefined`, with the reason among the problems, when it raises.
    package func value(in variables: Variables, problems: inout [EvaluationProblem]) -> Value {
        var evaluator = Evaluator(self, inputs: inputs(in: variables))
        do {
            let value = try evaluator.evaluate(root)
            try evaluator.weigh(value, root)
            return value
        } catch {
            let range = nodes[error.node].range
            problems.append(EvaluationProblem(message: error.message, range: range))
            return .undefined
        }
    }

    /// The values of its inputs, in their order.
    private func inputs(in variables: Variables) -> [Value] {
        var values: [Value] = []
        for node in nodes.indices {
            guard nodes[node].node.place == values.count, let input = nodes[node].node.input else { continue }
            // Few expressions read more.
            if values.isEmpty { values.reserveCapacity(4) }
            values.append(input.value(in: variables))
        }
        return values
    }
}

extension Evaluator {
    /// Charges for a walk over a value and refuses one that is too deep: a list can hold the same list a
    /// thousand times, and only the walk finds out.
    mutating func weigh(_ value: Value, levels: Int = Value.depthLimit, _ node: NodeID)
        throws(EvaluationError)
    {
        switch value {
        case .undefined, .null, .bool, .number: return
        case .string(let text): try charge(text.byteCount / 16, node)
        case .list(let elements):
            try enter(levels, elements.count, node)
            for element in elements { try weigh(element, levels: levels - 1, node) }
        case .map(let map):
            try enter(levels, map.count, node)
            for element in map.values { try weigh(element, levels: levels - 1, node) }
        }
    }

    private mutating func enter(_ levels: Int, _ count: Int, _ node: NodeID) throws(EvaluationError) {
        guard levels > 0 else {
            throw fail("the value nests deeper than \(Value.depthLimit) levels", node)
        }
        try charge(count + 1, node)
    }

    func checkLength(of text: Text, _ node: NodeID) throws(EvaluationError) {
        // Bytes are at most three times the units, so a short text needs no count.
        guard text.byteCount > Evaluator.textLimit, text.unitCount > Evaluator.textLimit else { return }
        throw fail(Evaluator.textTooLong, node)
    }

    /// JavaScript's `String(value)`.
    mutating func text(of value: Value, _ node: NodeID) throws(EvaluationError) -> Text {
        if case .string(let text) = value { return text }
        try weigh(value, node)
        let text = value.scriptText
        try checkLength(of: text, node)
        return text
    }

    /// JavaScript's `Number(value)`.
    mutating func number(of value: Value, _ node: NodeID) throws(EvaluationError) -> Double {
        if case .number(let number) = value { return number }
        try weigh(value, node)
        return value.scriptNumber
    }
}
