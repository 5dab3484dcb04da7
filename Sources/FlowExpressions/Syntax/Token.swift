/// A token of an expression; what a name spells is told by its range. Strings, templates and regular
/// expressions are read by the parser, which knows whether a `/` divides and whether placeholders stand
/// inside quotes.
enum Token: Equatable {
    case number(Double)
    case name(Word)
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

    static let all = Array(allCases)
    private static let table = SpellingTable(all.map(\.rawValue))

    /// The longest symbol at an offset of a text, and its length.
    static func longest(_ bytes: Bytes, at offset: Int, to end: Int) -> (symbol: Symbol, count: Int)? {
        table.longest(bytes, at: offset, to: end).map { (all[$0.index], $0.count) }
    }
}
