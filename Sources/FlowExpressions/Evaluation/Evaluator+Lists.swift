extension Evaluator {
    /// A method of a list; nil when lists have none of that name. Lists are values: `sort` and `reverse` give
    /// a new one.
    mutating func listMethod(
        _ call: MethodCall, _ list: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value? {
        try charge(list.count, node)
        switch call.method {
        case .every, .filter, .find, .findIndex, .findLast, .findLastIndex, .flatMap, .map, .some:
            return try eachMethod(call, list, node)
        case .reduce, .reduceRight: return try reduced(call, list, node)
        case .sort: return .list(try sorted(list, by: callback(call, 0), node))
        case .at, .slice: return try partMethod(call.method, list, try values(of: call.arguments), node)
        case .includes, .indexOf, .lastIndexOf:
            return try searchMethod(call.method, list, try values(of: call.arguments), node)
        case .concat:
            var result = list
            for argument in try values(of: call.arguments) {
                if case .list(let other) = argument { result += other } else { result.append(argument) }
                try charge(result.count, node)
            }
            return .list(result)
        case .flat:
            let levels = try whole(try values(of: call.arguments), 0, default: 1, node)
            return .list(try flattened(list, levels: levels, node))
        case .join: return try joined(list, try values(of: call.arguments), node)
        case .reverse: return .list(list.reversed())
        case .toString: return .string(try text(of: .list(list), node))
        case .charAt, .charCodeAt, .codePointAt, .endsWith, .match, .padEnd, .padStart, .repeat, .replace,
            .replaceAll, .search, .split, .startsWith, .substr, .substring, .toLowerCase, .toUpperCase, .trim,
            .trimEnd, .trimStart, .toFixed, .toPrecision, .test:
            return nil
        }
    }

    func callback(_ call: MethodCall, _ index: Int) -> Callback? {
        if index < call.arguments.count, case .callback(let callback) = call.arguments[index] {
            callback
        } else {
            nil
        }
    }

    private mutating func eachMethod(
        _ call: MethodCall, _ list: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        guard let callback = callback(call, 0) else { throw fail("undefined is not a function", node) }
        let whole = Value.list(list)
        let isBackwards = call.method == .findLast || call.method == .findLastIndex
        var results: [Value] = []
        for step in list.indices {
            let index = isBackwards ? list.count - 1 - step : step
            let result = try invoke(callback, [list[index], .number(Double(index)), whole], node)
            switch call.method {
            case .every: if !result.isTruthy { return false }
            case .some: if result.isTruthy { return true }
            case .find, .findLast: if result.isTruthy { return list[index] }
            case .findIndex, .findLastIndex: if result.isTruthy { return .number(Double(index)) }
            case .filter: if result.isTruthy { results.append(list[index]) }
            case .flatMap:
                if case .list(let inner) = result { results += inner } else { results.append(result) }
                try charge(results.count / 8, node)
            case _: results.append(result)  // .map, the last of those that `listMethod` sends here
            }
        }
        switch call.method {
        case .every: return true
        case .some: return false
        case .find, .findLast: return .undefined
        case .findIndex, .findLastIndex: return -1
        case _: return .list(results)  // .filter, .flatMap and .map have collected theirs
        }
    }

    private mutating func reduced(
        _ call: MethodCall, _ list: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        guard let callback = callback(call, 0) else { throw fail("undefined is not a function", node) }
        var indices = Array(list.indices)
        if call.method == .reduceRight { indices.reverse() }
        var result: Value
        if call.arguments.count > 1 {
            result = try values(of: call.arguments).argument(1)
        } else {
            guard let first = indices.first else {
                throw fail("Reduce of empty array with no initial value", node)
            }
            result = list[first]
            indices.removeFirst()
        }
        let whole = Value.list(list)
        for index in indices {
            result = try invoke(callback, [result, list[index], .number(Double(index)), whole], node)
            // The one place where an expression can nest or share values without end.
            try weigh(result, node)
        }
        return result
    }

    private mutating func partMethod(
        _ method: Method, _ list: [Value], _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        guard method == .slice else {
            var offset = try whole(arguments, 0, node)
            if offset < 0 { offset += Double(list.count) }
            return offset >= 0 && offset < Double(list.count) ? list[Int(offset)] : .undefined
        }
        let start = try position(arguments, 0, default: 0, count: list.count, node)
        let end = try position(arguments, 1, default: list.count, count: list.count, node)
        return .list(Array(list[start..<max(start, end)]))
    }

    private mutating func searchMethod(
        _ method: Method, _ list: [Value], _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let wanted = arguments.argument(0)
        guard method != .lastIndexOf else {
            let last = arguments.count > 1 ? try whole(arguments, 1, node) : Double(list.count - 1)
            let start = last < 0 ? last + Double(list.count) : min(last, Double(list.count - 1))
            guard start >= 0 else { return -1 }
            let found = list[...Int(start)].lastIndex { $0.isStrictlyEqual(to: wanted) }
            return .number(Double(found ?? -1))
        }
        let start = try position(arguments, 1, default: 0, count: list.count, node)
        if method == .includes {
            // Unlike indexOf, includes finds NaN.
            if case .number(let number) = wanted, number.isNaN {
                return .bool(
                    list[start...].contains { if case .number(let other) = $0 { other.isNaN } else { false } }
                )
            }
            return .bool(list[start...].contains { $0.isStrictlyEqual(to: wanted) })
        }
        return .number(Double(list[start...].firstIndex { $0.isStrictlyEqual(to: wanted) } ?? -1))
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
