extension Evaluator {
    /// A method of a string; nil when strings have none of that name.
    mutating func stringMethod(
        _ call: MethodCall, _ text: Text, _ node: NodeID
    ) throws(EvaluationError) -> Value? {
        try charge(text.byteCount / 8, node)
        switch call.method {
        case .match, .replace, .replaceAll, .search, .split: return try patternMethod(call, text, node)
        case .charAt, .charCodeAt, .codePointAt, .at, .slice, .substr, .substring:
            return try partMethod(call.method, text, try values(of: call.arguments), node)
        case .endsWith, .includes, .indexOf, .lastIndexOf, .startsWith:
            return try searchMethod(call.method, text, try values(of: call.arguments), node)
        case .concat:
            var result = text
            for argument in try values(of: call.arguments) {
                result += try self.text(of: argument, node)
                try checkLength(of: result, node)
            }
            return .string(result)
        case .padEnd, .padStart: return try padded(call.method, text, try values(of: call.arguments), node)
        case .repeat: return try repeated(text, try values(of: call.arguments), node)
        case .toLowerCase, .toUpperCase:
            try charge(4 * text.byteCount, node)
            let result = call.method == .toLowerCase ? text.lowercased() : text.uppercased()
            try checkLength(of: result, node)
            return .string(result)
        case .trim: return .string(text.trimmed())
        case .trimStart: return .string(text.trimmed(end: false))
        case .trimEnd: return .string(text.trimmed(start: false))
        case .toString: return .string(text)
        case .every, .filter, .find, .findIndex, .findLast, .findLastIndex, .flat, .flatMap, .join, .map,
            .reduce,
            .reduceRight, .reverse, .some, .sort, .toFixed, .toPrecision, .test:
            return nil
        }
    }

    private mutating func partMethod(
        _ method: Method, _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let count = text.unitCount
        switch method {
        case .slice:
            let start = try position(arguments, 0, default: 0, count: count, node)
            let end = try position(arguments, 1, default: count, count: count, node)
            return .string(text.slice(start..<max(start, end)))
        case .substring:
            let start = try clamped(arguments, 0, default: 0, count: count, node)
            let end = try clamped(arguments, 1, default: count, count: count, node)
            return .string(text.slice(min(start, end)..<max(start, end)))
        case .substr:
            let start = try position(arguments, 0, default: 0, count: count, node)
            let length = try clamped(arguments, 1, default: count, count: count - start, node)
            return .string(text.slice(start..<start + length))
        case _: return try unitMethod(method, text, count, arguments, node)  // those of one code unit
        }
    }

    private mutating func unitMethod(
        _ method: Method, _ text: Text, _ count: Int, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        var offset = try whole(arguments, 0, node)
        if method == .at, offset < 0 { offset += Double(count) }
        guard offset >= 0, offset < Double(count) else {
            switch method {
            case .charAt: return ""
            case .charCodeAt: return .number(.nan)
            case _: return .undefined  // .at and .codePointAt have nothing outside a text
            }
        }
        let index = Int(offset)
        switch method {
        case .charCodeAt: return .number(Double(text.unit(at: index)))
        case .codePointAt:
            let units = text.slice(index..<min(index + 2, count)).units
            let scalar = Text.scalar(in: units, at: 0).scalar
            return .number(Double(scalar?.value ?? UInt32(units[0])))
        case _: return .string(text.slice(index..<index + 1))  // .at and .charAt
        }
    }

    private mutating func searchMethod(
        _ method: Method, _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let needle = try self.text(of: arguments.argument(0), node).units
        let units = text.units
        switch method {
        case .indexOf, .includes:
            let start = try clamped(arguments, 1, default: 0, count: units.count, node)
            let found = try find(needle, in: units, from: start, node)
            return method == .includes ? .bool(found != nil) : .number(Double(found ?? -1))
        case .lastIndexOf:
            let limit = try number(of: arguments.argument(1), node)
            let start = limit.isNaN ? units.count : Int(min(max(limit, 0), Double(units.count)))
            return .number(Double(try findLast(needle, in: units, from: start, node) ?? -1))
        case .startsWith:
            let start = try clamped(arguments, 1, default: 0, count: units.count, node)
            return .bool(units[start...].starts(with: needle))
        case _:  // .endsWith, the last of those that `stringMethod` sends here
            let end = try clamped(arguments, 1, default: units.count, count: units.count, node)
            return .bool(end >= needle.count && units[(end - needle.count)..<end].elementsEqual(needle))
        }
    }

    /// Where a text begins inside another, at or after an offset.
    mutating func find(
        _ needle: [UInt16], in units: [UInt16], from start: Int, _ node: NodeID
    ) throws(EvaluationError) -> Int? {
        guard start + needle.count <= units.count else { return nil }
        for offset in start...(units.count - needle.count) {
            if try matches(needle, in: units, at: offset, node) { return offset }
        }
        return nil
    }

    private mutating func findLast(
        _ needle: [UInt16], in units: [UInt16], from start: Int, _ node: NodeID
    ) throws(EvaluationError) -> Int? {
        guard needle.count <= units.count else { return nil }
        for offset in (0...min(start, units.count - needle.count)).reversed() {
            if try matches(needle, in: units, at: offset, node) { return offset }
        }
        return nil
    }

    private mutating func matches(
        _ needle: [UInt16], in units: [UInt16], at offset: Int, _ node: NodeID
    ) throws(EvaluationError) -> Bool {
        var index = 0
        while index < needle.count, units[offset + index] == needle[index] { index += 1 }
        if index >= 8 { try charge(index / 8, node) }
        return index == needle.count
    }

    private mutating func repeated(
        _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let count = try whole(arguments, 0, node)
        guard count >= 0, count.isFinite else {
            throw fail("Invalid count value: \(arguments.argument(0).text)", node)
        }
        guard Double(text.unitCount) * count <= Double(Evaluator.textLimit) else {
            throw fail(Evaluator.textTooLong, node)
        }
        guard !text.isEmpty, count > 0 else { return "" }
        try charge(text.byteCount * Int(count) / 2, node)
        if case let string = text.string, Text(string) == text {
            return .string(Text(String(repeating: string, count: Int(count))))
        }
        let units = text.units
        return .string(Text(units: (0..<Int(count)).flatMap { _ in units }))
    }

    private mutating func padded(
        _ method: Method, _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let size = try whole(arguments, 0, node)
        let count = text.unitCount
        let filler = arguments.argument(1).isUndefined ? [0x20] : try self.text(of: arguments[1], node).units
        guard size > Double(count), !filler.isEmpty else { return .string(text) }
        guard size <= Double(Evaluator.textLimit) else { throw fail(Evaluator.textTooLong, node) }
        let missing = Int(size) - count
        try charge(missing / 2, node)
        let padding = Text(units: (0..<missing).map { filler[$0 % filler.count] })
        return .string(method == .padStart ? padding + text : text + padding)
    }
}

extension Evaluator {
    /// A method of a number; nil when numbers have none of that name.
    mutating func numberMethod(
        _ call: MethodCall, _ number: Double, _ node: NodeID
    ) throws(EvaluationError) -> Value? {
        let arguments = try values(of: call.arguments)
        switch call.method {
        case .toString:
            let radix = try whole(arguments, 0, default: 10, node)
            guard (2...36).contains(radix) else {
                throw fail("toString() radix must be between 2 and 36", node)
            }
            return .string(Text(NumberText.radix(number, Int(radix))))
        case .toFixed:
            let places = try whole(arguments, 0, node)
            guard (0...100).contains(places) else {
                throw fail("toFixed() digits argument must be between 0 and 100", node)
            }
            try charge(1000, node)
            return .string(Text(NumberText.fixed(number, places: Int(places))))
        case .toPrecision:
            guard !arguments.argument(0).isUndefined else { return .string(Text(NumberText.decimal(number))) }
            let digits = try whole(arguments, 0, node)
            guard number.isFinite else { return .string(Text(NumberText.decimal(number))) }
            guard (1...100).contains(digits) else {
                throw fail("toPrecision() argument must be between 1 and 100", node)
            }
            try charge(1000, node)
            return .string(Text(NumberText.precise(number, digits: Int(digits))))
        case _: return nil  // a method that numbers do not have, in JavaScript neither
        }
    }
}
