import SourceText

/// libyaml's error in the user's words, at the place that must change.
struct SyntaxError {
    let failure: LibYAMLFailure
    /// Byte offsets of libyaml's two marks.
    let problem: Int
    let context: Int
    let bytes: UnsafeBufferPointer<UInt8>

    static func isSurrogateEscape(_ failure: LibYAMLFailure) -> Bool {
        failure.problem == "found invalid Unicode character escape code"
    }

    var finding: Finding {
        if failure.isOutOfMemory { return error("out of memory while reading", at: problem) }
        switch failure.problem {
        case "found character that cannot start any token":
            return badStart
        case "found unknown directive name", "could not find expected directive name",
            "found unexpected non-alphabetical character":
            return bytes[at: problem] == UInt8(ascii: "\t") ? badStart : percentLine
        case "found unexpected end of stream", "found unexpected document indicator":
            return unclosedQuote
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
            return missingComma
        case "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected":
            return tab(at: problem)
        default:
            return lineHasTab(before: problem) ? tab(at: firstTab) : plain
        }
    }

    // MARK: Kinds of mistakes

    /// A mistake that needs nothing but words.
    private var plain: Finding {
        var finding = error(SyntaxWords.explain(failure.problem), at: problem)
        if let context = SyntaxWords.context(failure.context), self.context != problem {
            finding.related = [Finding.Related(context, scalarRange(at: self.context))]
        }
        // libyaml notices a key without ':' only when it meets what follows.
        if failure.problem == "could not find expected ':'" {
            finding.range = restOfLine(from: context)
            finding.related = []
        }
        return finding
    }

    /// A value that begins with a character which YAML keeps for itself, or a tab.
    private var badStart: Finding {
        let first = bytes[at: problem]
        if first == UInt8(ascii: "\t") { return tab(at: problem) }
        let character = first.map { String(UnicodeScalar($0)) } ?? ""
        return mustBeQuoted("a value that begins with '\(character)' must be quoted", from: problem)
    }

    /// `%{x}` at the start of a line is read as a directive.
    private var percentLine: Finding {
        let start = SourceScan.startOfLine(in: bytes, at: problem)
        return mustBeQuoted("a value that begins with '%' must be quoted", from: start)
    }

    private func mustBeQuoted(_ message: String, from start: Int) -> Finding {
        let range = restOfLine(from: start)
        let value = String(decoding: bytes[range.offsets], as: UTF8.self)
        let isSimple = !value.utf8.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        var finding = Finding("yaml-syntax", .error, message, at: range)
        if isSimple, !isInFlow(start) {
            let edits = [
                Finding.Fix.Edit(SourceRange(range.lower, range.lower), "\""),
                Finding.Fix.Edit(SourceRange(range.upper, range.upper), "\""),
            ]
            finding.fix = Finding.Fix("quote the value", edits)
        }
        return finding
    }

    private var unclosedQuote: Finding {
        guard failure.context == "while scanning a quoted scalar" else { return plain }
        var finding = error("this quote is never closed", at: context)
        if failure.problem == "found unexpected document indicator" {
            finding.related = [Finding.Related("the document ends here", scalarRange(at: problem))]
        }
        return finding
    }

    /// At the end of the file the bracket was never closed; elsewhere something stands where a comma should.
    private var missingComma: Finding {
        let opening = bytes[at: context].map { String(UnicodeScalar($0)) } ?? "["
        let rest = bytes[min(problem, bytes.count)...]
        guard !rest.allSatisfy(SourceScan.isBlank) else {
            return error("this '\(opening)' is never closed", at: context)
        }
        let closing = opening == "{" ? "}" : "]"
        var finding = error("expected ',' or '\(closing)'", at: problem)
        finding.related = [Finding.Related("'\(opening)' opens here", scalarRange(at: context))]
        return finding
    }

    private func tab(at offset: Int) -> Finding {
        var end = offset
        while bytes[at: end] == UInt8(ascii: "\t") { end += 1 }
        return Finding(
            "yaml-syntax", .error, "a tab cannot be used for indentation; use spaces",
            at: SourceRange(offset, end))
    }

    // MARK: Places

    private func error(_ message: String, at offset: Int) -> Finding {
        Finding("yaml-syntax", .error, message, at: scalarRange(at: offset))
    }

    /// The whole character at an offset; empty at the end of a line and of the file.
    private func scalarRange(at offset: Int) -> SourceRange {
        guard let byte = bytes[at: offset], !SourceScan.isBreak(byte) else {
            return SourceRange(offset, offset)
        }
        var end = offset + 1
        while let byte = bytes[at: end], isContinuation(byte) { end += 1 }
        return SourceRange(offset, end)
    }

    /// To the end of the line, without a comment and the blanks before it.
    private func restOfLine(from start: Int) -> SourceRange {
        let lineEnd = SourceScan.endOfLine(in: bytes, from: start)
        var end = start
        while end < lineEnd {
            if bytes[end] == UInt8(ascii: "#"), end > start, SourceScan.isBlank(bytes[end - 1]) { break }
            end += 1
        }
        while end > start, SourceScan.isBlank(bytes[end - 1]) { end -= 1 }
        return SourceRange(start, end)
    }

    /// Whether a bracket opens before this place on its line: the rest of the line is then not one value.
    private func isInFlow(_ offset: Int) -> Bool {
        let start = SourceScan.startOfLine(in: bytes, at: offset)
        return bytes[start..<offset].contains { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
    }

    private var firstTab: Int {
        let start = SourceScan.startOfLine(in: bytes, at: problem)
        return bytes[start...].firstIndex(of: UInt8(ascii: "\t")) ?? problem
    }

    /// Whether the blanks that begin this line have a tab among them.
    private func lineHasTab(before offset: Int) -> Bool {
        let start = SourceScan.startOfLine(in: bytes, at: offset)
        return bytes[start...].prefix { $0 == 0x20 || $0 == 0x09 }.contains(0x09)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The byte at an offset; `nil` beyond the end.
    fileprivate subscript(at offset: Int) -> UInt8? { indices.contains(offset) ? self[offset] : nil }
}
