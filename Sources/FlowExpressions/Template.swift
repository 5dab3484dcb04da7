/// A string with placeholders `${…}` or `%{…}`, which are the same (`swml-language.md` §2.1, C-34).
///
/// `\${` and `\%{` are the literal text. A placeholder without its `}` is literal text and a problem.
package struct Template: Sendable, Hashable {
    /// A piece of the text.
    package enum Segment: Sendable, Hashable {
        case literal(Text)
        case placeholder(Placeholder)
    }

    package let segments: [Segment]

    /// Whether the whole text is one placeholder, so that the result keeps its type.
    package var isWholePlaceholder: Bool {
        if segments.count == 1, case .placeholder = segments[0] { true } else { false }
    }

    /// The text before the first placeholder; nil when that stands first.
    package var prefix: String? {
        if case .literal(let text)? = segments.first { text.string } else { nil }
    }

    /// Reads a text; nil when it is plain, with neither a placeholder nor an escape in it.
    ///
    /// Problems have positions in `text`. A placeholder that is wrong stays in the template: its expansion is
    /// empty and noted.
    package static func parse(_ text: String, problems: inout [ExpressionProblem]) -> Template? {
        var reads: [VariableRead] = []
        return text.withBytes { parse(utf8: $0, problems: &problems, reads: &reads) }
    }

    /// The same for a text in UTF-8; notes what it reads.
    package static func parse(
        utf8 text: UnsafeBufferPointer<UInt8>, problems: inout [ExpressionProblem],
        reads: inout [VariableRead]
    ) -> Template? {
        var reader = TemplateReader(text)
        reader.read(&problems, &reads)
        return reader.template()
    }

    /// The value in a run: of the type of the result when one placeholder is all, else a text.
    ///
    /// A placeholder that raises becomes empty and is noted.
    package func expand(in variables: Variables, problems: inout [EvaluationProblem]) -> Value {
        var hasGap = false
        return expand(in: variables, problems: &problems, hasGap: &hasGap)
    }

    /// The same; `hasGap` becomes true when a placeholder that is not the whole text gives nothing.
    package func expand(
        in variables: Variables, problems: inout [EvaluationProblem], hasGap: inout Bool
    ) -> Value {
        if segments.count == 1, case .placeholder(let placeholder) = segments[0] {
            return placeholder.value(in: variables, problems: &problems)
        }
        var result = Text("")
        for segment in segments {
            switch segment {
            case .literal(let text): result += text
            case .placeholder(let placeholder):
                let text = placeholder.value(in: variables, problems: &problems).text
                if text.isEmpty { hasGap = true }
                guard result.byteCount + text.byteCount <= Evaluator.textLimit else {
                    problems.append(
                        EvaluationProblem(message: Evaluator.textTooLong, range: placeholder.range))
                    return .string(result)
                }
                result += text
            }
        }
        return .string(result)
    }

    /// The variables it reads.
    package var referencedNames: [VariableReference] {
        segments.flatMap { segment -> [VariableReference] in
            switch segment {
            case .literal: []
            case .placeholder(let placeholder): placeholder.referencedNames
            }
        }
    }
}

/// A `${…}` of a template.
package struct Placeholder: Sendable, Hashable {
    /// What stands between the braces.
    package enum Body: Sendable, Hashable {
        /// A lookup, never JavaScript.
        case path(VariablePath)
        case expression(Expression)
        /// `a.content-type`: the path when it leads to a value, else the subtraction (§2.2).
        indirect case pathOr(VariablePath, Expression)
        /// Nothing that could be read; every expansion is empty and noted.
        indirect case invalid(ExpressionProblem)
    }

    package let body: Body
    /// UTF-8 offsets in the template's source, the braces included.
    package let range: Range<Int>

    package func value(in variables: Variables, problems: inout [EvaluationProblem]) -> Value {
        switch body {
        case .path(let path): return path.value(in: variables)
        case .expression(let expression): return expression.value(in: variables, problems: &problems)
        case .pathOr(let path, let expression):
            return path.found(in: variables) ?? expression.value(in: variables, problems: &problems)
        case .invalid(let problem):
            problems.append(EvaluationProblem(message: problem.message, range: problem.range))
            return .undefined
        }
    }
}

/// Splits a text into literals and placeholders, in one pass.
private struct TemplateReader: ~Copyable {
    /// How far the end of a placeholder is searched for: four times the longest expression, so that a longer
    /// one is still called too long, and a text full of `${` takes linear time.
    static let searchLimit = 4 * Parser.lengthLimit
    /// After so many placeholders without an end the rest of the text is literal.
    static let unclosedLimit = 16

    private let bytes: Bytes
    private var segments: [Template.Segment] = []
    /// What is literal text since the last placeholder: this, up to the last escape, and the bytes from an
    /// offset on.
    private var unescaped = ""
    private var literalStart = 0
    private var unclosed = 0
    private var hasEscape = false

    init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    /// What was read; nil for a text with neither a placeholder nor an escape.
    mutating func template() -> Template? {
        guard hasEscape || !segments.isEmpty else { return nil }
        // Taken out: as a part of the reader they would be counted once more.
        var read: [Template.Segment] = []
        swap(&read, &segments)
        return Template(segments: read)
    }

    /// Reads the text; notes the variables in its order.
    mutating func read(_ problems: inout [ExpressionProblem], _ reads: inout [VariableRead]) {
        // Where the text that is not read yet begins.
        var offset = 0
        while let brace = bytes.firstOffset(of: UInt8(ascii: "{"), from: offset + 1) {
            let sigil = brace - 1
            if !PlaceholderScanner.isSigil(bytes[sigil]) {
                offset = brace
            } else if sigil > offset, bytes[sigil - 1] == UInt8(ascii: "\\") {
                hasEscape = true
                unescaped += bytes.string(literalStart..<sigil - 1)
                literalStart = sigil
                offset = brace + 1
            } else {
                offset = placeholder(at: sigil, &problems, &reads) ?? brace
            }
        }
        if hasEscape || !segments.isEmpty { flush(to: bytes.count) }
    }

    /// Ends the literal text.
    private mutating func flush(to end: Int) {
        if !unescaped.isEmpty {
            segments.append(.literal(Text(unescaped + bytes.string(literalStart..<end))))
            unescaped = ""
        } else if literalStart < end {
            segments.append(.literal(Text(bytes.string(literalStart..<end))))
        }
    }

    /// The end of the placeholder at an offset; nil when it has none, or too many before it had none.
    private mutating func placeholder(
        at start: Int, _ problems: inout [ExpressionProblem], _ reads: inout [VariableRead]
    ) -> Int? {
        guard unclosed < TemplateReader.unclosedLimit else { return nil }
        let limit = min(bytes.count, start + TemplateReader.searchLimit)
        guard let close = PlaceholderScanner.close(bytes, from: start + 2, to: limit) else {
            unclosed += 1
            problems.append(
                ExpressionProblem(
                    .unclosedPlaceholder,
                    "the placeholder has no closing '}', so it is plain text; write '\\${' if that is meant",
                    start..<start + 2))
            return nil
        }
        if segments.isEmpty { segments.reserveCapacity(4) }
        flush(to: start)
        literalStart = close + 1
        let body = body(start + 2..<close, &problems, &reads)
        segments.append(.placeholder(Placeholder(body: body, range: start..<close + 1)))
        return close + 1
    }

    private func body(
        _ range: Range<Int>, _ problems: inout [ExpressionProblem], _ reads: inout [VariableRead]
    ) -> Placeholder.Body {
        let path = VariablePath.parse(bytes, range)
        if let path, !path.hasDash {
            if let problem = problem(with: path, range) { problems.append(problem) }
            reads.append(VariableRead(path))
            return .path(path)
        }
        do {
            let expression = try Parser.parse(bytes, range, notes: &problems)
            expression.note(&reads)
            return path.map { .pathOr($0, expression) } ?? .expression(expression)
        } catch {
            if let path {
                reads.append(VariableRead(path))
                return .path(path)
            }
            problems.append(error)
            return .invalid(error)
        }
    }

    /// What is dubious about a path.
    private func problem(with path: VariablePath, _ range: Range<Int>) -> ExpressionProblem? {
        guard !path.segments.isEmpty, path.variable.name == "env", path.variable.scope == nil else {
            return nil
        }
        let start = range.lowerBound + bytes[range].prefix { $0 <= 0x20 }.count
        return ExpressionProblem(
            .envForEnvs, "'env' is a variable here; the configuration is 'envs'", start..<start + 3,
            replacement: "envs")
    }
}
