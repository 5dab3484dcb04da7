/// Words for the JavaScript that expressions leave out, so that each is refused by its name and with the way
/// round it.
enum Refusal {
    static func ofOperator(_ symbol: Symbol) -> String? {
        switch symbol {
        case .assign:
            "an expression cannot assign; compare with '==', change a variable with the step 'set'"
        case .plusAssign, .minusAssign, .timesAssign, .divideAssign, .remainderAssign, .powerAssign,
            .andAssign, .orAssign, .coalesceAssign, .bitAndAssign, .bitOrAssign, .bitXorAssign,
            .leftShiftAssign, .rightShiftAssign, .unsignedShiftAssign, .increment, .decrement:
            "an expression cannot assign; change a variable with the step 'set'"
        case .power: "'**' is not available in expressions; use Math.pow"
        case .bitAnd: "'&' is not available in expressions; 'and' is '&&'"
        case .bitOr: "'|' is not available in expressions; 'or' is '||'"
        case .bitXor, .bitNot, .leftShift, .rightShift, .unsignedShift:
            "'\(symbol.rawValue)' is not available in expressions"
        case .semicolon: "an expression is one value; ';' cannot stand in it"
        case .arrow: "a function can stand only as an argument, as in list.map(x => x.name)"
        case .spread: "'...' is not available in expressions"
        case .equal, .unequal, .strictEqual, .strictUnequal, .less, .greater, .lessEqual, .greaterEqual, .and,
            .or, .coalesce, .not, .plus, .minus, .times, .divide, .remainder, .chain, .dot, .comma, .colon,
            .question, .backtick, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket,
            .leftBrace, .rightBrace:
            nil
        }
    }

    /// Why a word that begins something else than a value is refused.
    enum Theme { case function, keyword, declaration, statement, date }

    static let words: [(theme: Theme, words: [String])] = [
        (.function, ["function"]),
        (
            .keyword,
            [
                "new", "this", "super", "class", "delete", "void", "yield", "await", "async", "import",
            ]
        ),
        (.declaration, ["var", "let", "const"]),
        (.statement, ["if", "for", "while", "do", "return", "switch", "throw", "try"]),
        (.date, ["Date"]),
    ]

    static func of(_ word: String, _ theme: Theme) -> String {
        switch theme {
        case .function:
            "'function' is not available; write an arrow function, as in list.map(x => x.name)"
        case .keyword: "'\(word)' is not available in expressions"
        case .declaration: "an expression cannot declare; set a variable with the step 'set'"
        case .statement: "'\(word)' is a statement; an expression is one value"
        case .date: "'Date' is not available: what a flow does depends on its inputs alone"
        }
    }
}

extension Parser {
    func unexpected(after context: String) -> ExpressionProblem {
        if case .name(.foreign(let symbol)) = token { return noOperator(symbol, range) }
        return unexpected(wanting: "an operator after \(context)")
    }

    /// Another language's word for an operator.
    func noOperator(_ symbol: Symbol, _ range: Range<Int>) -> ExpressionProblem {
        ExpressionProblem(
            .syntax, "'\(text(range))' is not an operator; write '\(symbol.rawValue)'", range,
            replacement: symbol.rawValue)
    }

    func unexpected(wanting wanted: String) -> ExpressionProblem {
        switch token {
        case .end:
            ExpressionProblem(.syntax, "the expression ends where \(wanted) was expected", range)
        case .symbol, .name, .number, .quote:
            ExpressionProblem(.syntax, "expected \(wanted), found '\(text(range))'", range)
        }
    }

    func text(_ range: Range<Int>) -> String {
        lexer.bytes.string(range)
    }
}
