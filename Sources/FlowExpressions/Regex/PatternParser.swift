/// Reads the body of a regular expression.
struct PatternParser {
    /// The deepest nesting of groups, which costs the parser's and the compiler's recursion.
    static let depthLimit = 100

    /// A code unit, or with the flag `u` a code point, and where it stands in the source.
    struct Code {
        var value: UInt32
        var offset: Int
    }

    let flags: Pattern.Flags
    private let end: Int
    var codes: [Code] = []
    var index = 0
    private var depth = 0
    private(set) var groupCount = 0
    private(set) var names: [Pattern.Name] = []
    /// Known before the body is read, so that a backreference can name a later group.
    var totalGroups = 0
    var hasNames = false

    init(_ bytes: Bytes, _ range: Range<Int>, _ flags: Pattern.Flags) {
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

    func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        index + ahead < codes.count ? Unicode.Scalar(codes[index + ahead].value) : nil
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        index += 1
        return true
    }

    /// The source from a code up to the cursor, at least one byte of it where there is one.
    func range(from start: Int) -> Range<Int> {
        let lower = start < codes.count ? codes[start].offset : end
        let upper = index < codes.count ? codes[index].offset : end
        return lower..<max(lower, upper)
    }

    func problem(_ message: String, from start: Int) -> ExpressionProblem {
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

    func peekRaw(_ ahead: Int = 0) -> UInt32? {
        index + ahead < codes.count ? codes[index + ahead].value : nil
    }

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

    mutating func number() -> Int? {
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
    mutating func groupName(_ start: Int) throws(ExpressionProblem) -> Text {
        index += 1
        var units: [UInt8] = []
        while let next = peek(), next.isASCII, next != ">" {
            units.append(UInt8(next.value))
            index += 1
        }
        let length = units.withUnsafeBufferPointer { Names.length($0, 0..<$0.count) }
        guard take(">"), !units.isEmpty, length == units.count else {
            throw problem("a group's name is letters, digits and '_' between '<' and '>'", from: start)
        }
        return Text(String(decoding: units, as: UTF8.self))
    }
}
