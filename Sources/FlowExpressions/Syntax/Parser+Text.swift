/// Strings, template literals, placeholders and regular expressions: what is read byte by byte.
extension Parser {
    /// The pieces of a text that is read so far.
    private struct Pieces {
        var nodes: [NodeID] = []
        var text = Text("")
        /// Where the piece of text at hand begins.
        var start: Int
    }

    /// A string; in a condition `${…}` inside the quotes is a concatenation (design §2.2).
    mutating func string(_ quote: UInt8) throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        var pieces = Pieces(start: start)
        while true {
            guard let byte = lexer.byte(at: lexer.offset), byte != 0x0A, byte != 0x0D else {
                throw ExpressionProblem(
                    .syntax, "the string that begins here has no closing quote", start..<lexer.offset)
            }
            if byte == quote { break }
            if takesPlaceholders, PlaceholderScanner.opens(lexer.bytes, at: lexer.offset, to: lexer.end) {
                try flush(&pieces)
                pieces.nodes.append(try placeholderBody(at: lexer.offset))
                pieces.start = lexer.offset
            } else {
                try character(byte, into: &pieces)
            }
        }
        lexer.offset += 1
        return try finish(&pieces, start, .boundary)
    }

    /// A template literal, its opening backtick at hand.
    mutating func templateLiteral() throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        var pieces = Pieces(start: start)
        while true {
            guard let byte = lexer.byte(at: lexer.offset) else {
                throw ExpressionProblem(
                    .syntax, "the template that begins here has no closing backtick", start..<lexer.offset)
            }
            if byte == UInt8(ascii: "`") { break }
            if byte == UInt8(ascii: "$"), lexer.byte(at: lexer.offset + 1) == UInt8(ascii: "{") {
                try flush(&pieces)
                lexer.offset += 2
                try advance()
                pieces.nodes.append(try value())
                guard isAt(.rightBrace) else { throw unexpected(wanting: "'}' to close '${'") }
                lexer.offset = range.upperBound
                pieces.start = lexer.offset
            } else {
                try character(byte, into: &pieces)
            }
        }
        lexer.offset += 1
        return try finish(&pieces, start, .script)
    }

    private mutating func flush(_ pieces: inout Pieces) throws(ExpressionProblem) {
        guard !pieces.text.isEmpty else { return }
        pieces.nodes.append(try add(.constant(.string(pieces.text)), pieces.start..<lexer.offset))
        pieces.text = Text("")
    }

    private mutating func finish(
        _ pieces: inout Pieces, _ start: Int, _ joining: Node.Joining
    ) throws(ExpressionProblem) -> NodeID {
        let whole = start..<lexer.offset
        range = whole
        if pieces.nodes.isEmpty {
            try advance()
            return try add(.constant(.string(pieces.text)), whole)
        }
        try flush(&pieces)
        try advance()
        return try add(.concatenation(pieces.nodes, joining), whole, children: pieces.nodes)
    }

    /// One character or escape, or a run of plain ones.
    private mutating func character(_ first: UInt8, into pieces: inout Pieces) throws(ExpressionProblem) {
        if first == UInt8(ascii: "\\") {
            pieces.text += try escape()
            return
        }
        let start = lexer.offset
        repeat { lexer.offset += 1 } while lexer.byte(at: lexer.offset).map(Parser.isPlain) ?? false
        pieces.text += Text(text(start..<lexer.offset))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "$"),
            UInt8(ascii: "%"), 0x0A, 0x0D:
            false
        case _: true
        }
    }

    private mutating func escape() throws(ExpressionProblem) -> Text {
        let start = lexer.offset
        guard let letter = lexer.byte(at: start + 1) else {
            lexer.offset += 1
            return Text("")
        }
        lexer.offset += 2
        switch letter {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "v"): return "\u{B}"
        case 0x0A: return ""
        case 0x0D:
            if lexer.byte(at: lexer.offset) == 0x0A { lexer.offset += 1 }
            return ""
        case 0x30...0x39: return try digitEscape(letter, start)
        case UInt8(ascii: "x"): return try hexEscape(2, start)
        case UInt8(ascii: "u"): return try unicodeEscape(start)
        case _:
            let width = Names.scalar(lexer.bytes, start + 1..<lexer.end)?.width ?? 1
            lexer.offset = start + 1 + width
            return Text(text(start + 1..<lexer.offset))
        }
    }

    private func digitEscape(_ digit: UInt8, _ start: Int) throws(ExpressionProblem) -> Text {
        let isFollowed = lexer.byte(at: lexer.offset).map { (0x30...0x39).contains($0) } ?? false
        guard digit == 0x30, !isFollowed else { throw badEscape(start) }
        return "\0"
    }

    private func badEscape(_ start: Int) -> ExpressionProblem {
        ExpressionProblem(.syntax, "'\(text(start..<lexer.offset))' is not an escape", start..<lexer.offset)
    }

    private mutating func hexEscape(_ count: Int, _ start: Int) throws(ExpressionProblem) -> Text {
        guard lexer.offset + count <= lexer.end,
            let number = HexDigits.number(lexer.bytes, at: lexer.offset, count: count)
        else { throw badEscape(start) }
        lexer.offset += count
        return Text(units: [UInt16(truncatingIfNeeded: number)])
    }

    /// `\uXXXX` or `\u{X…}`.
    private mutating func unicodeEscape(_ start: Int) throws(ExpressionProblem) -> Text {
        guard lexer.byte(at: lexer.offset) == UInt8(ascii: "{") else { return try hexEscape(4, start) }
        var (value, count): (UInt32, Int) = (0, 0)
        lexer.offset += 1
        while let digit = lexer.byte(at: lexer.offset).flatMap(HexDigits.value), value <= 0x10FFFF {
            value = value << 4 | UInt32(digit)
            count += 1
            lexer.offset += 1
        }
        guard lexer.byte(at: lexer.offset) == UInt8(ascii: "}"), count > 0, value <= 0x10FFFF else {
            throw badEscape(start)
        }
        lexer.offset += 1
        if let scalar = Unicode.Scalar(value) { return Text(String(Character(scalar))) }
        return Text(units: [UInt16(value)])
    }
}

extension Parser {
    /// `${…}` where a value stands: a sub-expression in parentheses (design §2.2).
    mutating func placeholder(at start: Int) throws(ExpressionProblem) -> NodeID {
        let node = try placeholderBody(at: start)
        range = start..<lexer.offset
        try advance()
        return node
    }

    /// The value of the placeholder at an offset; the lexer then stands behind its `}`.
    private mutating func placeholderBody(at start: Int) throws(ExpressionProblem) -> NodeID {
        guard let close = PlaceholderScanner.close(lexer.bytes, from: start + 2, to: lexer.end) else {
            throw ExpressionProblem(
                .unclosedPlaceholder, "the placeholder has no closing '}'", start..<start + 2)
        }
        let body = start + 2..<close
        let node = try deeper { (parser) throws(ExpressionProblem) in try parser.placeholder(body) }
        lexer.offset = close + 1
        return node
    }

    private mutating func placeholder(_ body: Range<Int>) throws(ExpressionProblem) -> NodeID {
        guard let path = VariablePath.parse(lexer.bytes, body), !locals.contains(path.variable.root) else {
            return try subexpression(body)
        }
        guard path.hasDash else { return try add(input: .path(path), body) }
        let difference = try subexpression(body)
        return try add(.pathOr(.path(path), place(of: .path(path)), difference), body, difference)
    }

    private mutating func subexpression(_ body: Range<Int>) throws(ExpressionProblem) -> NodeID {
        let outerEnd = lexer.end
        lexer.end = body.upperBound
        lexer.offset = body.lowerBound
        try advance()
        let node = try value()
        guard isAtEnd else { throw unexpected(after: "the expression") }
        lexer.end = outerEnd
        return node
    }
}

extension Parser {
    /// A regular expression, its first `/` at hand.
    mutating func pattern() throws(ExpressionProblem) -> Pattern {
        let start = range.lowerBound
        guard let slash = PlaceholderScanner.endOfPattern(lexer.bytes, from: start + 1, to: lexer.end) else {
            throw ExpressionProblem(
                .syntax, "the regular expression that begins here has no closing '/'", start..<start + 1)
        }
        let flagsEnd = slash + 1 + Names.length(lexer.bytes, slash + 1..<lexer.end, isStart: false)
        let pattern = try Pattern.parse(lexer.bytes, start + 1..<slash, flags: slash + 1..<flagsEnd)
        lexer.offset = flagsEnd
        range = start..<flagsEnd
        try advance()
        return pattern
    }

    /// `/…/.test(value)`: the one place where a regular expression stands first.
    mutating func patternTest() throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        let pattern = try pattern()
        guard isAt(.dot) else { throw patternOutOfPlace(start..<previousEnd) }
        try advance()
        guard case .name = token, text(range) == "test" else { throw patternOutOfPlace(start..<previousEnd) }
        try advance()
        try expect(.leftParenthesis, "after test")
        let subject = try value()
        try expect(.rightParenthesis, "to close '('")
        return try add(.test(pattern, subject), start..<previousEnd, subject)
    }

    func patternOutOfPlace(_ range: Range<Int>) -> ExpressionProblem {
        ExpressionProblem(
            .unsupported,
            "a regular expression can stand only in match, replace, replaceAll, search and split, or before "
                + ".test", range)
    }
}
