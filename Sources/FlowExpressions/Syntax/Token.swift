/// A token of an expression. Strings, templates and regular expressions are read by the parser, which knows
/// whether a `/` divides and whether placeholders stand inside quotes.
enum Token: Hashable {
    case number(Double)
    case name(Text)
    case symbol(Symbol)
    /// `'` or `"`; the lexer stands behind it.
    case quote(UInt8)
    case end
}

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

    /// The symbols that begin with a byte, with all their bytes, longer ones first.
    static func spellings(from first: UInt8) -> [(symbol: Symbol, bytes: [UInt8])] {
        first < 128 ? table[Int(first)] : []
    }

    private static let table: [[(symbol: Symbol, bytes: [UInt8])]] = {
        var table = Array(repeating: [(symbol: Symbol, bytes: [UInt8])](), count: 128)
        for symbol in allCases.sorted(by: { $0.rawValue.utf8.count > $1.rawValue.utf8.count }) {
            let bytes = Array(symbol.rawValue.utf8)
            table[Int(bytes[0])].append((symbol, bytes))
        }
        return table
    }()
}
