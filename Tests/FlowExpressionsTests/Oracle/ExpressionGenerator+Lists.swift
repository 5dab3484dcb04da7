import TestSupport

extension ExpressionGenerator {
    private mutating func list() -> String {
        let elements = [
            "1", "2", "10", "3", "-1", "0.5", "'a'", "'b'", "'10'", "'B'", "null", "undefined", "true",
            "[1, 2]", "[[3]]",
            "{a: 1}", "NaN", "'é'", "'😀'", "'\\uffff'",
        ]
        let numbersOnly = random.once(in: 2)
        let chosen = (0..<random.below(7)).map { _ in
            numbersOnly ? String(random.below(30)) : random.pick(elements)
        }
        return "[\(chosen.joined(separator: ", "))]"
    }

    private mutating func predicate() -> String {
        random.pick([
            "x => x > 2", "x => x", "x => x == 'a'", "(x, i) => i % 2", "(x, i, all) => all.length - i > 2",
            "Boolean",
            "Number", "x => typeof x == 'number'", "x => [x].includes(2)", "() => true", "isNaN",
        ])
    }

    mutating func listExpression() -> String {
        let receiver = list()
        switch random.below(10) {
        case 0, 1:
            let method = random.pick([
                "every", "filter", "find", "findIndex", "findLast", "findLastIndex", "some",
            ])
            return "\(receiver).\(method)(\(predicate()))"
        case 2:
            let body = random.pick([
                "x => x + 1", "(x, i) => [i, x]", "x => ({v: x, 'k': [x]})", "String", "parseInt",
                "x => `<${x}>`",
                "x => [1, 2].map(y => [x, y])", "x => x?.a",
            ])
            return "\(receiver).\(random.pick(["map", "flatMap"]))(\(body))"
        case 3:
            let body = random.pick([
                "(a, b) => a + b", "(a, b, i) => a + b * i", "(a, b) => a > b ? a : b", "(a, b) => [a, b]",
                "Math.max", "(a, x, i, all) => a + all.length",
            ])
            let start = random.pick(["", ", 0", ", ''", ", []"])
            return "\(receiver).\(random.pick(["reduce", "reduceRight"]))(\(body)\(start))"
        case 4:
            let byText = "(a, b) => (String(a) < String(b)) - (String(a) > String(b))"
            return "\(receiver).sort(\(random.pick(["", "", "(a, b) => 0", byText])))"
        case 5:
            let size = random.below(12)
            let numbers = (0..<size).map { _ in String(random.below(50)) }.joined(separator: ",")
            let order = random.pick(["(a, b) => a - b", "(a, b) => b - a", "", "(a, b) => a % 5 - b % 5"])
            return "[\(numbers)].sort(\(order))"
        case 6:
            let method = random.pick(["slice", "at", "flat", "join"])
            return "\(receiver).\(method)(\(random.pick(["", "1", "-1", "2", "NaN"])))"
        case 7: return "\(receiver).slice(\(random.below(5) - 2), \(random.below(7) - 3))"
        case 8:
            let method = random.pick(["includes", "indexOf", "lastIndexOf"])
            let start = random.once(in: 3) ? ", \(random.below(8) - 4)" : ""
            let element = random.pick(["1", "2", "'a'", "NaN", "null", "undefined", "'10'"])
            return "\(receiver).\(method)(\(element)\(start))"
        case _:
            let tail = random.pick([
                ".reverse()", ".length", "[1]", "['0']", ".concat(1, [2, [3]])", ".toString()", ".join('-')",
                ".map(x => x).length",
                ".join(undefined)", ".flat(2)", ".flat(0)", "?.[0]?.a", ".foo", "['length']",
            ])
            return random.once(in: 4) ? "JSON.stringify(\(receiver)\(tail))" : receiver + tail
        }
    }

    /// An expression of any shape.
    mutating func nested(_ depth: Int = 4) -> String {
        guard depth > 0 else { return random.pick(ExpressionGenerator.values) }
        switch random.below(8) {
        case 0: return "(\(nested(depth - 1)) ? \(nested(depth - 1)) : \(nested(depth - 1)))"
        case 1: return "\(random.pick(["!", "- ", "+", "typeof "]))(\(nested(depth - 1)))"
        case 2: return "[\(nested(depth - 1)), \(nested(depth - 2))][\(nested(depth - 2))]"
        case 3: return "({a: \(nested(depth - 1)), b: \(nested(depth - 2))}).\(random.pick(["a", "b", "c"]))"
        case 4: return "`${\(nested(depth - 1))}-${\(nested(depth - 2))}`"
        case 5: return "String(\(nested(depth - 1))).length"
        case _: return flat(depth)
        }
    }

    /// Operators without parentheses, so that precedence decides.
    private mutating func flat(_ depth: Int) -> String {
        let operators = [
            "+", "-", "*", "/", "%", "==", "!=", "===", "<", ">", "<=", ">=", "&&", "||", "+", "*",
        ]
        var text = nested(depth - 2)
        for _ in 0..<(1 + random.below(4)) {
            text += " \(random.pick(operators)) \(random.once(in: 4) ? "- " : "")\(nested(depth - 2))"
        }
        return "(\(text))"
    }
}
