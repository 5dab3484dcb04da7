import TestSupport

extension ExpressionGenerator {
    /// A pattern of the stated subset. `groups` counts the capturing groups written so far.
    private mutating func pattern(_ depth: Int, _ groups: inout Int) -> String {
        var text = ""
        for _ in 0..<(1 + random.below(3)) {
            var atom = self.atom(depth, &groups)
            if random.once(in: 3), !["^", "$", "\\b", "\\B"].contains(atom), !atom.hasPrefix("(?="),
                !atom.hasPrefix("(?!")
            {
                atom += random.pick(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,3}?", "{1,}"])
            }
            text += atom
        }
        return depth > 0 && random.once(in: 4) ? text + "|" + pattern(depth - 1, &groups) : text
    }

    private mutating func atom(_ depth: Int, _ groups: inout Int) -> String {
        switch random.below(depth > 0 ? 14 : 9) {
        case 0, 1, 2:
            return random.pick(["a", "b", "A", "0", "1", "é", "ß", "σ", "ς", "ſ", "K", "µ", "x", "-", " "])
        case 3: return random.pick([".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "[^]", "\\.", "\\n"])
        case 4: return random.pick(["^", "$", "\\b", "\\B"])
        case 5:
            return random.pick([
                "[ab]", "[^a]", "[a-z]", "[A-Zé]", "[\\d-]", "[^\\s\\w]", "[\\w]", "[é-σ]", "[ſ]", "[]",
            ])
        case 6: return random.pick(["\\u0061", "\\x41", "\\ud83d", "\\ude00", "[\\ud83d]", "\\t"])
        case 7: return groups > 0 ? "\\\(1 + random.below(groups))(?:)" : "a"
        case 8: return random.pick(["😀", "[😀]", "\\/", "[/]", "\\$"])
        case 9, 10:
            groups += 1
            return "(\(pattern(depth - 1, &groups)))"
        case 11: return "(?:\(pattern(depth - 1, &groups)))"
        case 12: return "(?\(random.pick(["=", "!"]))\(pattern(depth - 1, &groups)))"
        case _:
            groups += 1
            return "(?<n\(groups)>\(pattern(depth - 1, &groups)))"
        }
    }

    mutating func patternExpression() -> String {
        var groups = 0
        var body = pattern(2, &groups)
        var flags = ["g", "i", "m", "s", "u", "y"].filter { _ in random.once(in: 3) }
        if flags.contains("u") {
            // Stricter with `u`, and `\w` with `iu` has two letters more.
            body = body.replacing("[\\d-]", with: "[\\d\\-]")
            if flags.contains("i") {
                for word in ["\\w", "\\W", "\\b", "\\B"] { body = body.replacing(word, with: "b") }
            }
        }
        let receiver = text(9)
        let method = random.pick(["match", "replace", "replaceAll", "search", "split", "test"])
        if method == "replaceAll", !flags.contains("g") { flags.append("g") }
        let literal = "/\(body)/\(flags.joined())"
        switch method {
        case "test": return "\(literal).test(\(receiver))"
        case "replace", "replaceAll":
            var replacement = random.pick([
                "'<$&>'", "'[$1|$2|$10|$0]'", "'$`,$\\''", "'$<n1>$<x>$'", "(m, a) => `{${m}/${a}}`", "'$$1'",
                "x => x.length",
            ])
            // V8 gives a callback '' for a group that took no part, where ECMA-262 says undefined.
            if flags.contains("u"), replacement.hasPrefix("(m, a)") { replacement = "(m, a, b) => m + '|'" }
            return "\(receiver).\(method)(\(literal), \(replacement))"
        case "match": return "\(receiver).match(\(literal))?.map(x => x) ?? null"
        case "split":
            return "\(receiver).split(\(literal)\(random.once(in: 4) ? ", \(random.below(4))" : ""))"
        case _: return "\(receiver).\(method)(\(literal))"
        }
    }
}
