import OrderedCollections

extension Evaluator {
    /// Members, indexes and method calls; nil when a `?.` on the way met a missing value, which cuts the rest
    /// of the chain short.
    mutating func link(_ node: NodeID) throws(EvaluationError) -> Value? {
        switch expression.nodes[node].node {
        case .member(let object, let name, let optional):
            try charge(Evaluator.nodeCost, node)
            guard let object = try link(object), !(optional && object.isNullish) else { return nil }
            return try member(name, of: object, node)
        case .index(let object, let key, let optional):
            try charge(Evaluator.nodeCost, node)
            guard let object = try link(object), !(optional && object.isNullish) else { return nil }
            return try element(try evaluate(key), of: object, node)
        case .method(let call):
            try charge(Evaluator.nodeCost, node)
            guard let receiver = try link(call.receiver), !(call.isOptional && receiver.isNullish) else {
                return nil
            }
            return try invoke(call, on: receiver, node)
        case .constant, .input, .local, .concatenation, .list, .map, .group, .test, .function, .unary,
            .binary, .logical, .conditional, .pathOr:
            return try evaluate(node)
        }
    }

    private mutating func member(_ name: Text, of object: Value, _ node: NodeID) throws(EvaluationError)
        -> Value
    {
        switch object {
        case .map(let map): return map[name] ?? .undefined
        case .list(let list):
            if name == "length" { return .number(Double(list.count)) }
            return Evaluator.index(name).map { object[$0] } ?? .undefined
        case .string(let text):
            if name == "length" {
                if text.byteCount > 64 { try charge(text.byteCount / 64, node) }
                return .number(Double(text.unitCount))
            }
            return try Evaluator.index(name).map { (index) throws(EvaluationError) in
                try unit(index, of: text, node)
            } ?? .undefined
        case .bool, .number: return .undefined
        case .undefined, .null: throw missing(name, of: object, node)
        }
    }

    func missing(_ name: Text, of object: Value, _ node: NodeID) -> EvaluationError {
        fail("Cannot read properties of \(object.scriptText) (reading '\(name)')", node)
    }

    private mutating func element(_ key: Value, of object: Value, _ node: NodeID) throws(EvaluationError)
        -> Value
    {
        if case .number(let number) = key, let index = Int(exactly: number), index >= 0 {
            switch object {
            case .list: return object[index]
            case .string(let text): return try unit(index, of: text, node)
            case .undefined, .null, .bool, .number, .map: break
            }
        }
        if object.isNullish { throw missing(try text(of: key, node), of: object, node) }
        return try member(try text(of: key, node), of: object, node)
    }

    /// One code unit as a text, `undefined` outside.
    mutating func unit(_ index: Int, of text: Text, _ node: NodeID) throws(EvaluationError) -> Value {
        if text.byteCount > 64 { try charge(text.byteCount / 64, node) }
        guard index >= 0, index < text.unitCount else { return .undefined }
        return .string(text.slice(index..<index + 1))
    }

    /// The index that a name spells as JavaScript prints it: `0`, `17`, never `01`.
    static func index(_ name: Text) -> Int? {
        let digits = name.string.utf8
        guard (1...9).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != 0x30
        else { return nil }
        return Int(name.string)
    }
}

extension Evaluator {
    /// Calls a method by the kind of its receiver.
    private mutating func invoke(
        _ call: MethodCall, on receiver: Value, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        switch receiver {
        case .undefined, .null: throw missing(Text(call.method.name), of: receiver, node)
        case .string(let text):
            if let method = call.method.string { return try stringMethod(method, call, text, node) }
        case .list(let list):
            if let method = call.method.list { return try listMethod(method, call, list, node) }
        case .number(let number):
            if let method = call.method.number {
                return try numberMethod(method, number, try values(of: call.arguments), node)
            }
        case .bool, .map:
            if call.method.isToString { return .string(receiver.scriptText) }
        }
        throw fail("\(call.receiverText).\(call.method.name) is not a function", node)
    }

    /// The values of the arguments; functions and patterns, which are no values, count as `undefined`.
    mutating func values(of arguments: [Argument]) throws(EvaluationError) -> [Value] {
        if arguments.isEmpty { return [] }
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            switch argument {
            case .value(let node): values.append(try evaluate(node))
            case .callback, .pattern: values.append(.undefined)
            }
        }
        return values
    }

    /// Calls what a method was given.
    mutating func invoke(
        _ callback: Callback, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        switch callback {
        case .function(let function):
            try charge(Evaluator.nodeCost, node)
            return try apply(function, arguments, node)
        case .arrow(let count, let base, let body):
            precondition(locals.count == base, "arrow functions run inside those that enclose them")
            for index in 0..<count { locals.append(index < arguments.count ? arguments[index] : .undefined) }
            let value = try evaluate(body)
            locals.removeLast(count)
            return value
        }
    }
}

/// Arguments of a call, of which any may be left out.
extension [Value] {
    func argument(_ index: Int) -> Value { index < count ? self[index] : .undefined }
}

extension Evaluator {
    /// The index that the first argument names; nil outside 0..<count.
    mutating func index(
        _ arguments: [Value], count: Int, countsBack: Bool = false, _ node: NodeID
    ) throws(EvaluationError) -> Int? {
        var offset = try whole(arguments, 0, node)
        if countsBack, offset < 0 { offset += Double(count) }
        return offset >= 0 && offset < Double(count) ? Int(offset) : nil
    }

    /// JavaScript's ToIntegerOrInfinity of an argument; `NaN` and `undefined` are the given default.
    mutating func whole(
        _ arguments: [Value], _ index: Int, default fallback: Double = 0, _ node: NodeID
    ) throws(EvaluationError) -> Double {
        let value = arguments.argument(index)
        if value.isUndefined { return fallback }
        let number = try number(of: value, node)
        return number.isNaN ? 0 : number.rounded(.towardZero)
    }

    /// A position that counts from the end when negative, clamped to 0…count.
    mutating func position(
        _ arguments: [Value], _ index: Int, default fallback: Int, count: Int, _ node: NodeID
    ) throws(EvaluationError) -> Int {
        let whole = try whole(arguments, index, default: Double(fallback), node)
        let size = Double(count)
        return Int(whole < 0 ? max(whole + size, 0) : min(whole, size))
    }

    /// A position clamped to 0…count.
    mutating func clamped(
        _ arguments: [Value], _ index: Int, default fallback: Int, count: Int, _ node: NodeID
    ) throws(EvaluationError) -> Int {
        Int(min(max(try whole(arguments, index, default: Double(fallback), node), 0), Double(count)))
    }
}
