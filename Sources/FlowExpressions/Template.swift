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
    /// The text as it was written.
    package let source: String

    /// Whether the whole text is one placeholder, so that the result keeps its type.
    package var isWholePlaceholder: Bool {
        if segments.count == 1, case .placeholder = segments[0] { true } else { false }
    }

    /// Reads a text; nil when it is plain, with neither a placeholder nor an escape in it.
    ///
    /// Problems have positions in `text`. A placeholder that is wrong stays in the template: its expansion is
    /// empty and noted.
    package static func parse(_ text: String, problems: inout [ExpressionProblem]) -> Template? {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return nil }
        var reader = TemplateReader(text)
        let template = reader.template()
        problems += reader.problems
        return template
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
        case pathOr(VariablePath, Expression)
        /// Nothing that could be read; every expansion is empty and noted.
        case invalid(ExpressionProblem)
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
private struct TemplateReader {
    /// How far the end of a placeholder is searched for: four times the longest expression, so that a longer
    /// one is still called too long, and a text full of `${` takes linear time.
    static let searchLimit = 4 * Parser.lengthLimit
    /// After so many placeholders without an end the rest of the text is literal.
    static let unclosedLimit = 16

    private let source: String
    private let bytes: [UInt8]
    private(set) var problems: [ExpressionProblem] = []
    private var segments: [Template.Segment] = []
    private var literal: [UInt8] = []
    private var unclosed = 0
    private var hasEscape = false

    init(_ source: String) {
        self.source = source
        bytes = Array(source.utf8)
    }

    mutating func template() -> Template? {
        var offset = 0
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "\\"),
                PlaceholderScanner.opens(bytes, at: offset + 1, to: bytes.count)
            {
                hasEscape = true
                literal += bytes[offset + 1...offset + 2]
                offset += 3
            } else if let end = placeholder(at: offset) {
                offset = end
            } else {
                literal.append(bytes[offset])
                offset += 1
            }
        }
        guard hasEscape || !segments.isEmpty else { return nil }
        flush()
        return Template(segments: segments, source: source)
    }

    private mutating func flush() {
        guard !literal.isEmpty else { return }
        segments.append(.literal(Text(String(decoding: literal, as: UTF8.self))))
        literal.removeAll(keepingCapacity: true)
    }

    /// The end of the placeholder at an offset; nil when none begins there, or none that ends.
    private mutating func placeholder(at start: Int) -> Int? {
        guard unclosed < TemplateReader.unclosedLimit,
            PlaceholderScanner.opens(bytes, at: start, to: bytes.count)
        else { return nil }
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
        flush()
        let body = body(start + 2..<close)
        segments.append(.placeholder(Placeholder(body: body, range: start..<close + 1)))
        return close + 1
    }

    private mutating func body(_ range: Range<Int>) -> Placeholder.Body {
        let path = VariablePath.parse(bytes, range)
        if let path, !path.hasDash {
            note(path, range)
            return .path(path)
        }
        do {
            let (expression, notes) = try Parser.parse(source, bytes, range)
            problems += notes
            return path.map { .pathOr($0, expression) } ?? .expression(expression)
        } catch {
            if let path { return .path(path) }
            problems.append(error)
            return .invalid(error)
        }
    }

    /// Notes what is dubious about a path.
    private mutating func note(_ path: VariablePath, _ range: Range<Int>) {
        guard path.root == "env", !path.segments.isEmpty else { return }
        let start = range.lowerBound + bytes[range].prefix { $0 <= 0x20 }.count
        problems.append(
            ExpressionProblem(
                .envForEnvs, "'env' is a variable here; the configuration is 'envs'", start..<start + 3,
                replacement: "envs"))
    }
}
