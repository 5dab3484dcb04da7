extension Evaluator {
    /// Runs a method of a list. Lists are values: `sort` and `reverse` give a new one.
    mutating func listMethod(
        _ method: ListMethod, _ call: MethodCall, _ list: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        try charge(list.count, node)
        switch method {
        case .every: return .bool(try firstIndex(of: list, in: list.indices, where: false, call, node) == nil)
        case .some: return .bool(try firstIndex(of: list, in: list.indices, call, node) != nil)
        case .find:
            return try firstIndex(of: list, in: list.indices, call, node).map { list[$0] } ?? .undefined
        case .findIndex: return .number(Double(try firstIndex(of: list, in: list.indices, call, node) ?? -1))
        case .findLast:
            return try firstIndex(of: list, in: list.indices.reversed(), call, node).map { list[$0] }
                ?? .undefined
        case .findLastIndex:
            return .number(Double(try firstIndex(of: list, in: list.indices.reversed(), call, node) ?? -1))
        case .filter: return .list(try filtered(list, call, node))
        case .map: return .list(try mapped(list, call, node))
        case .flatMap: return .list(try flatMapped(list, call, node))
        case .reduce: return try reduced(call, list, Array(list.indices), node)
        case .reduceRight: return try reduced(call, list, list.indices.reversed(), node)
        case .sort: return .list(try sorted(list, by: callback(call, 0), node))
        case .at:
            let index = try index(
                try values(of: call.arguments), count: list.count, countsBack: true, node)
            return index.map { list[$0] } ?? .undefined
        case .slice: return .list(try slice(of: list, try values(of: call.arguments), node))
        case .includes: return .bool(try contains(list, try values(of: call.arguments), node))
        case .indexOf: return .number(Double(try index(in: list, try values(of: call.arguments), node) ?? -1))
        case .lastIndexOf:
            return .number(Double(try lastIndex(in: list, try values(of: call.arguments), node) ?? -1))
        case .concat: return .list(try concatenated(list, try values(of: call.arguments), node))
        case .flat:
            let levels = try whole(try values(of: call.arguments), 0, default: 1, node)
            return .list(try flattened(list, levels: levels, node))
        case .join: return try joined(list, try values(of: call.arguments), node)
        case .reverse: return .list(list.reversed())
        case .toString: return .string(try text(of: .list(list), node))
        }
    }

    func callback(_ call: MethodCall, _ index: Int) -> Callback? {
        if index < call.arguments.count, case .callback(let callback) = call.arguments[index] {
            callback
        } else {
            nil
        }
    }

    private func requiredCallback(_ call: MethodCall, _ node: NodeID) throws(EvaluationError) -> Callback {
        guard let callback = callback(call, 0) else { throw fail("undefined is not a function", node) }
        return callback
    }

    /// What a callback makes of one element.
    private mutating func answer(
        _ callback: Callback, _ list: [Value], _ index: Int, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        try invoke(callback, [list[index], .number(Double(index)), .list(list)], node)
    }

    /// The first of some indices for whose element the callback answers true, or false.
    private mutating func firstIndex(
        of list: [Value], in indices: some Sequence<Int>, where wanted: Bool = true, _ call: MethodCall,
        _ node: NodeID
    ) throws(EvaluationError) -> Int? {
        let callback = try requiredCallback(call, node)
        for index in indices where try answer(callback, list, index, node).isTruthy == wanted { return index }
        return nil
    }

    private mutating func filtered(
        _ list: [Value], _ call: MethodCall, _ node: NodeID
    ) throws(EvaluationError) -> [Value] {
        let callback = try requiredCallback(call, node)
        var kept: [Value] = []
        for index in list.indices where try answer(callback, list, index, node).isTruthy {
            kept.append(list[index])
        }
        return kept
    }

    private mutating func mapped(
        _ list: [Value], _ call: MethodCall, _ node: NodeID
    ) throws(EvaluationError) -> [Value] {
        let callback = try requiredCallback(call, node)
        var results: [Value] = []
        results.reserveCapacity(list.count)
        for index in list.indices { results.append(try answer(callback, list, index, node)) }
        return results
    }

    private mutating func flatMapped(
        _ list: [Value], _ call: MethodCall, _ node: NodeID
    ) throws(EvaluationError) -> [Value] {
        let callback = try requiredCallback(call, node)
        var results: [Value] = []
        for index in list.indices {
            let result = try answer(callback, list, index, node)
            if case .list(let inner) = result { results += inner } else { results.append(result) }
            try charge(results.count / 8, node)
        }
        return results
    }

    /// Folds the elements at some indices, in their order.
    private mutating func reduced(
        _ call: MethodCall, _ list: [Value], _ indices: [Int], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let callback = try requiredCallback(call, node)
        var indices = indices[...]
        var result: Value
        if call.arguments.count > 1 {
            result = try values(of: call.arguments).argument(1)
        } else {
            guard let first = indices.popFirst() else {
                throw fail("Reduce of empty array with no initial value", node)
            }
            result = list[first]
        }
        let whole = Value.list(list)
        for index in indices {
            result = try invoke(callback, [result, list[index], .number(Double(index)), whole], node)
            // The one place where an expression can nest or share values without end.
            try weigh(result, node)
        }
        return result
    }

    private mutating func slice(
        of list: [Value], _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> [Value] {
        let start = try position(arguments, 0, default: 0, count: list.count, node)
        let end = try position(arguments, 1, default: list.count, count: list.count, node)
        return Array(list[start..<max(start, end)])
    }

    private mutating func contains(
        _ list: [Value], _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Bool {
        // Unlike indexOf, includes finds NaN.
        guard case .number(let number) = arguments.argument(0), number.isNaN else {
            return try index(in: list, arguments, node) != nil
        }
        let start = try position(arguments, 1, default: 0, count: list.count, node)
        return list[start...].contains { if case .number(let other) = $0 { other.isNaN } else { false } }
    }

    private mutating func index(
        in list: [Value], _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Int? {
        let wanted = arguments.argument(0)
        let start = try position(arguments, 1, default: 0, count: list.count, node)
        return list[start...].firstIndex { $0.isStrictlyEqual(to: wanted) }
    }

    private mutating func lastIndex(
        in list: [Value], _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Int? {
        let wanted = arguments.argument(0)
        let last = arguments.count > 1 ? try whole(arguments, 1, node) : Double(list.count - 1)
        let start = last < 0 ? last + Double(list.count) : min(last, Double(list.count - 1))
        return start >= 0 ? list[...Int(start)].lastIndex { $0.isStrictlyEqual(to: wanted) } : nil
    }

    private mutating func concatenated(
        _ list: [Value], _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> [Value] {
        var result = list
        for argument in arguments {
            if case .list(let other) = argument { result += other } else { result.append(argument) }
            try charge(result.count, node)
        }
        return result
    }

    private mutating func flattened(
        _ list: [Value], levels: Double, _ node: NodeID
    ) throws(EvaluationError) -> [Value] {
        guard levels >= 1 else { return list }
        var result: [Value] = []
        for element in list {
            try charge(1, node)
            if case .list(let inner) = element {
                result += try flattened(inner, levels: levels - 1, node)
            } else {
                result.append(element)
            }
        }
        return result
    }

    private mutating func joined(
        _ list: [Value], _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let separator = arguments.argument(0).isUndefined ? "," : try text(of: arguments[0], node)
        var result = Text("")
        for (index, element) in list.enumerated() {
            if index > 0 { result += separator }
            if !element.isNullish { result += try text(of: element, node) }
            try charge(1 + (separator.byteCount + 7) / 8, node)
            try checkLength(of: result, node)
        }
        return .string(result)
    }
}

extension Evaluator {
    /// A stable merge sort; `undefined` comes last, without a function texts decide, by code units.
    private mutating func sorted(
        _ list: [Value], by callback: Callback?, _ node: NodeID
    ) throws(EvaluationError) -> [Value] {
        var items: [(value: Value, key: Text)] = []
        var missing: [Value] = []
        try charge(4 * list.count, node)
        for value in list {
            if value.isUndefined {
                missing.append(value)
            } else {
                items.append((value, callback == nil ? try text(of: value, node) : ""))
            }
        }
        var width = 1
        while width < items.count {
            var merged: [(value: Value, key: Text)] = []
            merged.reserveCapacity(items.count)
            var start = 0
            while start < items.count {
                let middle = min(start + width, items.count)
                let end = min(middle + width, items.count)
                try merge(items[start..<middle], items[middle..<end], into: &merged, callback, node)
                start = end
            }
            items = merged
            width *= 2
        }
        return items.map(\.value) + missing
    }

    private mutating func merge(
        _ left: ArraySlice<(value: Value, key: Text)>, _ right: ArraySlice<(value: Value, key: Text)>,
        into merged: inout [(value: Value, key: Text)], _ callback: Callback?, _ node: NodeID
    ) throws(EvaluationError) {
        var (first, second) = (left.startIndex, right.startIndex)
        while first < left.endIndex, second < right.endIndex {
            try charge(2, node)
            if try isOrdered(left[first], before: right[second], callback, node) {
                merged.append(left[first])
                first += 1
            } else {
                merged.append(right[second])
                second += 1
            }
        }
        merged += left[first...]
        merged += right[second...]
    }

    private mutating func isOrdered(
        _ left: (value: Value, key: Text), before right: (value: Value, key: Text), _ callback: Callback?,
        _ node: NodeID
    ) throws(EvaluationError) -> Bool {
        guard let callback else {
            try charge(min(left.key.byteCount, right.key.byteCount) / 8, node)
            return !(right.key < left.key)
        }
        let order = try number(of: try invoke(callback, [left.value, right.value], node), node)
        return !(order > 0)
    }
}
