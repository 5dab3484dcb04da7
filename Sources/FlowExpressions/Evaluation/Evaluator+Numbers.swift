extension Evaluator {
    /// Runs a method of a number.
    mutating func numberMethod(
        _ method: NumberMethod, _ number: Double, _ arguments: [Value], _ node: NodeID
    ) throws(EvaluationError) -> Value {
        switch method {
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
        }
    }
}
