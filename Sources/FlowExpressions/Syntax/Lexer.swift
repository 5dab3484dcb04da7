/// Splits an expression into tokens. Offsets are UTF-8 offsets into the whole text.
struct Lexer {
    let bytes: Bytes
    /// Where the expression ends; the text may go on.
    var end: Int
    /// Behind the last token.
    var offset: Int
    /// Where the last token begins.
    private(set) var start: Int

    init(_ bytes: Bytes, _ range: Range<Int>) {
        self.bytes = bytes
        (start, offset) = (range.lowerBound, range.lowerBound)
        end = range.upperBound
    }

    func byte(at offset: Int) -> UInt8? { offset < end ? bytes[offset] : nil }

    /// The next token; it stands between `start` and `offset`.
    mutating func next() throws(ExpressionProblem) -> Token {
        while offset < end, bytes[offset] == 0x20 { offset += 1 }
        if offset < end, Lexer.mayBeSpace(bytes[offset]) { try skipSpace() }
        start = offset
        guard start < end else { return .end }
        switch bytes[start] {
        case 0x30...0x39: return .number(try number())
        case UInt8(ascii: "."):
            return isDigit(at: start + 1) ? .number(try number()) : .symbol(try symbol())
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            offset += 1
            return .quote(bytes[start])
        case _:
            let width = Names.length(bytes, start..<end)
            guard width > 0 else { return .symbol(try symbol()) }
            offset += width
            return .name(Word(bytes, start..<offset))
        }
    }

    private func isDigit(at offset: Int) -> Bool { offset < end && (0x30...0x39).contains(bytes[offset]) }

    /// Whether a byte begins white space or a comment, blanks aside; most tokens begin otherwise.
    private static func mayBeSpace(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x80 || byte == UInt8(ascii: "/")
    }

    /// White space, line ends and comments.
    private mutating func skipSpace() throws(ExpressionProblem) {
        while let byte = byte(at: offset), Lexer.mayBeSpace(byte) {
            if byte == 0x20 || (0x09...0x0D).contains(byte) {
                offset += 1
            } else if byte >= 0x80, let (scalar, width) = Names.scalar(bytes, offset..<end),
                scalar.value <= 0xFFFF, Text.isSpace(UInt16(scalar.value))
            {
                offset += width
            } else if byte == UInt8(ascii: "/"), let second = self.byte(at: offset + 1),
                second == byte || second == UInt8(ascii: "*")
            {
                throw ExpressionProblem(
                    .unsupported, "a comment cannot stand in an expression", offset..<offset + 2)
            } else {
                return
            }
        }
    }

    private mutating func symbol() throws(ExpressionProblem) -> Symbol {
        if let (symbol, count) = Symbol.longest(bytes, at: offset, to: end) {
            if symbol == .chain, isDigit(at: offset + 2) {
                // `a?.5:b` is a condition, not a chain.
                offset += 1
                return .question
            }
            offset += count
            return symbol
        }
        let width = Names.scalar(bytes, offset..<end)?.width ?? 1
        let text = bytes.string(offset..<min(offset + width, end))
        throw ExpressionProblem(.syntax, "unexpected character '\(text)'", offset..<offset + width)
    }

    private mutating func number() throws(ExpressionProblem) -> Double {
        let start = offset
        let value: Double?
        if bytes[offset] == 0x30, let letter = byte(at: offset + 1),
            let bits = NumberParsing.radixBits(letter)
        {
            offset += 2
            skipLetters()
            value =
                start + 2 < offset ? NumberParsing.wholeNumber(bytes[start + 2..<offset], bits: bits) : nil
        } else {
            value = decimal()
        }
        let tail = offset
        skipLetters()
        guard let value, tail == offset else {
            let text = bytes.string(start..<offset)
            throw ExpressionProblem(.syntax, "'\(text)' is not a number", start..<offset)
        }
        return value
    }

    /// Digits, point, exponent; nil for a number with a leading zero, which JavaScript reads as octal.
    private mutating func decimal() -> Double? {
        let start = offset
        skipDigits()
        let hasLeadingZero = bytes[start] == 0x30 && offset - start > 1
        if byte(at: offset) == UInt8(ascii: ".") {
            offset += 1
            skipDigits()
        }
        if let letter = byte(at: offset), letter | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if byte(at: offset) == UInt8(ascii: "+") || byte(at: offset) == UInt8(ascii: "-") { offset += 1 }
            let digits = offset
            skipDigits()
            if digits == offset { return nil }
        }
        return hasLeadingZero ? nil : NumberParsing.decimal(bytes, start..<offset)
    }

    private mutating func skipDigits() {
        while isDigit(at: offset) { offset += 1 }
    }

    private mutating func skipLetters() {
        while case let width = Names.length(bytes, offset..<end, isStart: false), width > 0 {
            offset += width
        }
    }
}
