extension Value {
    /// The text of a value where it leaves expressions: inside a template, in a `switch`, on the wire.
    ///
    /// A string as it is, a number as JavaScript prints it, `true`/`false`, nothing for `null` and
    /// `undefined`, a list as its elements' texts joined with `,`, a map as compact JSON
    /// (`swml-language.md` §2.6).
    public var text: Text {
        switch self {
        case .undefined, .null: Text("")
        case .bool(let bool): Text(bool ? "true" : "false")
        case .number(let number): Text(NumberText.decimal(number))
        case .string(let text): text
        case .list(let elements): Value.joined(elements) { $0.text }
        case .map: Text(jsonText)
        }
    }

    /// JavaScript's `String(value)`: `undefined` and `null` are words, a map is `[object Object]`.
    package var scriptText: Text {
        switch self {
        case .undefined: Text("undefined")
        case .null: Text("null")
        case .bool, .number, .string: text
        case .list(let elements): Value.joined(elements) { $0.isNullish ? Text("") : $0.scriptText }
        case .map: Text("[object Object]")
        }
    }

    private static func joined(_ elements: [Value], _ text: (Value) -> Text) -> Text {
        var result = Text("")
        for (index, element) in elements.enumerated() {
            if index > 0 { result += Text(",") }
            result += text(element)
        }
        return result
    }

    /// JavaScript's `Number(value)`.
    package var scriptNumber: Double {
        switch self {
        case .undefined: .nan
        case .null: 0
        case .bool(let bool): bool ? 1 : 0
        case .number(let number): number
        case .string(let text): NumberParsing.number(text)
        case .list: NumberParsing.number(scriptText)
        case .map: .nan
        }
    }
}

extension Value {
    /// The number this stands for where a parameter wants one: a finite number, or a text that is wholly a
    /// decimal number (`swml-language.md` §2.6). Nil for anything else, the empty text too.
    public var asNumber: Double? {
        switch self {
        case .number(let number): return number.isFinite ? number : nil
        case .string(let text):
            guard !text.trimmed().isEmpty else { return nil }
            let number = NumberParsing.number(text)
            return number.isFinite ? number : nil
        case .undefined, .null, .bool, .list, .map: return nil
        }
    }

    /// The whole number this stands for where a parameter wants one; nil when it has a fraction or is beyond
    /// 2⁵³, where a number no longer counts by one.
    public var asInteger: Int? {
        guard let number = asNumber, number.rounded(.towardZero) == number,
            abs(number) <= 9_007_199_254_740_992
        else { return nil }
        return Int(number)
    }

    /// The truth value this stands for where a parameter wants one: a boolean, or the text `true` or `false`.
    public var asBool: Bool? {
        switch self {
        case .bool(let bool): bool
        case .string("true"): true
        case .string("false"): false
        case .undefined, .null, .number, .string, .list, .map: nil
        }
    }
}
