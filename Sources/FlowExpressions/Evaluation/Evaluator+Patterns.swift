import OrderedCollections

/// Where a pattern or a text matched, and what its groups hold.
private struct Match {
    var range: Range<Int>
    /// Nil for a group that took no part.
    var groups: [Range<Int>?]
}

/// The methods of strings that take a regular expression or a text.
extension Evaluator {
    mutating func matched(
        _ call: MethodCall, _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let pattern = try pattern(call, arguments, node)
        let units = text.units
        let isGlobal = pattern.flags.contains(.global)
        let matches = try matches(pattern, units, all: isGlobal, node)
        guard let first = matches.first else { return .null }
        if isGlobal { return .list(matches.map { Evaluator.text(units, $0.range) }) }
        return .list([Evaluator.text(units, first.range)] + first.groups.map { Evaluator.text(units, $0) })
    }

    mutating func searched(
        _ call: MethodCall, _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let pattern = try pattern(call, arguments, node)
        let first = try matches(pattern, text.units, all: false, node).first
        return .number(Double(first?.range.lowerBound ?? -1))
    }

    mutating func split(
        _ call: MethodCall, _ text: Text, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let limit = try splitLimit(arguments, node)
        if let pattern = call.pattern { return try split(text.units, by: pattern, limit, node) }
        return try split(text.units, by: arguments.argument(0), limit, node)
    }

    /// The pattern of `match` and `search`, which make one of a text.
    private func pattern(
        _ call: MethodCall, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Pattern {
        if let pattern = call.pattern { return pattern }
        let source = arguments.argument(0).isUndefined ? "" : arguments[0].scriptText.string
        let bytes = Array(source.utf8)
        guard bytes.count <= Parser.lengthLimit else {
            throw fail("the regular expression is too large", node)
        }
        do {
            return try bytes.withUnsafeBufferPointer { (bytes) throws(ExpressionProblem) in
                try Pattern.parse(bytes, 0..<bytes.count, flags: bytes.count..<bytes.count)
            }
        } catch {
            throw fail("Invalid regular expression: \(error.message)", node)
        }
    }

    mutating func test(
        _ pattern: Pattern, _ subject: NodeID, _ node: NodeID
    ) throws(EvaluationError) -> Bool {
        let units = try text(of: try evaluate(subject), node).units
        return !(try matches(pattern, units, all: false, node).isEmpty)
    }

    /// The matches of a pattern from the start on, or the first of them.
    private mutating func matches(
        _ pattern: Pattern, _ units: [UInt16], all: Bool, _ node: NodeID
    ) throws(EvaluationError) -> [Match] {
        var matcher = Matcher(pattern, units)
        var matches: [Match] = []
        var offset = 0
        while offset <= units.count {
            let isSticky = pattern.flags.contains(.sticky)
            guard let match = try search(&matcher, from: offset, isSticky: isSticky, node) else { break }
            matches.append(match)
            guard all else { break }
            offset =
                match.range.isEmpty ? matcher.next(after: match.range.upperBound) : match.range.upperBound
        }
        return matches
    }

    private mutating func search(
        _ matcher: inout Matcher, from offset: Int, isSticky: Bool, _ node: NodeID
    ) throws(EvaluationError) -> Match? {
        switch matcher.search(from: offset, isSticky: isSticky, budget: &budget) {
        case .noMatch: return nil
        case .exhausted: throw fail("the regular expression takes too many steps", node)
        case .match:
            let slots = matcher.slots
            let groups = (0..<matcher.pattern.groupCount).map { group -> Range<Int>? in
                let (lower, upper) = (slots[2 * group + 2], slots[2 * group + 3])
                return lower >= 0 && upper >= lower ? lower..<upper : nil
            }
            try charge(groups.count, node)
            return Match(range: slots[0]..<slots[1], groups: groups)
        }
    }

    private static func text(_ units: [UInt16], _ range: Range<Int>?) -> Value {
        range.map { .string(Text(units: Array(units[$0]))) } ?? .undefined
    }
}

extension Evaluator {
    /// How many parts `split` gives at most: JavaScript's ToUint32.
    private mutating func splitLimit(_ arguments: [Value], _ node: NodeID) throws(EvaluationError) -> Int {
        guard !arguments.argument(1).isUndefined else { return .max }
        let limit = try number(of: arguments.argument(1), node)
        guard limit.isFinite else { return 0 }
        let whole = limit.rounded(.towardZero).truncatingRemainder(dividingBy: 4_294_967_296)
        return Int(whole < 0 ? whole + 4_294_967_296 : whole)
    }

    private mutating func split(
        _ units: [UInt16], by separator: Value, _ limit: Int, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let needle = try separator.isUndefined ? [] : text(of: separator, node).units
        guard limit > 0 else { return [] }
        if separator.isUndefined { return .list([.string(Text(units: units))]) }
        var parts: [Value] = []
        if needle.isEmpty {
            try charge(2 * min(units.count, limit), node)
            return .list(units.prefix(limit).map { .string(Text(units: [$0])) })
        }
        var start = 0
        while parts.count < limit, let found = try find(needle, in: units, from: start, node) {
            try charge(2, node)
            parts.append(Evaluator.text(units, start..<found))
            start = found + needle.count
        }
        if parts.count < limit { parts.append(Evaluator.text(units, start..<units.count)) }
        return .list(parts)
    }

    private mutating func split(
        _ units: [UInt16], by pattern: Pattern, _ limit: Int, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        guard limit > 0 else { return [] }
        var matcher = Matcher(pattern, units)
        if units.isEmpty {
            let isMatch = try search(&matcher, from: 0, isSticky: true, node) != nil
            return isMatch ? [] : [""]
        }
        var parts: [Value] = []
        var (start, offset) = (0, 0)
        while offset < units.count {
            guard let match = try search(&matcher, from: offset, isSticky: true, node),
                match.range.upperBound != start
            else {
                offset = matcher.next(after: offset)
                continue
            }
            parts.append(Evaluator.text(units, start..<offset))
            if parts.count == limit { return .list(parts) }
            start = match.range.upperBound
            for group in match.groups {
                parts.append(Evaluator.text(units, group))
                if parts.count == limit { return .list(parts) }
            }
            offset = start
        }
        parts.append(Evaluator.text(units, start..<units.count))
        return .list(parts)
    }
}

extension Evaluator {
    /// `replace` and `replaceAll`.
    mutating func replaced(
        _ call: MethodCall, _ text: Text, _ arguments: [Value], all: Bool, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let units = text.units
        let pattern = call.pattern
        var replacement: [UInt16] = []
        let callback = callback(call, 1)
        let found: [Match]
        if let pattern {
            let isGlobal = pattern.flags.contains(.global)
            guard isGlobal || !all else {
                throw fail("replaceAll must be called with a global RegExp", node)
            }
            if callback == nil { replacement = try self.text(of: arguments.argument(1), node).units }
            found = try matches(pattern, units, all: isGlobal, node)
        } else {
            let needle = try self.text(of: arguments.argument(0), node).units
            if callback == nil { replacement = try self.text(of: arguments.argument(1), node).units }
            found = try occurrences(of: needle, in: units, all: all, node)
        }
        var result: [UInt16] = []
        var end = 0
        for match in found {
            result += units[end..<match.range.lowerBound]
            end = match.range.upperBound
            if let callback {
                let names = pattern?.names ?? []
                let value = try invoke(callback, callbackArguments(match, units, names), node)
                result += try self.text(of: value, node).units
            } else {
                let expansion = Replacement(template: replacement, units: units, names: pattern?.names ?? [])
                expansion.append(match.range, match.groups, to: &result)
            }
            try charge(4 + replacement.count, node)
            guard result.count <= Evaluator.textLimit else { throw fail(Evaluator.textTooLong, node) }
        }
        result += units[end...]
        try charge(result.count / 4, node)
        guard result.count <= Evaluator.textLimit else { throw fail(Evaluator.textTooLong, node) }
        return .string(Text(units: result))
    }

    private mutating func occurrences(
        of needle: [UInt16], in units: [UInt16], all: Bool, _ node: NodeID
    ) throws(EvaluationError) -> [Match] {
        var found: [Match] = []
        var offset = 0
        while offset <= units.count, let start = try find(needle, in: units, from: offset, node) {
            try charge(1, node)
            found.append(Match(range: start..<start + needle.count, groups: []))
            guard all else { break }
            offset = start + max(needle.count, 1)
        }
        return found
    }

    private func callbackArguments(_ match: Match, _ units: [UInt16], _ names: [Pattern.Name]) -> [Value] {
        var arguments = [Evaluator.text(units, match.range)]
        arguments += match.groups.map { Evaluator.text(units, $0) }
        arguments.append(.number(Double(match.range.lowerBound)))
        arguments.append(.string(Text(units: units)))
        if !names.isEmpty {
            var groups = ValueMap()
            for name in names { groups[name.name] = Evaluator.text(units, match.groups[name.group - 1]) }
            arguments.append(.map(groups))
        }
        return arguments
    }
}

extension MethodCall {
    /// The regular expression that stands first among the arguments.
    fileprivate var pattern: Pattern? {
        if case .pattern(let pattern) = arguments.first { pattern } else { nil }
    }
}
