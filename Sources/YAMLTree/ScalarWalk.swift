import SourceText

/// Walks a scalar's text and its source side by side, for `YAMLNode.sourceRange(ofText:in:)`.
struct ScalarWalk {
    /// A piece of text that one place of the source makes: a character, an escape, a fold.
    private typealias Unit = (length: Int, source: Range<Int>)

    private let bytes: [UInt8]
    private let text: [UInt8]
    private let style: YAMLScalar.Style
    /// Offsets in the file; the closing quote is beyond `end`.
    private var at: Int
    private let end: Int
    /// Spaces before every line of a block scalar.
    private var indentation = 0
    private var isBeforeFirstLine: Bool
    /// Up to here no line break follows the blanks: each run of blanks is looked at once.
    private var noFoldBefore = 0

    init(bytes: [UInt8], range: SourceRange, scalar: YAMLScalar) {
        self.bytes = bytes
        text = Array(scalar.text.utf8)
        style = scalar.style
        let quote = style == .singleQuoted || style == .doubleQuoted ? 1 : 0
        at = range.lower + quote
        end = max(at, range.upper - quote)
        isBeforeFirstLine = style.isBlock
        if style.isBlock { enterBlock() }
    }

    /// The source of a range of the text; `nil` when the two do not match up.
    mutating func find(_ wanted: Range<Int>) -> Range<Int>? {
        var done = 0
        var lower: Int?
        while done < text.count {
            guard let unit = step(from: done) else { return nil }
            if lower == nil, wanted.lowerBound < done + unit.length {
                if wanted.isEmpty { return unit.source.lowerBound..<unit.source.lowerBound }
                lower = unit.source.lowerBound
            }
            done += unit.length
            if let lower, done >= wanted.upperBound { return lower..<unit.source.upperBound }
        }
        return at..<at
    }

    private mutating func step(from done: Int) -> Unit? {
        let next = text[done]
        if style.isBlock {
            if isBeforeFirstLine || at >= end || SourceScan.isBreak(bytes[at]) {
                return blockBreaks(from: done)
            }
        } else if at < end {
            if style == .doubleQuoted, bytes[at] == UInt8(ascii: "\\") { return escape(from: done) }
            if style == .singleQuoted, bytes[at] == UInt8(ascii: "'") { return take(1, of: 2) }
            if isFold() { return fold(from: done) }
        }
        return at < end && bytes[at] == next ? take(1, of: 1) : nil
    }

    private mutating func take(_ length: Int, of count: Int) -> Unit {
        let source = at..<min(at + count, end)
        at = source.upperBound
        return (length, source)
    }

    /// How many line breaks stand in the text from here.
    private func breaks(from done: Int) -> Int { text[done...].prefix { $0 == 0x0A }.count }
}

// MARK: Plain and quoted scalars

extension ScalarWalk {
    /// Whether a line break, or blanks before one, stand here.
    private mutating func isFold() -> Bool {
        guard at >= noFoldBefore, SourceScan.isBlank(bytes[at]) else { return false }
        var ahead = at
        while ahead < end, bytes[ahead] == 0x20 || bytes[ahead] == 0x09 { ahead += 1 }
        noFoldBefore = ahead
        return ahead < end && SourceScan.isBreak(bytes[ahead])
    }

    /// Breaks and blanks up to the next content make a space, or as many line breaks as the text has.
    private mutating func fold(from done: Int) -> Unit? {
        let from = at
        while at < end, SourceScan.isBlank(bytes[at]) { at += 1 }
        let length = text[done] == 0x20 ? 1 : breaks(from: done)
        return length > 0 ? (length, from..<at) : nil
    }

    private mutating func escape(from done: Int) -> Unit? {
        guard at + 1 < end else { return nil }
        if SourceScan.isBreak(bytes[at + 1]) {
            // An escaped line break makes nothing; empty lines after it make line breaks.
            let from = at
            at += 1
            while at < end, SourceScan.isBlank(bytes[at]) { at += 1 }
            let length = breaks(from: done)
            return length > 0 ? (length, from..<at) : step(from: done)
        }
        switch bytes[at + 1] {
        case UInt8(ascii: "x"): return coded(digits: 2)
        case UInt8(ascii: "u"): return coded(digits: 4)
        case UInt8(ascii: "U"): return coded(digits: 8)
        case UInt8(ascii: "N"), UInt8(ascii: "_"): return take(2, of: 2)
        case UInt8(ascii: "L"), UInt8(ascii: "P"): return take(3, of: 2)
        default: return take(1, of: 2)
        }
    }

    private mutating func coded(digits: Int) -> Unit? {
        guard at + 2 + digits <= end else { return nil }
        var code: UInt32 = 0
        for byte in bytes[at + 2..<at + 2 + digits] {
            guard let digit = hexDigit(byte) else { return nil }
            code = code << 4 | UInt32(digit)
        }
        // The first half of a surrogate pair: its other half is an escape of the same length.
        if 0xD800..<0xDC00 ~= code { return take(4, of: 12) }
        return Unicode.Scalar(code).map { take(String($0).utf8.count, of: 2 + digits) }
    }
}

// MARK: Block scalars

extension ScalarWalk {
    /// Goes to the end of the header and finds the indentation: what the first line has in the source beyond
    /// what it has in the text, which also holds when the header states it.
    private mutating func enterBlock() {
        while at < end, !SourceScan.isBreak(bytes[at]) { at += 1 }
        var lineStart = at
        var first = at
        while first < end, SourceScan.isBlank(bytes[first]) {
            first += 1
            if SourceScan.isBreak(bytes[first - 1]) { lineStart = first }
        }
        let line = text.drop { $0 == 0x0A }
        let inSource = bytes[lineStart..<end].prefix { $0 == 0x20 }.count
        indentation = max(0, inSource - line.prefix { $0 == 0x20 }.count)
    }

    /// The end of a line, empty lines after it, and the indentation of the next one.
    private mutating func blockBreaks(from done: Int) -> Unit? {
        let from = at
        while at < end, SourceScan.isBreak(bytes[at]) {
            at += bytes[at] == 0x0D && at + 1 < end && bytes[at + 1] == 0x0A ? 2 : 1
            var spaces = 0
            while at < end, spaces < indentation, bytes[at] == 0x20 {
                at += 1
                spaces += 1
            }
        }
        let isFirst = isBeforeFirstLine
        isBeforeFirstLine = false
        let breaks = breaks(from: done)
        if breaks > 0 { return (breaks, from..<at) }
        if isFirst { return step(from: done) }
        return style == .folded && text[done] == 0x20 ? (1, from..<at) : nil
    }
}
