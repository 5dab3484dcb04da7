/// Operators and punctuation of JavaScript, those that expressions refuse included, so that they are refused
/// by name.
enum Symbol: String, CaseIterable {
    case unsignedShiftAssign = ">>>="
    case spread = "..."
    case strictEqual = "===", strictUnequal = "!==", powerAssign = "**=", unsignedShift = ">>>"
    case leftShiftAssign = "<<=", rightShiftAssign = ">>=", andAssign = "&&=", orAssign = "||="
    case coalesceAssign = "??="
    case arrow = "=>", equal = "==", unequal = "!=", lessEqual = "<=", greaterEqual = ">=", and = "&&"
    case or = "||", coalesce = "??", chain = "?.", power = "**", increment = "++", decrement = "--"
    case leftShift = "<<", rightShift = ">>", plusAssign = "+=", minusAssign = "-=", timesAssign = "*="
    case divideAssign = "/=", remainderAssign = "%=", bitAndAssign = "&=", bitOrAssign = "|="
    case bitXorAssign = "^="
    case leftParenthesis = "(", rightParenthesis = ")", leftBracket = "[", rightBracket = "]"
    case leftBrace = "{", rightBrace = "}", dot = ".", comma = ",", colon = ":", question = "?"
    case semicolon = ";", plus = "+", minus = "-", times = "*", divide = "/", remainder = "%"
    case less = "<", greater = ">", assign = "=", not = "!", bitAnd = "&", bitOr = "|", bitXor = "^"
    case bitNot = "~", backtick = "`"

    /// The longest symbol at an offset of a text, and its length.
    ///
    /// Read a character at a time: what a symbol begins with is a symbol too, `...` aside.
    static func longest(_ bytes: Bytes, at offset: Int, to end: Int) -> (symbol: Symbol, count: Int)? {
        guard offset < end, var symbol = Symbol(bytes[offset]) else { return nil }
        var next = offset + 1
        while next < end, let longer = symbol.joined(to: bytes[next]) {
            symbol = longer
            next += 1
        }
        if symbol == .dot, next + 1 < end, bytes[next] == bytes[offset], bytes[next + 1] == bytes[offset] {
            return (.spread, 3)
        }
        return (symbol, next - offset)
    }

    /// The symbol that is one character.
    private init?(_ character: UInt8) {
        switch Unicode.Scalar(character) {
        case "(": self = .leftParenthesis
        case ")": self = .rightParenthesis
        case "[": self = .leftBracket
        case "]": self = .rightBracket
        case "{": self = .leftBrace
        case "}": self = .rightBrace
        case ".": self = .dot
        case ",": self = .comma
        case ":": self = .colon
        case "?": self = .question
        case ";": self = .semicolon
        case "+": self = .plus
        case "-": self = .minus
        case "*": self = .times
        case "/": self = .divide
        case "%": self = .remainder
        case "<": self = .less
        case ">": self = .greater
        case "=": self = .assign
        case "!": self = .not
        case "&": self = .bitAnd
        case "|": self = .bitOr
        case "^": self = .bitXor
        case "~": self = .bitNot
        case "`": self = .backtick
        case _: return nil
        }
    }

    /// The symbol that this one is with a further character behind it.
    private func joined(to character: UInt8) -> Symbol? {
        switch Unicode.Scalar(character) {
        case "=": assigning
        case ">":
            self == .assign
                ? .arrow : self == .greater ? .rightShift : self == .rightShift ? .unsignedShift : nil
        case "&": self == .bitAnd ? .and : nil
        case "|": self == .bitOr ? .or : nil
        case "?": self == .question ? .coalesce : nil
        case ".": self == .question ? .chain : nil
        case "*": self == .times ? .power : nil
        case "+": self == .plus ? .increment : nil
        case "-": self == .minus ? .decrement : nil
        case "<": self == .less ? .leftShift : nil
        case _: nil
        }
    }

    /// The symbol that this one is with `=` behind it.
    private var assigning: Symbol? {
        switch self {
        case .assign: .equal
        case .equal: .strictEqual
        case .not: .unequal
        case .unequal: .strictUnequal
        case .less: .lessEqual
        case .greater: .greaterEqual
        case .plus: .plusAssign
        case .minus: .minusAssign
        case .times: .timesAssign
        case .divide: .divideAssign
        case .remainder: .remainderAssign
        case .power: .powerAssign
        case .and: .andAssign
        case .or: .orAssign
        case .coalesce: .coalesceAssign
        case .bitAnd: .bitAndAssign
        case .bitOr: .bitOrAssign
        case .bitXor: .bitXorAssign
        case .leftShift: .leftShiftAssign
        case .rightShift: .rightShiftAssign
        case .unsignedShift: .unsignedShiftAssign
        case .unsignedShiftAssign, .spread, .strictEqual, .strictUnequal, .powerAssign, .leftShiftAssign,
            .rightShiftAssign, .andAssign, .orAssign, .coalesceAssign, .arrow, .lessEqual, .greaterEqual,
            .chain, .increment, .decrement, .plusAssign, .minusAssign, .timesAssign, .divideAssign,
            .remainderAssign, .bitAndAssign, .bitOrAssign, .bitXorAssign, .leftParenthesis,
            .rightParenthesis, .leftBracket, .rightBracket, .leftBrace, .rightBrace, .dot, .comma, .colon,
            .question, .semicolon, .bitNot, .backtick:
            nil
        }
    }
}
