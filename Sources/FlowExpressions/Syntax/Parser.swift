/// A Pratt parser for the JavaScript subset of `swml-language.md` §2.8. It stops at the first mistake.
struct Parser: ~Copyable {
    /// The longest expression (§1.7), in UTF-16 code units.
    static let lengthLimit = 1024
    /// The deepest nesting of brackets, and the height of the tree: what the parser's and the evaluator's
    /// recursion costs at most. `1+1+…` as long as an expression can be would be 512 high.
    static let depthLimit = 200

    var lexer: Lexer
    var token = Token.end
    var range = 0..<0
    /// The end of the token before this one.
    var previousEnd = 0
    /// What is built so far; children stand before parents.
    var nodes: [PlacedNode] = []
    /// How many variables are among them.
    var inputCount = 0
    /// The parameters of the arrow functions round this place, the innermost last.
    var locals: [Text] = []
    var depth = 0
    /// Whether `${…}` is a value: in conditions.
    let takesPlaceholders: Bool
    /// Findings that do not stop the parser.
    var notes: [ExpressionProblem] = []

    /// Parses a range of a text in UTF-8, which must be one expression.
    static func parse(
        _ source: Bytes, _ range: Range<Int>, placeholders: Bool = false, notes: inout [ExpressionProblem]
    ) throws(ExpressionProblem) -> Expression {
        // There are never more code units than bytes.
        if range.count > lengthLimit {
            let length = source.string(range).utf16.count
            guard length <= lengthLimit else {
                throw ExpressionProblem(
                    .tooLarge,
                    "an expression has at most \(lengthLimit) characters; this one has \(length)", range)
            }
        }
        var parser = Parser(source, range, takesPlaceholders: placeholders)
        try parser.advance()
        let root = try parser.value()
        guard parser.isAtEnd else { throw parser.unexpected(after: "the expression") }
        if !parser.notes.isEmpty { notes += parser.notes }
        precondition(root == parser.nodes.count - 1, "the root is the last node")
        return parser.result()
    }

    /// Takes out what is built, which would be counted once more as a part of the parser.
    private mutating func result() -> Expression {
        var built: [PlacedNode] = []
        swap(&built, &nodes)
        return Expression(nodes: built)
    }

    private init(_ source: Bytes, _ range: Range<Int>, takesPlaceholders: Bool) {
        lexer = Lexer(source, range)
        self.takesPlaceholders = takesPlaceholders
        // Room for a small expression, as most are, at once: a node takes about four bytes of text.
        nodes.reserveCapacity(min(range.count / 4 + 2, 32))
    }

    /// Where the parser stands, to come back to; what it has built stays.
    struct Position {
        fileprivate let offset: Int
        fileprivate let token: Token
        fileprivate let range: Range<Int>
        fileprivate let previousEnd: Int
    }

    var position: Position {
        get { Position(offset: lexer.offset, token: token, range: range, previousEnd: previousEnd) }
        set {
            (lexer.offset, token) = (newValue.offset, newValue.token)
            (range, previousEnd) = (newValue.range, newValue.previousEnd)
        }
    }

    /// The text of the name at hand.
    var name: Text { Text(text(range)) }

    mutating func advance() throws(ExpressionProblem) {
        previousEnd = range.upperBound
        token = try lexer.next()
        range = lexer.start..<lexer.offset
    }

    func isAt(_ symbol: Symbol) -> Bool {
        if case .symbol(symbol) = token { true } else { false }
    }

    /// Whether nothing follows.
    var isAtEnd: Bool {
        if case .end = token { true } else { false }
    }

    mutating func take(_ symbol: Symbol) throws(ExpressionProblem) -> Bool {
        guard isAt(symbol) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ symbol: Symbol, _ purpose: String) throws(ExpressionProblem) {
        guard try take(symbol) else { throw unexpected(wanting: "'\(symbol.rawValue)' \(purpose)") }
    }

    /// Adds a node with no children.
    mutating func add(_ node: consuming Node, _ range: Range<Int>) throws(ExpressionProblem) -> NodeID {
        try add(node, range, height: 1)
    }

    /// Adds a node with one child, which is in the tree.
    mutating func add(_ node: consuming Node, _ range: Range<Int>, _ child: NodeID) throws(ExpressionProblem)
        -> NodeID
    {
        try add(node, range, height: height(of: child) + 1)
    }

    /// Adds a node with two children, which are in the tree.
    mutating func add(
        _ node: consuming Node, _ range: Range<Int>, _ left: NodeID, _ right: NodeID
    ) throws(ExpressionProblem) -> NodeID {
        try add(node, range, height: max(height(of: left), height(of: right)) + 1)
    }

    /// Adds a node with any number of children, which are in the tree.
    mutating func add(_ node: consuming Node, _ range: Range<Int>, children: [NodeID])
        throws(ExpressionProblem)
        -> NodeID
    {
        var height = 1
        for child in children { height = max(height, self.height(of: child) + 1) }
        return try add(node, range, height: height)
    }

    private func height(of node: NodeID) -> Int { nodes[node].height }

    private mutating func add(
        _ node: consuming Node, _ range: Range<Int>, height: Int
    ) throws(ExpressionProblem) -> NodeID {
        guard height <= Parser.depthLimit else { throw tooDeep(range) }
        nodes.append(PlacedNode(node: node, range: range, height: height))
        return nodes.count - 1
    }

    private func tooDeep(_ range: Range<Int>) -> ExpressionProblem {
        ExpressionProblem(.tooLarge, "the expression nests deeper than \(Parser.depthLimit) levels", range)
    }

    /// Runs a part of the parser one bracket deeper.
    mutating func deeper<Result>(
        _ body: (inout Parser) throws(ExpressionProblem) -> Result
    ) throws(ExpressionProblem) -> Result {
        guard depth < Parser.depthLimit else { throw tooDeep(range) }
        depth += 1
        let result = try body(&self)
        depth -= 1
        return result
    }

    /// A whole value: everything but a comma.
    mutating func value() throws(ExpressionProblem) -> NodeID {
        try deeper { (parser) throws(ExpressionProblem) in try parser.conditional() }
    }

    private mutating func conditional() throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        let condition = try operation(above: 0)
        guard try take(.question) else { return condition }
        let whenTrue = try value()
        try expect(.colon, "between the two values of '?'")
        let whenFalse = try value()
        return try add(
            .conditional(condition, whenTrue, whenFalse), start..<previousEnd,
            children: [condition, whenTrue, whenFalse])
    }

    /// Binary operators that bind tighter than a level.
    private mutating func operation(above level: Int) throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        var left = try unary()
        var mixed: LogicalOperator?
        while let infix = try infixOperator(), infix.level > level {
            let position = range
            try advance()
            let right = try operation(above: infix.level)
            let whole = start..<previousEnd
            switch infix.kind {
            case .binary(let binary): left = try add(.binary(binary, left, right), whole, left, right)
            case .logical(let logical):
                if isMixed(logical, left, right)
                    || mixed.map({ ($0 == .coalesce) != (logical == .coalesce) }) ?? false
                {
                    throw ExpressionProblem(
                        .syntax, "'??' beside '&&' or '||' needs parentheses", position)
                }
                mixed = logical
                left = try add(.logical(logical, left, right), whole, left, right)
            }
        }
        return left
    }

    /// Whether `??` has an operand that is `&&` or `||` without parentheses.
    private func isMixed(_ logical: LogicalOperator, _ left: NodeID, _ right: NodeID) -> Bool {
        isMixed(logical, left) || isMixed(logical, right)
    }

    private func isMixed(_ logical: LogicalOperator, _ operand: NodeID) -> Bool {
        guard case .logical(let inner, let first, _) = nodes[operand].node else { return false }
        // A node in parentheses begins before its first operand does.
        let isBare = nodes[operand].range.lowerBound == nodes[first].range.lowerBound
        return isBare && (inner == .coalesce) != (logical == .coalesce)
    }

    mutating func unary() throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        let prefix: UnaryOperator
        switch token {
        case .symbol(.not): prefix = .not
        case .symbol(.minus): prefix = .negate
        case .symbol(.plus): prefix = .number
        case .name(.typeof): prefix = .typeof
        case .symbol, .name, .number, .quote, .end: return try postfix()
        }
        try advance()
        let operand = try deeper { (parser) throws(ExpressionProblem) in try parser.unary() }
        return try add(.unary(prefix, operand), start..<previousEnd, operand)
    }
}

extension Parser {
    struct Infix {
        enum Kind {
            case binary(BinaryOperator)
            case logical(LogicalOperator)
        }
        var level: Int
        var kind: Kind
    }

    /// The operator at hand; nil at anything that ends an operand. Operators that expressions leave out are
    /// refused here by name.
    fileprivate func infixOperator() throws(ExpressionProblem) -> Infix? {
        switch token {
        case .symbol(let symbol):
            if let infix = Parser.infix(symbol) { return infix }
            if let message = Refusal.ofOperator(symbol) {
                throw ExpressionProblem(.unsupported, message, range)
            }
            return nil
        case .name(.in): return Infix(level: 6, kind: .binary(.in))
        case .name(.instanceof):
            throw ExpressionProblem(.unsupported, "'instanceof' is not available in expressions", range)
        case .name, .number, .quote, .end: return nil
        }
    }

    private static func infix(_ symbol: Symbol) -> Infix? {
        switch symbol {
        case .coalesce: Infix(level: 1, kind: .logical(.coalesce))
        case .or: Infix(level: 2, kind: .logical(.or))
        case .and: Infix(level: 3, kind: .logical(.and))
        case .equal: Infix(level: 5, kind: .binary(.equal))
        case .unequal: Infix(level: 5, kind: .binary(.unequal))
        case .strictEqual: Infix(level: 5, kind: .binary(.strictEqual))
        case .strictUnequal: Infix(level: 5, kind: .binary(.strictUnequal))
        case .less: Infix(level: 6, kind: .binary(.less))
        case .greater: Infix(level: 6, kind: .binary(.greater))
        case .lessEqual: Infix(level: 6, kind: .binary(.lessEqual))
        case .greaterEqual: Infix(level: 6, kind: .binary(.greaterEqual))
        case .plus: Infix(level: 7, kind: .binary(.add))
        case .minus: Infix(level: 7, kind: .binary(.subtract))
        case .times: Infix(level: 8, kind: .binary(.multiply))
        case .divide: Infix(level: 8, kind: .binary(.divide))
        case .remainder: Infix(level: 8, kind: .binary(.remainder))
        case .assign, .plusAssign, .minusAssign, .timesAssign, .divideAssign, .remainderAssign, .powerAssign,
            .andAssign, .orAssign, .coalesceAssign, .bitAndAssign, .bitOrAssign, .bitXorAssign,
            .leftShiftAssign, .rightShiftAssign, .unsignedShiftAssign, .increment, .decrement, .power,
            .bitAnd, .bitOr, .bitXor, .bitNot, .leftShift, .rightShift, .unsignedShift, .semicolon, .arrow,
            .spread, .not, .chain, .dot, .comma, .colon, .question, .backtick, .leftParenthesis,
            .rightParenthesis, .leftBracket, .rightBracket, .leftBrace, .rightBrace:
            nil
        }
    }
}
