/// Reads the body of a regular expression.
struct PatternParser {
    /// The deepest nesting of groups, which costs the parser's and the compiler's recursion.
    static let depthLimit = 100

    /// A code unit, or with the flag `u` a code point, and where it stands in the source.
    private struct Code {
        var value: UInt32
        var offset: Int
    }

    let flags: Pattern.Flags
    private let end: Int
    private var codes: [Code] = []
    private var index = 0
    private var depth = 0
    private(set) var groupCount = 0
    private(set) var names: [Pattern.Name] = []
    /// Known before the body is read, so that a backreference can name a later group.
    private var totalGroups = 0
    private var hasNames = false

    init(_ bytes: [UInt8], _ range: Range<Int>, _ flags: Pattern.Flags) {
        self.flags = flags
        end = range.upperBound
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard let (scalar, width) = Names.scalar(bytes, offset..<range.upperBound) else { break }
            if flags.contains(.unicode) {
                codes.append(Code(value: scalar.value, offset: offset))
            } else {
                for unit in UTF16.encode(scalar) ?? .init() {
                    codes.append(Code(value: UInt32(unit), offset: offset))
                }
            }
            offset += width
        }
        countGroups()
    }

    private mutating func countGroups() {
        var isInClass = false
        var place = 0
        while place < codes.count {
            switch Unicode.Scalar(codes[place].value) {
            case "\\": place += 1
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass:
                let opening = codes[place...].prefix(4).map { Unicode.Scalar($0.value) }
                let isNamed =
                    opening.count == 4 && opening[1] == "?" && opening[2] == "<" && opening[3] != "="
                    && opening[3] != "!"
                hasNames = hasNames || isNamed
                if isNamed || opening.count < 2 || opening[1] != "?" { totalGroups += 1 }
            case _: break
            }
            place += 1
        }
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        index + ahead < codes.count ? Unicode.Scalar(codes[index + ahead].value) : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        index += 1
        return true
    }

    /// The source from a code up to the cursor, at least one byte of it where there is one.
    private func range(from start: Int) -> Range<Int> {
        let lower = start < codes.count ? codes[start].offset : end
        let upper = index < codes.count ? codes[index].offset : end
        return lower..<max(lower, upper)
    }

    private func problem(_ message: String, from start: Int) -> ExpressionProblem {
        ExpressionProblem(.pattern, message, range(from: start))
    }

    mutating func pattern() throws(ExpressionProblem) -> PatternNode {
        let node = try alternatives()
        if index < codes.count {
            let start = index
            index += 1
            throw problem("')' closes nothing in this regular expression", from: start)
        }
        return node
    }

    private mutating func alternatives() throws(ExpressionProblem) -> PatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(ExpressionProblem) -> PatternNode {
        var terms: [PatternNode] = []
        while let next = peekRaw(), next != 0x7C, next != 0x29 { terms.append(try term()) }
        return terms.count == 1 ? terms[0] : terms.isEmpty ? .empty : .sequence(terms)
    }

    private func peekRaw() -> UInt32? { index < codes.count ? codes[index].value : nil }

    private mutating func term() throws(ExpressionProblem) -> PatternNode {
        let firstGroup = groupCount
        let start = index
        if try quantifier() != nil { throw problem("nothing to repeat", from: start) }
        let isAssertion = isAtAssertion
        let atom = try atom()
        let quantified = index
        guard var quantifier = try quantifier() else { return atom }
        if isAssertion { throw problem("nothing to repeat", from: quantified) }
        quantifier.isLazy = take("?")
        return .repeat(atom, quantifier, groups: firstGroup + 1..<groupCount + 1)
    }

    /// Whether what comes consumes nothing, so that no quantifier may follow; a lookahead may have one where
    /// the flag `u` is not set.
    private var isAtAssertion: Bool {
        switch peek() {
        case "^", "$": true
        case "\\": peek(1) == "b" || peek(1) == "B"
        case "(": flags.contains(.unicode) && peek(1) == "?" && (peek(2) == "=" || peek(2) == "!")
        case _: false
        }
    }

    private mutating func quantifier() throws(ExpressionProblem) -> Quantifier? {
        if take("*") { return Quantifier(minimum: 0, maximum: nil) }
        if take("+") { return Quantifier(minimum: 1, maximum: nil) }
        if take("?") { return Quantifier(minimum: 0, maximum: 1) }
        return peek() == "{" ? try counted() : nil
    }

    /// `{n}`, `{n,}`, `{n,m}`; anything else in braces is text.
    private mutating func counted() throws(ExpressionProblem) -> Quantifier? {
        let start = index
        index += 1
        let minimum = number()
        var maximum = minimum
        if take(",") { maximum = number() }
        guard let minimum, take("}") else {
            if flags.contains(.unicode) { throw problem("'{' begins no quantifier", from: start) }
            index = start
            return nil
        }
        if let maximum, maximum < minimum {
            throw problem("the numbers of this quantifier are out of order", from: start)
        }
        guard max(minimum, maximum ?? 0) <= PatternCompiler.repeatLimit else {
            throw problem("a quantifier counts to \(PatternCompiler.repeatLimit) at most", from: start)
        }
        return Quantifier(minimum: minimum, maximum: maximum)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let next = peek(), let digit = next.isASCII ? Int(String(next)) : nil {
            value = min((value ?? 0) * 10 + digit, 1_000_000)
            index += 1
        }
        return value
    }

    private mutating func atom() throws(ExpressionProblem) -> PatternNode {
        let start = index
        let code = codes[index].value
        index += 1
        switch Unicode.Scalar(code) {
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case ".":
            return .set(CodeSet(flags.contains(.dotAll) ? [] : CodeSet.lineEnds, isNegated: true))
        case "(": return try group(start)
        case "[": return try set(start)
        case "\\": return try escape(start)
        case "{", "}", "]":
            if flags.contains(.unicode) { throw problem("this bracket needs a '\\' before it", from: start) }
            return .character(code)
        case _: return .character(code)
        }
    }

    private mutating func group(_ start: Int) throws(ExpressionProblem) -> PatternNode {
        guard depth < PatternParser.depthLimit else {
            throw problem("groups nest deeper than \(PatternParser.depthLimit) levels", from: start)
        }
        depth += 1
        var wrap: (PatternNode) -> PatternNode = { $0 }
        if take("?") {
            switch peek() {
            case ":": index += 1
            case "=", "!":
                let isNegative = peek() == "!"
                index += 1
                wrap = { .lookahead(isNegative: isNegative, $0) }
            case "<": wrap = try named(start)
            case _: throw problem("unknown kind of group", from: start)
            }
        } else {
            groupCount += 1
            let group = groupCount
            wrap = { .group(group, $0) }
        }
        let body = try alternatives()
        guard take(")") else { throw problem("this group has no ')'", from: start) }
        depth -= 1
        return wrap(body)
    }

    private mutating func named(_ start: Int) throws(ExpressionProblem) -> (PatternNode) -> PatternNode {
        if peek(1) == "=" || peek(1) == "!" {
            index += 2
            throw problem("looking behind is not available in expressions", from: start)
        }
        let name = try groupName(start)
        guard !names.contains(where: { $0.name == name }) else {
            throw problem("two groups are named '\(name)'", from: start)
        }
        groupCount += 1
        let group = groupCount
        names.append(Pattern.Name(name: name, group: group))
        return { .group(group, $0) }
    }

    /// `<name>`.
    private mutating func groupName(_ start: Int) throws(ExpressionProblem) -> Text {
        index += 1
        var units: [UInt8] = []
        while let next = peek(), next.isASCII, next != ">" {
            units.append(UInt8(next.value))
            index += 1
        }
        guard take(">"), !units.isEmpty, Names.length(units, 0..<units.count) == units.count else {
            throw problem("a group's name is letters, digits and '_' between '<' and '>'", from: start)
        }
        return Text(String(decoding: units, as: UTF8.self))
    }
}

extension PatternParser {
    /// An escape outside a class, the backslash read.
    private mutating func escape(_ start: Int) throws(ExpressionProblem) -> PatternNode {
        guard let next = peekRaw() else {
            throw problem("'\\' stands at the end of the pattern", from: start)
        }
        if let members = CodeSet.escape(next) {
            index += 1
            return .set(CodeSet(members))
        }
        switch Unicode.Scalar(next) {
        case "b":
            index += 1
            return .assertion(.wordBoundary)
        case "B":
            index += 1
            return .assertion(.noWordBoundary)
        case .some("1"..."9"):
            guard let group = number(), group <= totalGroups else {
                throw problem("there is no group of this number", from: start)
            }
            return .backreference(group)
        case "k" where hasNames || flags.contains(.unicode):
            index += 1
            guard peek() == "<" else { throw problem("'\\k' needs a group's name", from: start) }
            let name = try groupName(start)
            return .namedBackreference(name, range(from: start))
        case _: return .character(try characterEscape(start))
        }
    }

    /// An escape that stands for one character.
    private mutating func characterEscape(_ start: Int) throws(ExpressionProblem) -> UInt32 {
        let code = codes[index].value
        index += 1
        switch Unicode.Scalar(code) {
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "0":
            if let next = peek(), ("0"..."9").contains(next) {
                throw problem("octal escapes are not available", from: start)
            }
            return 0
        case "c":
            guard let letter = peek(), letter.isASCII, letter.properties.isAlphabetic else {
                throw problem("'\\c' needs a letter", from: start)
            }
            index += 1
            return letter.value & 31
        case "x": return try hex(2, start, otherwise: code)
        case "u": return try unicodeEscape(start)
        case "p", "P": throw problem("'\\p' is not available in expressions", from: start)
        case .some("1"..."9"): throw problem("octal escapes are not available", from: start)
        case let scalar:
            let isSyntax = scalar.map { "^$\\.*+?()[]{}|/-".unicodeScalars.contains($0) } ?? false
            if flags.contains(.unicode), !isSyntax {
                throw problem("this character needs no '\\'", from: start)
            }
            return code
        }
    }

    /// So many hex digits; without them the letter stands for itself.
    private mutating func hex(_ count: Int, _ start: Int, otherwise: UInt32) throws(ExpressionProblem)
        -> UInt32
    {
        var value: UInt32 = 0
        for ahead in 0..<count {
            guard let next = peek(ahead), next.isASCII, let digit = HexDigits.value(UInt8(next.value)) else {
                if flags.contains(.unicode) { throw problem("expected \(count) hex digits", from: start) }
                return otherwise
            }
            value = value << 4 | UInt32(digit)
        }
        index += count
        return value
    }

    private mutating func unicodeEscape(_ start: Int) throws(ExpressionProblem) -> UInt32 {
        let letter = UInt32(UInt8(ascii: "u"))
        guard flags.contains(.unicode) else { return try hex(4, start, otherwise: letter) }
        if take("{") {
            var value: UInt32 = 0
            let first = index
            while let next = peek(), next.isASCII, let digit = HexDigits.value(UInt8(next.value)),
                value <= 0x10FFFF
            {
                value = value << 4 | UInt32(digit)
                index += 1
            }
            guard first < index, value <= 0x10FFFF, take("}") else {
                throw problem("'\\u{…}' needs a character's number", from: start)
            }
            return value
        }
        let lead = try hex(4, start, otherwise: letter)
        guard (0xD800...0xDBFF).contains(lead), peek() == "\\", peek(1) == "u" else { return lead }
        let saved = index
        index += 2
        if peek() != "{", let trail = try? hex(4, start, otherwise: letter), (0xDC00...0xDFFF).contains(trail)
        {
            return 0x10000 + ((lead & 0x3FF) << 10) + (trail & 0x3FF)
        }
        index = saved
        return lead
    }

    /// `[…]`, the bracket read.
    private mutating func set(_ start: Int) throws(ExpressionProblem) -> PatternNode {
        let isNegated = take("^")
        var members: [ClosedRange<UInt32>] = []
        while !take("]") {
            guard index < codes.count else { throw problem("this class has no ']'", from: start) }
            let itemStart = index
            let lower = try setItem()
            guard peek() == "-", let after = peekRaw(1), after != 0x5D else {
                members += lower
                continue
            }
            index += 1
            let upper = try setItem()
            if let first = single(lower), let last = single(upper) {
                guard first <= last else { throw problem("this range is out of order", from: itemStart) }
                members.append(first...last)
            } else if flags.contains(.unicode) {
                throw problem("a range goes from one character to another", from: itemStart)
            } else {
                members += lower + upper + [0x2D...0x2D]
            }
        }
        return .set(CodeSet(members, isNegated: isNegated))
    }

    private func peekRaw(_ ahead: Int) -> UInt32? {
        index + ahead < codes.count ? codes[index + ahead].value : nil
    }

    private func single(_ members: [ClosedRange<UInt32>]) -> UInt32? {
        members.count == 1 && members[0].count == 1 ? members[0].lowerBound : nil
    }

    private mutating func setItem() throws(ExpressionProblem) -> [ClosedRange<UInt32>] {
        let start = index
        let code = codes[index].value
        index += 1
        guard code == UInt32(UInt8(ascii: "\\")) else { return [code...code] }
        guard let next = peekRaw() else {
            throw problem("'\\' stands at the end of the pattern", from: start)
        }
        if let members = CodeSet.escape(next) {
            index += 1
            return members
        }
        if take("b") { return [0x08...0x08] }
        let character = try characterEscape(start)
        return [character...character]
    }
}
