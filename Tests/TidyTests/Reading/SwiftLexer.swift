/// Splits a Swift source into words, so that a rule never trips over a comment or the inside of a string.
///
/// It knows nested comments, raw strings, strings of several lines and interpolations; a regular expression
/// between bare slashes is read as marks and words.
struct SwiftLexer {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var tokens: [SwiftToken] = []
    private var sawSpace = true
    private var sawNewline = true
    private var sawDocumentation = false

    static func tokens(of text: String) -> [SwiftToken] {
        var lexer = SwiftLexer(bytes: Array(text.utf8))
        lexer.readCode(untilParenthesis: false)
        return lexer.tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func peek(_ distance: Int = 0) -> UInt8 {
        let index = position + distance
        return index < bytes.count ? bytes[index] : 0
    }

    private func stands(_ text: StaticString) -> Bool {
        for offset in 0..<text.utf8CodeUnitCount where peek(offset) != text.utf8Start[offset] { return false }
        return true
    }

    private mutating func readCode(untilParenthesis: Bool) {
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ")"), untilParenthesis, depth == 0 { return }
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            readToken(startingWith: byte)
        }
    }

    private mutating func readToken(startingWith byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"):
            line += 1
            position += 1
            (sawSpace, sawNewline) = (true, true)
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            position += 1
            sawSpace = true
        case UInt8(ascii: "/") where stands("//"): skipLineComment()
        case UInt8(ascii: "/") where stands("/*"): skipBlockComment()
        case UInt8(ascii: "`"): readRawWord()
        case UInt8(ascii: "\""): readString(hashes: 0)
        case UInt8(ascii: "#") where hashes(before: "\"") > 0: readString(hashes: hashes(before: "\""))
        case UInt8(ascii: "#") where hashes(before: "/") > 0: skipPattern(hashes: hashes(before: "/"))
        case let byte where Self.isDigit(byte): readWord(.number)
        case let byte where Self.isWordByte(byte): readWord(.word)
        default:
            append(.mark, String(UnicodeScalar(byte)), at: line)
            position += 1
        }
    }

    private mutating func append(_ kind: SwiftToken.Kind, _ text: String, at line: Int) {
        tokens.append(
            SwiftToken(
                kind: kind, text: text, line: line, lastLine: line, isGlued: !sawSpace,
                startsLine: sawNewline,
                isDocumented: sawDocumentation))
        (sawSpace, sawNewline, sawDocumentation) = (false, false, false)
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 32 >= 97 && byte | 32 <= 122) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    private mutating func readWord(_ kind: SwiftToken.Kind) {
        let start = position
        while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
        append(kind, String(decoding: bytes[start..<position], as: UTF8.self), at: line)
    }

    private mutating func readRawWord() {
        let start = position + 1
        position = start
        while position < bytes.count, peek() != UInt8(ascii: "`"), peek() != UInt8(ascii: "\n") {
            position += 1
        }
        append(.rawWord, String(decoding: bytes[start..<position], as: UTF8.self), at: line)
        position += 1
    }
}

// MARK: - Comments

extension SwiftLexer {
    private mutating func skipLineComment() {
        sawDocumentation = stands("///")
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if stands("/*") {
                depth += 1
                position += 2
            } else if stands("*/") {
                depth -= 1
                position += 2
            } else {
                if peek() == UInt8(ascii: "\n") { line += 1 }
                position += 1
            }
        } while depth > 0 && position < bytes.count
        sawSpace = true
    }
}

// MARK: - Strings

extension SwiftLexer {
    /// How many `#` stand here before a quote or slash; 0 when something else follows them.
    private func hashes(before mark: Unicode.Scalar) -> Int {
        var count = 0
        while peek(count) == UInt8(ascii: "#") { count += 1 }
        return peek(count) == UInt8(ascii: mark) ? count : 0
    }

    /// A regular expression, `#/…/#`: nothing in it is a word.
    private mutating func skipPattern(hashes: Int) {
        append(.string, "", at: line)
        position += hashes + 1
        while position < bytes.count, peek() != UInt8(ascii: "/") || !hashesStand(hashes, from: 1) {
            if peek() == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
        position += 1 + hashes
    }

    private func hashesStand(_ count: Int, from distance: Int) -> Bool {
        (0..<count).allSatisfy { peek(distance + $0) == UInt8(ascii: "#") }
    }

    private mutating func readString(hashes: Int) {
        let index = tokens.count
        append(.string, "", at: line)
        position += hashes
        let quotes = stands("\"\"\"") ? 3 : 1
        position += quotes
        var literal: [UInt8] = []
        while position < bytes.count, !endsString(quotes: quotes, hashes: hashes) {
            if peek() == UInt8(ascii: "\\"), hashesStand(hashes, from: 1) {
                readEscape(hashes: hashes, into: &literal)
            } else {
                if peek() == UInt8(ascii: "\n") {
                    if quotes == 1 { break }
                    line += 1
                }
                literal.append(bytes[position])
                position += 1
            }
        }
        if position < bytes.count, peek() != UInt8(ascii: "\n") { position += quotes + hashes }
        tokens[index].text = String(decoding: literal, as: UTF8.self)
        tokens[index].lastLine = line
        (sawSpace, sawNewline) = (false, false)
    }

    private func endsString(quotes: Int, hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { peek($0) == UInt8(ascii: "\"") } && hashesStand(hashes, from: quotes)
    }

    private mutating func readEscape(hashes: Int, into literal: inout [UInt8]) {
        position += 1 + hashes
        if peek() == UInt8(ascii: "(") {
            position += 1
            readCode(untilParenthesis: true)
            position += 1
        } else {
            if peek() == UInt8(ascii: "\n") { line += 1 }
            literal.append(peek())
            position += 1
        }
    }
}
