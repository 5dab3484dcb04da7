extension Parser {
    /// A value that stands by itself: literal, variable, list, map, parentheses, function call.
    mutating func primary() throws(ExpressionProblem) -> NodeID {
        let start = range
        switch token {
        case .number(let number):
            try advance()
            return try add(.constant(.number(number)), start)
        case .quote(let quote): return try string(quote)
        case .name(let word): return try named(word)
        case .symbol(.leftParenthesis): return try parentheses()
        case .symbol(.leftBracket): return try list()
        case .symbol(.leftBrace): return try map()
        case .symbol(.backtick): return try templateLiteral()
        case .symbol(.remainder)
        where takesPlaceholders && lexer.byte(at: range.upperBound) == UInt8(ascii: "{"):
            return try placeholder(at: start.lowerBound)
        case .symbol(.divide), .symbol(.divideAssign): throw patternOutOfPlace(start)
        case .symbol(let symbol):
            if let message = Refusal.ofOperator(symbol) {
                throw ExpressionProblem(.unsupported, message, start)
            }
            throw unexpected(wanting: "a value")
        case .end: throw unexpected(wanting: "a value")
        }
    }

    private mutating func parentheses() throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        try advance()
        let inner = try value()
        if isAt(.comma) {
            throw ExpressionProblem(.unsupported, "',' cannot join values in an expression", range)
        }
        try expect(.rightParenthesis, "to close '('")
        if isLink(inner) { return try add(.group(inner), start..<previousEnd, inner) }
        nodes[inner].range = start..<previousEnd
        return inner
    }

    /// Whether a node is part of a chain that `?.` could cut short.
    private func isLink(_ node: NodeID) -> Bool {
        switch nodes[node].node {
        case .member, .index, .method: true
        case .constant, .input, .local, .concatenation, .list, .map, .group, .test, .function, .unary,
            .binary, .logical, .conditional, .pathOr:
            false
        }
    }

    private mutating func list() throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        try advance()
        var elements: [NodeID] = []
        while !isAt(.rightBracket) {
            elements.append(try value())
            if !(try take(.comma)) { break }
        }
        try expect(.rightBracket, "to close '['")
        return try add(.list(elements), start..<previousEnd, children: elements)
    }

    private mutating func map() throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        try advance()
        var entries: [Node.Entry] = []
        var children: [NodeID] = []
        while !isAt(.rightBrace) {
            let entry = try entry()
            entries.append(entry)
            children.append(entry.value)
            if case .computed(let key) = entry.key { children.append(key) }
            if !(try take(.comma)) { break }
        }
        try expect(.rightBrace, "to close '{'")
        return try add(.map(entries), start..<previousEnd, children: children)
    }

    private mutating func entry() throws(ExpressionProblem) -> Node.Entry {
        switch token {
        case .name(let word):
            let (name, start) = (name, range)
            try advance()
            if isAt(.comma) || isAt(.rightBrace) {
                return Node.Entry(key: .fixed(name), value: try variable(word, start))
            }
            try expect(.colon, "after the key")
            return Node.Entry(key: .fixed(name), value: try value())
        case .number(let number):
            try advance()
            try expect(.colon, "after the key")
            return Node.Entry(key: .fixed(Text(NumberText.decimal(number))), value: try value())
        case .quote(let quote):
            let key = try string(quote)
            try expect(.colon, "after the key")
            if case .constant(let constant) = nodes[key].node {
                return Node.Entry(key: .fixed(constant.scriptText), value: try value())
            }
            return Node.Entry(key: .computed(key), value: try value())
        case .symbol(.leftBracket):
            try advance()
            let key = try value()
            try expect(.rightBracket, "to close '['")
            try expect(.colon, "after the key")
            return Node.Entry(key: .computed(key), value: try value())
        case .symbol(.spread):
            throw ExpressionProblem(.unsupported, "'...' is not available in expressions", range)
        case .symbol, .end: throw unexpected(wanting: "a key")
        }
    }
}

extension Parser {
    /// Something that begins with a word.
    private mutating func named(_ word: Word) throws(ExpressionProblem) -> NodeID {
        let start = range
        if takesPlaceholders, word == .dollar, lexer.byte(at: range.upperBound) == UInt8(ascii: "{") {
            return try placeholder(at: start.lowerBound)
        }
        try advance()
        if case .constant(let constant) = word { return try add(.constant(constant.value), start) }
        if isLocal(start) { return try variable(word, start) }
        switch word {
        case .refused(let theme):
            throw ExpressionProblem(.unsupported, Refusal.of(text(start), theme), start)
        case .foreign(let symbol):
            if startsOperand { throw noOperator(symbol, start) }
        case .namespace:
            if isAt(.dot) { return try qualified(start) }
        case .other, .dollar, .constant, .scope, .env, .typeof, .in, .instanceof: break
        }
        if isAt(.leftParenthesis) { return try function(text(start), start) }
        if isAt(.arrow), let message = Refusal.ofOperator(.arrow) {
            throw ExpressionProblem(.unsupported, message, start.lowerBound..<range.upperBound)
        }
        return try variable(word, start)
    }

    /// Whether the name in a range is a parameter of an arrow function round this place.
    @inline(__always)
    func isLocal(_ range: Range<Int>) -> Bool { !locals.isEmpty && locals.contains(Text(text(range))) }

    /// Whether the token at hand begins a value, so that the word before it was meant as an operator.
    private var startsOperand: Bool {
        switch token {
        case .name(let word): word != .in
        case .number, .quote: true
        case .symbol, .end: false
        }
    }

    private mutating func qualified(_ start: Range<Int>) throws(ExpressionProblem) -> NodeID {
        try advance()
        guard case .name = token else { throw unexpected(wanting: "a name after '.'") }
        let whole = start.lowerBound..<range.upperBound
        let name = "\(text(start)).\(text(range))"
        try advance()
        if isAt(.leftParenthesis) { return try function(name, whole) }
        if let constant = Function.constant(name) { return try add(.constant(.number(constant)), whole) }
        if Function(rawValue: name) != nil { throw unexpected(wanting: "'(' after \(name)") }
        throw unknownFunction(name, whole)
    }

    private mutating func function(_ name: String, _ start: Range<Int>) throws(ExpressionProblem) -> NodeID {
        guard let function = Function(rawValue: name) else { throw unknownFunction(name, start) }
        try advance()
        var arguments: [NodeID] = []
        while !isAt(.rightParenthesis) {
            if let callback = try callback() {
                throw ExpressionProblem(.unsupported, "\(name) takes no function", callback.range)
            }
            arguments.append(try value())
            if !(try take(.comma)) { break }
        }
        try expect(.rightParenthesis, "to close '('")
        let whole = start.lowerBound..<previousEnd
        if function == .jsonStringify, arguments.count > 1 {
            throw ExpressionProblem(.unsupported, "JSON.stringify takes one value here", whole)
        }
        return try add(.function(function, arguments), whole, children: arguments)
    }

    private func unknownFunction(_ name: String, _ range: Range<Int>) -> ExpressionProblem {
        if name == "Math.random" {
            return ExpressionProblem(
                .unsupported, "'Math.random' is not available: what a flow does depends on its inputs alone",
                range)
        }
        let candidates = Function.allCases.map(\.rawValue)
        let nearest =
            Suggestion.nearest(to: name, among: candidates)
            ?? candidates.first { $0.hasSuffix("." + name) }
        let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
        return ExpressionProblem(
            .unknownFunction, "there is no function '\(name)'\(hint)", range, replacement: nearest)
    }

    /// A name that stands for a parameter of an arrow function or a variable.
    private mutating func variable(_ word: Word, _ range: Range<Int>) throws(ExpressionProblem) -> NodeID {
        let name = Text(text(range))
        if !locals.isEmpty, let place = locals.lastIndex(of: name) { return try add(.local(place), range) }
        if word == .env {
            notes.append(
                ExpressionProblem(
                    .envForEnvs, "'env' is a variable here; the configuration is 'envs'", range,
                    replacement: "envs"))
        }
        if case .scope(let scope) = word, isAt(.dot), let node = try member(of: scope, range) {
            return node
        }
        return try add(input: .variable(VariableName(scope: nil, name: name)), range)
    }

    /// `vars.x`, which is an input of its own; nil, with nothing read, when a method is called on the scope.
    private mutating func member(
        of scope: Variables.Scope, _ start: Range<Int>
    ) throws(ExpressionProblem) -> NodeID? {
        let dot = position
        try advance()
        if case .name = token {
            let name = name
            try advance()
            if !isAt(.leftParenthesis) {
                let variable = VariableName(scope: scope, name: name)
                return try add(input: .variable(variable), start.lowerBound..<previousEnd)
            }
        }
        position = dot
        return nil
    }

    /// Adds a variable.
    mutating func add(input: consuming Input, _ range: Range<Int>) throws(ExpressionProblem) -> NodeID {
        let place = place(of: input)
        return try add(.input(input, place), range)
    }

    /// The place of an input: a new one unless a node reads the same variable.
    mutating func place(of input: Input) -> Int {
        for node in nodes.indices where inputCount > 0 {
            switch nodes[node].node {
            case .input(input, let place), .pathOr(input, let place, _): return place
            case .constant, .input, .local, .concatenation, .list, .map, .member, .index, .group, .method,
                .test, .function, .unary, .binary, .logical, .conditional, .pathOr:
                continue
            }
        }
        inputCount += 1
        return inputCount - 1
    }
}
