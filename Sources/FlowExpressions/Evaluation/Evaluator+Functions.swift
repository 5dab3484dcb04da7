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
        case .encodeURIComponent, .decodeURIComponent: return try component(function, first, node)
        case .jsonStringify, .jsonParse: return try json(function, first, node)
        case .objectKeys, .objectValues, .objectEntries: return try entries(function, first, node)
        case .arrayIsArray: if case .list = first { return true } else { return false }
        case .numberIsInteger: return .bool(first.ownNumber.map(Evaluator.isWhole) == true)
        case .numberIsNaN: return .bool(first.ownNumber?.isNaN == true)
        case .numberIsFinite: return .bool(first.ownNumber?.isFinite == true)
        case .mathMax, .mathMin: return try extreme(arguments, isMaximum: function == .mathMax, node)
        case .mathPow:
            return .number(
                Evaluator.power(try number(of: first, node), try number(of: arguments.argument(1), node)))
        case .mathAbs, .mathCeil, .mathFloor, .mathRound, .mathSign, .mathSqrt, .mathTrunc:
            return .number(Evaluator.math(function, try number(of: first, node)))
        }
    }

    private static func isWhole(_ number: Double) -> Bool {
        number.isFinite && number.rounded(.towardZero) == number
    }

    private static func math(_ function: Function, _ number: Double) -> Double {
        switch function {
        case .mathAbs: return abs(number)
        case .mathCeil: return number.rounded(.up)
        case .mathFloor: return number.rounded(.down)
        case .mathRound:
            let floor = number.rounded(.down)
            return number - floor >= 0.5 ? number.rounded(.up) : floor
        case .mathSign: return number > 0 ? 1 : number < 0 ? -1 : number
        case .mathSqrt: return number.squareRoot()
        case _: return number.rounded(.towardZero)  // .mathTrunc, the last of those that `apply` sends here
        }
    }

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

    private mutating func json(
        _ function: Function, _ value: Value, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        guard function == .jsonParse else {
            if value.isUndefined { return .undefined }
            try weigh(value, node)
            let text = Text(value.jsonText)
            try charge(text.byteCount / 4, node)
            try checkLength(of: text, node)
            return .string(text)
        }
        let text = try text(of: value, node)
        try charge(text.byteCount, node)
        do {
            return try Value(json: text.string)
        } catch {
            throw fail("JSON.parse: \(error.message) at position \(error.offset)", node)
        }
    }

    private mutating func entries(
        _ function: Function, _ value: Value, _ node: NodeID
    ) throws(EvaluationError) -> Value {
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
        switch function {
        case .objectKeys: return .list(pairs.map { .string($0.key) })
        case .objectValues: return .list(pairs.map(\.value))
        case _: return .list(pairs.map { .list([.string($0.key), $0.value]) })  // .objectEntries, see `apply`
        }
    }

    private mutating func component(
        _ function: Function, _ value: Value, _ node: NodeID
    ) throws(EvaluationError) -> Value {
        let text = try text(of: value, node)
        try charge(text.byteCount, node)
        let result = function == .encodeURIComponent ? URIComponent.encoded(text) : URIComponent.decoded(text)
        guard let result else { throw fail("URI malformed", node) }
        try checkLength(of: result, node)
        return .string(result)
    }
}

extension Value {
    /// The number that this is; nothing stands for one here.
    fileprivate var ownNumber: Double? {
        if case .number(let number) = self { number } else { nil }
    }
}
