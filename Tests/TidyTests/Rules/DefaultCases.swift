extension HouseRule {
    /// A `default:` over our own enum turns a forgotten case into a silent one.
    ///
    /// What counts is whether a case of the same switch names a case that some enum in Sources declares.
    /// Switches over bytes, text and numbers never do; a tuple with a literal in it cannot be listed in full
    /// and does not count. Where a switch is about a few cases out of many and the rest is sure to be alike,
    /// the reason stands on the line, and there are not many such lines.
    static let noDefaultOverOurEnums = HouseRule(
        "a switch over an enum of ours has no default, or says why on its line, at most 20 times in all",
        broken: [
            "enum A { case b, c }\nswitch a {\ncase .b: 1\ndefault: 2\n}",
            "enum A { case b(Int) }\nswitch a {\ncase .b(let c): 1\ncase _: 2\n}",
            "enum A { case b(Int) }\nswitch (a, d) {\ncase (.b, _): 1\ndefault: 2\n}",
            "enum A { indirect case b }\nswitch a {\ncase A.b where c: 1\ndefault: 2\n}",
            "enum A { case `b` }\nswitch a {\ncase let .b(c): 1\n@unknown default: 2\n}",
            "enum A { case b }\nswitch a {\ncase .b: 1\ndefault: 2  // rest\n}",
            "enum A { case b }\n"
                + String(
                    repeating: "switch a {\ncase .b: 1\ndefault: 2  // a reason of words\n}\n", count: 21),
        ].map { ["Sources/A/A.swift": $0] },
        kept: [
            "enum A { case b }\nswitch a {\ncase .b: 1\n}",
            "enum A { case b }\nswitch a {\ncase .b: 1\ncase _: 2  // nothing else is sent here\n}",
            "switch a {\ncase 1: 1\ndefault: 2\n}",
            "enum A { case b }\nswitch c {\ncase .foreign: 1\ndefault: 2\n}",
            "enum A { case b }\nswitch (c, a) {\ncase (\"d\", .b): 1\ndefault: 2\n}",
            "enum A { case b }\nswitch c {\ncase let x where x == .b: 1\ndefault: 2\n}",
            "enum A { case b }\nswitch a {\ncase .b:\nswitch c {\ncase 1: 1\ndefault: 2 } }",
        ].map { ["Sources/A/A.swift": $0] }
    ) { sources in
        let files = sources.files(in: "Sources")
        let ours = files.reduce(into: Set<String>()) { $0.formUnion($1.enumCases) }
            .subtracting(optionals)
        var reasoned: [Violation] = []
        var violations: [Violation] = []
        for file in files {
            for item in file.switches {
                guard let line = item.defaultLine, let named = item.named.first(where: ours.contains) else {
                    continue
                }
                let found = file.violation(at: line, "a default beside .\(named), which is a case of ours")
                if file.hasReason(at: line) { reasoned.append(found) } else { violations.append(found) }
            }
        }
        return violations + (reasoned.count > 20 ? reasoned : [])
    }
}

/// Every optional has these, so they tell nothing.
private let optionals: Set = ["some", "none"]

/// A `switch` as far as the rule needs it.
private struct SwitchStatement {
    /// The names after a dot in its patterns.
    var named: [String] = []
    /// Where its `default:` or `case _:` stands.
    var defaultLine: Int?
}

extension SwiftFile {
    /// A comment of a few words stands on the line.
    fileprivate func hasReason(at line: Int) -> Bool {
        guard let comment = lines[line - 1].firstRange(of: "//") else { return false }
        return lines[line - 1][comment.upperBound...].split(separator: " ").count > 2
    }

    /// The names of all cases that enums declare here.
    fileprivate var enumCases: Set<String> {
        var names: Set<String> = []
        var isEnum: [Bool] = []
        var opensEnum = false
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            if token.isWord("enum") { opensEnum = true }
            if token.isMark("{") {
                isEnum.append(opensEnum)
                opensEnum = false
            }
            if token.isMark("}") { _ = isEnum.popLast() }
            if token.isWord("case"), isEnum.last == true { readCases(after: &index, into: &names) }
            index += 1
        }
        return names
    }

    /// `case a(Int), b = "x"`: leaves `index` on the last token read.
    private func readCases(after index: inout Int, into names: inout Set<String>) {
        while let name = tokens[safe: index + 1] {
            names.insert(name.text)
            index += 1
            if tokens[safe: index + 1]?.isMark("(") == true { index = closing(of: index + 1) }
            if tokens[safe: index + 1]?.isMark("=") == true { index += 2 }
            guard tokens[safe: index + 1]?.isMark(",") == true else { return }
            index += 1
        }
    }

    fileprivate var switches: [SwitchStatement] {
        tokens.indices.compactMap { index in
            guard tokens[index].isWord("switch"), index == 0 || !tokens[index - 1].isMark(".") else {
                return nil
            }
            var opening = index + 1
            while opening < tokens.count, !tokens[opening].isMark("{") {
                let isBracket = tokens[opening].isMark("(") || tokens[opening].isMark("[")
                opening = isBracket ? closing(of: opening) + 1 : opening + 1
            }
            return opening < tokens.count ? switchStatement(opening: opening) : nil
        }
    }

    private func switchStatement(opening: Int) -> SwitchStatement {
        var statement = SwitchStatement()
        let end = closing(of: opening)
        var index = opening + 1
        while index < end {
            let token = tokens[index]
            if token.kind == .mark, ["(", "[", "{"].contains(token.text) {
                index = closing(of: index)
            } else if token.isWord("default"), tokens[safe: index + 1]?.isMark(":") == true {
                statement.defaultLine = token.line
            } else if token.isWord("case"), index == opening + 1 || tokens[index].startsLine {
                readPattern(at: &index, until: end, into: &statement)
            }
            index += 1
        }
        return statement
    }

    /// Reads `case .b(let c), .d where …:`; leaves `index` on its colon or its `where`.
    private func readPattern(at index: inout Int, until end: Int, into statement: inout SwitchStatement) {
        if tokens[safe: index + 1]?.isWord("_") == true, tokens[safe: index + 2]?.isMark(":") == true {
            statement.defaultLine = tokens[index].line
        }
        let opensTuple = tokens[safe: index + 1]?.isMark("(") == true
        var names: [String] = []
        defer { statement.named += names }
        var depth = 0
        while index + 1 < end {
            index += 1
            let token = tokens[index]
            if token.isMark("(") || token.isMark("[") { depth += 1 }
            if token.isMark(")") || token.isMark("]") { depth -= 1 }
            if depth == 0, token.isMark(":") || token.isWord("where") { return }
            if token.isMark("."), let name = tokens[safe: index + 1], namesCase(beforeDotAt: index) {
                names.append(name.text)
            } else if opensTuple, token.kind == .string || token.kind == .number {
                names = []
                return skipPattern(at: &index, until: end)
            }
        }
    }

    private func skipPattern(at index: inout Int, until end: Int) {
        while index + 1 < end, !tokens[index].isMark(":") { index += 1 }
    }

    /// `.b` and `A.b` name a case; `a.b` and `f().b` are values.
    private func namesCase(beforeDotAt index: Int) -> Bool {
        guard tokens[index].isGlued else { return true }
        let before = tokens[index - 1]
        switch before.kind {
        case .mark: return before.text == "(" || before.text == "["
        case .word: return before.text.first?.isUppercase == true
        case .rawWord, .number, .string: return false
        }
    }
}
