/// A regular expression, compiled for the matcher.
///
/// The subset of JavaScript's: alternation, groups (capturing, `(?:…)`, named), lookahead, classes,
/// `\d \w \s \b` and their opposites, `. ^ $`, greedy and lazy quantifiers up to 1,000, backreferences; the
/// flags `g i m s u y`. Left out, and refused where they stand: lookbehind, `\p{…}`, the flags `d` and `v`.
struct Pattern: Sendable, Hashable {
    let program: [Instruction]
    let sets: [CodeSet]
    /// Capturing groups, the whole match not counted.
    let groupCount: Int
    /// The named groups in the order of the pattern.
    let names: [Name]
    /// Places for group bounds and for loop marks.
    let slotCount: Int
    let flags: Flags

    struct Name: Sendable, Hashable {
        var name: Text
        var group: Int
    }

    struct Flags: OptionSet, Sendable, Hashable {
        let rawValue: UInt8
        static let global = Flags(rawValue: 1)
        static let ignoreCase = Flags(rawValue: 2)
        static let multiline = Flags(rawValue: 4)
        static let dotAll = Flags(rawValue: 8)
        static let unicode = Flags(rawValue: 16)
        static let sticky = Flags(rawValue: 32)

        static func flag(_ letter: UInt8) -> Flags? {
            switch letter {
            case UInt8(ascii: "g"): .global
            case UInt8(ascii: "i"): .ignoreCase
            case UInt8(ascii: "m"): .multiline
            case UInt8(ascii: "s"): .dotAll
            case UInt8(ascii: "u"): .unicode
            case UInt8(ascii: "y"): .sticky
            case _: nil
            }
        }
    }

    /// Reads the body and the flags of a literal; problems have positions in the bytes.
    static func parse(
        _ bytes: Bytes, _ body: Range<Int>, flags: Range<Int>
    ) throws(ExpressionProblem) -> Pattern {
        var set = Flags()
        for offset in flags {
            guard let flag = Flags.flag(bytes[offset]), set.insert(flag).inserted else {
                let letter = bytes.string(offset..<offset + 1)
                throw ExpressionProblem(
                    .pattern, "'\(letter)' is not a flag here; the flags are g, i, m, s, u and y, each once",
                    offset..<offset + 1)
            }
        }
        var parser = PatternParser(bytes, body, set)
        let tree = try parser.pattern()
        var compiler = PatternCompiler(parser, body)
        return try compiler.compile(tree)
    }
}

/// One step of a compiled pattern.
enum Instruction: Sendable, Hashable {
    /// A code unit, or with the flag `u` a code point; folded already where case is ignored.
    case character(UInt32)
    case set(Int)
    /// Goes on at the first place, and at the second should that fail.
    case split(Int, Int)
    case jump(Int)
    /// Notes the position in a slot.
    case save(Int)
    /// Forgets the groups whose slots are from the first up to the second.
    case forget(Int, Int)
    /// Fails when nothing was consumed since the slot was saved.
    case progress(Int)
    case assert(Assertion)
    case backreference(Int)
    /// The body follows; `after` is where to go on.
    case lookahead(isNegative: Bool, after: Int)
    case lookaheadEnd
    case match
}

enum Assertion: Sendable, Hashable { case start, end, wordBoundary, noWordBoundary }

/// A parsed pattern.
indirect enum PatternNode {
    case empty
    case character(UInt32)
    case set(CodeSet)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    case group(Int, PatternNode)
    case lookahead(isNegative: Bool, PatternNode)
    case backreference(Int)
    case namedBackreference(Text, Range<Int>)
    case assertion(Assertion)
    /// The groups inside are `groups`: they are forgotten at every turn.
    case `repeat`(PatternNode, Quantifier, groups: Range<Int>)
}

struct Quantifier {
    var minimum: Int
    /// Nil means no end.
    var maximum: Int?
    var isLazy = false
}
