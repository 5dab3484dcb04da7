extension Evaluator {
    /// Runs a method of a string.
    mutating func stringMethod(
        _ method: StringMethod, _ call: MethodCall, _ text: Text, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        try charge(text.byteCount / 8, node)
        let arguments = try values(of: call.arguments)
        switch method {
        case .match: return try matched(call, text, arguments, node)
        case .search: return try searched(call, text, arguments, node)
        case .split: return try split(call, text, arguments, node)
        case .replace: return try replaced(call, text, arguments, all: false, node)
        case .replaceAll: return try replaced(call, text, arguments, all: true, node)
        case .at: return try unit(of: text, arguments, countsBack: true, node) ?? .undefined
        case .charAt: return try unit(of: text, arguments, node) ?? ""
        case .charCodeAt:
            let index = try index(arguments, count: text.unitCount, node)
            return .number(index.map { Double(text.unit(at: $0)) } ?? .nan)
        case .codePointAt: return try codePoint(of: text, arguments, node)
        case .slice: return try slice(of: text, arguments, node)
        case .substring: return try substring(of: text, arguments, node)
        case .substr: return try substr(of: text, arguments, node)
        case .includes: return .bool(try index(in: text, arguments, node) != nil)
        case .indexOf: return .number(Double(try index(in: text, arguments, node) ?? -1))
        case .lastIndexOf: return .number(Double(try lastIndex(in: text, arguments, node) ?? -1))
        case .startsWith: return .bool(try starts(text, arguments, node))
        case .endsWith: return .bool(try ends(text, arguments, node))
        case .concat: return try concatenated(text, arguments, node)
        case .padEnd: return .string(text + (try padding(of: text, arguments, node)))
        case .padStart: return .string(try padding(of: text, arguments, node) + text)
        case .repeat: return try repeated(text, arguments, node)
        case .toLowerCase: return try folded(text, node) { $0.lowercased() }
        case .toUpperCase: return try folded(text, node) { $0.uppercased() }
        case .trim: return .string(text.trimmed())
        case .trimStart: return .string(text.trimmed(end: false))
        case .trimEnd: return .string(text.trimmed(start: false))
        case .toString: return .string(text)
        }
    }

    private mutating func unit(
        of text: Text, _ arguments: [Value], countsBack: Bool = false, _ node: NodeID
    ) throws(EvaluationError) -> Value? {
        let index = try index(arguments, count: text.unitCount, countsBack: countsBack, node)
        return index.map { .string(text.slice($0..<$0 + 1)) }
    }

    private mutating func codePoint(
        of text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let count = text.unitCount
        guard let index = try index(arguments, count: count, node) else { return .undefined }
        let units = text.slice(index..<min(index + 2, count)).units
        let scalar = Text.scalar(in: units, at: 0).scalar
        return .number(Double(scalar?.value ?? UInt32(units[0])))
    }

    private mutating func slice(
        of text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let count = text.unitCount
        let start = try position(arguments, 0, default: 0, count: count, node)
        let end = try position(arguments, 1, default: count, count: count, node)
        return .string(text.slice(start..<max(start, end)))
    }

    private mutating func substring(
        of text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let count = text.unitCount
        let start = try clamped(arguments, 0, default: 0, count: count, node)
        let end = try clamped(arguments, 1, default: count, count: count, node)
        return .string(text.slice(min(start, end)..<max(start, end)))
    }

    private mutating func substr(
        of text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let count = text.unitCount
        let start = try position(arguments, 0, default: 0, count: count, node)
        let length = try clamped(arguments, 1, default: count, count: count - start, node)
        return .string(text.slice(start..<start + length))
    }

    private mutating func concatenated(
        _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        var result = text
        for argument in arguments {
            result += try self.text(of: argument, node)
            try checkLength(of: result, node)
        }
        return .string(result)
    }

    private mutating func folded(
        _ text: Text, _ node: NodeID, _ fold: (Text) -> Text
    ) throws(EvaluationError) -> Value {
        try charge(4 * text.byteCount, node)
        let result = fold(text)
        try checkLength(of: result, node)
        return .string(result)
    }
}

/// Searching in strings.
extension Evaluator {
    private mutating func index(
        in text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Int? {
        let needle = try self.text(of: arguments.argument(0), node).units
        let units = text.units
        let start = try clamped(arguments, 1, default: 0, count: units.count, node)
        return try find(needle, in: units, from: start, node)
    }

    private mutating func lastIndex(
        in text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Int? {
        let needle = try self.text(of: arguments.argument(0), node).units
        let units = text.units
        let limit = try number(of: arguments.argument(1), node)
        let start = limit.isNaN ? units.count : Int(min(max(limit, 0), Double(units.count)))
        return try findLast(needle, in: units, from: start, node)
    }

    private mutating func starts(
        _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Bool {
        let needle = try self.text(of: arguments.argument(0), node).units
        let units = text.units
        let start = try clamped(arguments, 1, default: 0, count: units.count, node)
        return units[start...].starts(with: needle)
    }

    private mutating func ends(
        _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Bool {
        let needle = try self.text(of: arguments.argument(0), node).units
        let units = text.units
        let end = try clamped(arguments, 1, default: units.count, count: units.count, node)
        return end >= needle.count && units[(end - needle.count)..<end].elementsEqual(needle)
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
}

/// Longer strings from short ones.
extension Evaluator {
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

    /// What `padStart` and `padEnd` put beside a text.
    private mutating func padding(
        of text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Text {
        let size = try whole(arguments, 0, node)
        let count = text.unitCount
        let filler = arguments.argument(1).isUndefined ? [0x20] : try self.text(of: arguments[1], node).units
        guard size > Double(count), !filler.isEmpty else { return "" }
        guard size <= Double(Evaluator.textLimit) else { throw fail(Evaluator.textTooLong, node) }
        let missing = Int(size) - count
        try charge(missing / 2, node)
        return Text(units: (0..<missing).map { filler[$0 % filler.count] })
    }
}
