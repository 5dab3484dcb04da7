/// Escapes and classes.
extension PatternParser {
    /// An escape outside a class, the backslash read.
    mutating func escape(_ start: Int) throws(ExpressionProblem) -> PatternNode {
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
    mutating func set(_ start: Int) throws(ExpressionProblem) -> PatternNode {
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
