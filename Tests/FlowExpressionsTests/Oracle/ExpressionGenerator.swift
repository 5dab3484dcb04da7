import TestSupport

/// Makes expressions whose results `node` and the evaluator must agree on.
struct ExpressionGenerator {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    static let values = [
        "undefined", "null", "true", "false", "0", "-0", "1", "-1", "0.5", "12", "1e21", "1e-7", "NaN",
        "Infinity",
        "-Infinity", "''", "' '", "'0'", "'12'", "'-1'", "'1e3'", "'0x10'", "'a'", "'abc'", "'B'", "'😀'",
        "'\\uFFFD'",
        "'true'", "'null'", "'Infinity'", "[]", "[0]", "[12]", "['a']", "[1,2]", "[null]", "[[]]",
        "[undefined, 1]",
        "({})", "({a: 1})",
    ]
    static let binaries = [
        "+", "-", "*", "/", "%", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "&&", "||", "??",
    ]

    /// What is done to one value; `#` stands for it.
    static let conversions = [
        "!#", "+#", "- #", "typeof #", "String(#)", "`${#}`", "Boolean(#)", "Number(#)", "JSON.stringify(#)",
        "[#].join()", "Math.round(#)", "parseInt(#)", "isNaN(#)", "'a' in #", "#?.length", "(#).length",
        "#?.a.b",
        "Object.keys(#)", "Array.isArray(#)", "Object.values(#)", "Object.entries(#)", "Math.max(#, 0)",
        "Math.min(0, #)", "Math.abs(#)", "Math.sign(#)", "Math.trunc(#)", "Number.isInteger(#)",
        "(#).toString()", "'x'.padEnd(#)", "'abc'.slice(#)", "[1,2,3].at(#)", "'a1b'.split(#)",
        "parseFloat(#)",
        "(12.5).toString(#)", "(12.5).toFixed(#)", "'abc'[#]", "[1,2,3][#]", "({a: 1})[#]", "# ? 1 : 2",
        "[3,1].concat(#)", "Math.pow(#, 2)", "isFinite(#)", "encodeURIComponent(#)", "'null1'.includes(#)",
    ]

    /// Every operator over every pair of kinds.
    static let coercions: [String] = values.flatMap { (left: String) -> [String] in
        let pairs = values.enumerated().filter { $0.offset % 2 == 0 }.map(\.element).flatMap { right in
            binaries.map { "\(left) \($0) \(right)" }
        }
        return pairs + conversions.map { $0.replacing("#", with: left) }
    }

    mutating func double() -> String {
        let number: Double
        switch random.below(6) {
        case 0: number = Double(bitPattern: random.next())
        case 1: number = Double(Int64(truncatingIfNeeded: random.next())) / 1000
        case 2:
            number =
                Double(random.below(2_000_000) - 1_000_000)
                / Double(random.pick([1, 2, 8, 10, 100, 1000, 3, 7]))
        case 3: number = Double(random.below(100_000)) + 0.5
        case 4:
            number = Double(
                sign: .plus, exponent: random.below(120) - 60, significand: 1 + Double(random.below(4)) / 4)
        case _:
            number = random.pick([
                0.000001, 1e-7, 1e20, 1e21, 0.1, 1.005, 2.5, 1.45, Double.leastNonzeroMagnitude, 0.3,
            ])
        }
        return number.isFinite ? "(\(number))" : "(1)"
    }

    mutating func number() -> String {
        let value = double()
        switch random.below(6) {
        case 0: return "String(\(value))"
        case 1: return "\(value).toFixed(\(random.below(random.once(in: 20) ? 101 : 12)))"
        case 2: return "\(value).toString(\(2 + random.below(35)))"
        case 3: return "\(value).toPrecision(\(1 + random.below(random.once(in: 10) ? 100 : 20)))"
        case 4: return "\(value) \(random.pick(["+", "-", "*", "/", "%"])) \(double())"
        case _: return "Math.\(random.pick(["round", "floor", "ceil", "trunc", "sqrt", "abs"]))(\(value))"
        }
    }

    mutating func numeral() -> String {
        let pieces = [
            "0", "1", "9", "12", "a", "f", "z", "x", "0x", "0b1", "0o7", "e", "E", "+", "-", ".", " ", "_",
            "Infinity",
            "\\n", "\\u00a0", "\\ufeff", "inf", "n", "123456789012345678901234567890", "é",
        ]
        var text = ""
        for _ in 0..<(1 + random.below(5)) { text += random.pick(pieces) }
        switch random.below(4) {
        case 0: return "Number('\(text)')"
        case 1: return "parseFloat('\(text)')"
        case 2: return "parseInt('\(text)')"
        case _: return "parseInt('\(text)', \(random.below(38)))"
        }
    }

    mutating func text(_ limit: Int = 8) -> String {
        let pieces = [
            "a", "b", "A", "B", "ab", "0", "1", " ", "\\n", "\\t", "é", "e\u{301}", "ß", "Σ", "σ", "ΑΣ", "İ",
            "ı", "ſ", "😀",
            "\\ud83d", "\\ude00", "-", ",", ".", "_", "\\u2028", "\\u212a", "µ", "ŉ", "ﬁ", "$", "x",
        ]
        var text = ""
        for _ in 0..<random.below(limit) { text += random.pick(pieces) }
        return "'\(text)'"
    }

    private mutating func index() -> String {
        random.pick([
            "0", "1", "2", "3", "5", "20", "-1", "-2", "-9", "NaN", "1.7", "Infinity", "undefined", "'1'",
        ])
    }

    mutating func string() -> String {
        let receiver = text()
        switch random.below(9) {
        case 0:
            return receiver + "."
                + random.pick(["length", "toUpperCase()", "toLowerCase()", "trim()", "toString()"])
        case 1:
            return receiver + "."
                + random.pick(["trimStart()", "trimEnd()", "split('')", "split()", "concat(1, null)"])
        case 2:
            let method = random.pick([
                "charAt", "charCodeAt", "codePointAt", "at", "slice", "substring", "substr",
            ])
            return "\(receiver).\(method)(\(index()))"
        case 3: return "\(receiver).\(random.pick(["slice", "substring", "substr"]))(\(index()), \(index()))"
        case 4:
            let method = random.pick(["indexOf", "lastIndexOf", "includes", "startsWith", "endsWith"])
            let position = random.once(in: 2) ? ", \(index())" : ""
            return "\(receiver).\(method)(\(text(3))\(position))"
        case 5: return "\(receiver).\(random.pick(["padStart", "padEnd"]))(\(random.below(12)), \(text(3)))"
        case 6: return "\(receiver).split(\(text(3)), \(index()))"
        case 7:
            let replacement = random.pick([
                "'$&$&'", "'[$`|$\\'|$$]'", "'$1$<a>'", "(m, i, s) => i + m + s.length", text(3),
            ])
            return "\(receiver).\(random.pick(["replace", "replaceAll"]))(\(text(3)), \(replacement))"
        case _:
            return random.pick([
                "\(receiver).repeat(\(random.below(4)))", "encodeURIComponent(\(receiver))",
                "\(receiver)[\(index())]",
                "decodeURIComponent(encodeURIComponent(\(receiver)))", "JSON.stringify(\(receiver))",
                "JSON.parse(JSON.stringify(\(receiver)))", "\(receiver) < \(text())",
                "\(receiver) >= \(text())",
                "decodeURIComponent('%C3%A9%\(random.below(99))')", "\(receiver) == \(text(2))",
            ])
        }
    }
}
