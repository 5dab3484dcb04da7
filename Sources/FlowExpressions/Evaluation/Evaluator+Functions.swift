#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#endif

extension Evaluator {
    mutating func apply(
        _ function: Function, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let first = arguments.argument(0)
        switch function {
        case .number: return .number(arguments.isEmpty ? 0 : try number(of: first, node))
        case .string: return .string(arguments.isEmpty ? "" : try text(of: first, node))
        case .boolean: return .bool(first.isTruthy)
        case .isNaN: return .bool(try number(of: first, node).isNaN)
        case .isFinite: return .bool(try number(of: first, node).isFinite)
        case .parseInt, .numberParseInt: return try parseInt(arguments, node)
        case .parseFloat, .numberParseFloat:
            let text = try text(of: first, node)
            try charge(text.byteCount / 4, node)
            return .number(NumberParsing.float(text))
        case .encodeURIComponent: return try component(first, URIComponent.encoded, node)
        case .decodeURIComponent: return try component(first, URIComponent.decoded, node)
        case .jsonStringify: return try json(of: first, node)
        case .jsonParse: return try value(ofJSON: first, node)
        case .objectKeys: return .list(try entries(of: first, node).map { .string($0.key) })
        case .objectValues: return .list(try entries(of: first, node).map(\.value))
        case .objectEntries: return .list(try entries(of: first, node).map { [.string($0.key), $0.value] })
        case .arrayIsArray: if case .list = first { return true } else { return false }
        case .numberIsInteger: return .bool(first.isNumber { $0.isFinite && $0.rounded(.towardZero) == $0 })
        case .numberIsNaN: return .bool(first.isNumber(\.isNaN))
        case .numberIsFinite: return .bool(first.isNumber(\.isFinite))
        case .mathMax: return try extreme(arguments, isMaximum: true, node)
        case .mathMin: return try extreme(arguments, isMaximum: false, node)
        case .mathPow:
            return .number(
                Evaluator.power(try number(of: first, node), try number(of: arguments.argument(1), node)))
        case .mathAbs: return .number(abs(try number(of: first, node)))
        case .mathCeil: return .number(try number(of: first, node).rounded(.up))
        case .mathFloor: return .number(try number(of: first, node).rounded(.down))
        case .mathRound: return .number(Evaluator.rounded(try number(of: first, node)))
        case .mathSign: return .number(Evaluator.sign(try number(of: first, node)))
        case .mathSqrt: return .number(try number(of: first, node).squareRoot())
        case .mathTrunc: return .number(try number(of: first, node).rounded(.towardZero))
        }
    }

    /// To the nearest whole number, halves upwards.
    private static func rounded(_ number: Double) -> Double {
        let floor = number.rounded(.down)
        return number - floor >= 0.5 ? number.rounded(.up) : floor
    }

    private static func sign(_ number: Double) -> Double { number > 0 ? 1 : number < 0 ? -1 : number }

    private static func power(_ base: Double, _ exponent: Double) -> Double {
        // Where JavaScript differs from IEEE: 1 to a power that is no number.
        if exponent.isNaN || abs(base) == 1 && exponent.isInfinite { return .nan }
        return pow(base, exponent)
    }

    private mutating func extreme(
        _ arguments: [Value], isMaximum: Bool, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        var result = isMaximum ? -Double.infinity : Double.infinity
        for argument in arguments {
            let number = try number(of: argument, node)
            if number.isNaN || result.isNaN {
                result = .nan
            } else if number == 0, result == 0 {
                // Of the two zeros the negative one is the smaller.
                let isNegative =
                    isMaximum
                    ? number.sign == .minus && result.sign == .minus
                    : number.sign == .minus || result.sign == .minus
                result = isNegative ? -0.0 : 0.0
            } else {
                result = isMaximum ? max(result, number) : min(result, number)
            }
        }
        return .number(result)
    }

    private mutating func parseInt(_ arguments: [Value], _ node: NodeID) throws(EvaluationError) -> Value {
        let text = try text(of: arguments.argument(0), node)
        let radix = try number(of: arguments.argument(1), node)
        try charge(text.byteCount / 4, node)
        return .number(NumberParsing.integer(text, radix: Evaluator.int32(radix)))
    }

    /// JavaScript's ToInt32.
    private static func int32(_ number: Double) -> Int32 {
        guard number.isFinite else { return 0 }
        let whole = number.rounded(.towardZero).truncatingRemainder(dividingBy: 4_294_967_296)
        return Int32(truncatingIfNeeded: Int64(whole))
    }

    private mutating func json(of value: Value, _ node: NodeID) throws(EvaluationError) -> Value {
        if value.isUndefined { return .undefined }
        try weigh(value, node)
        let text = Text(value.jsonText)
        try charge(text.byteCount / 4, node)
        try checkLength(of: text, node)
        return .string(text)
    }

    private mutating func value(ofJSON value: Value, _ node: NodeID) throws(EvaluationError) -> Value {
        let text = try text(of: value, node)
        try charge(text.byteCount, node)
        do {
            return try Value(json: text.string)
        } catch {
            throw fail("JSON.parse: \(error.message) at position \(error.offset)", node)
        }
    }

    private mutating func entries(
        of value: Value, _ node: NodeID
    ) throws(EvaluationError) -> [(key: Text, value: Value)] {
        let pairs: [(key: Text, value: Value)]
        switch value {
        case .undefined, .null: throw fail("Cannot convert undefined or null to object", node)
        case .bool, .number: pairs = []
        case .map(let map): pairs = map.map { ($0.key, $0.value) }
        case .list(let list): pairs = list.enumerated().map { (Text(String($0.offset)), $0.element) }
        case .string(let text):
            let units = text.units
            pairs = units.indices.map { (Text(String($0)), .string(Text(units: [units[$0]]))) }
        }
        try charge(pairs.count * 4, node)
        return pairs
    }

    private mutating func component(
        _ value: Value, _ transformed: (Text) -> Text?, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let text = try text(of: value, node)
        try charge(text.byteCount, node)
        guard let result = transformed(text) else { throw fail("URI malformed", node) }
        try checkLength(of: result, node)
        return .string(result)
    }
}

extension Value {
    /// Whether it is a number of some kind; a text never is.
    fileprivate func isNumber(_ isOfKind: (Double) -> Bool) -> Bool {
        if case .number(let number) = self { isOfKind(number) } else { false }
    }
}
