import FlowExpressions
import SourceText
import YAMLTree

// Scalars: literals of a parameter's type, templates, conditions, paths.

extension FlowReader {
    /// Reads a scalar parameter; `nil` after a finding.
    mutating func given<Value>(
        _ node: YAMLNode, _ info: FieldInfo, _ type: ParameterType<Value>
    ) -> Given<Value>? {
        guard let given = ScalarInput.reading(node, { given($0, node, info, type) }) else {
            report(.wrongType(info.name, expected: type.expectation, found: node))
            return nil
        }
        return given
    }

    private mutating func given<Value>(
        _ input: ScalarInput, _ node: YAMLNode, _ info: FieldInfo, _ type: ParameterType<Value>
    ) -> Given<Value>? {
        if case .text = input.kind, hasPlaceholder(input), let template = template(input, in: node) {
            return given(template, input, node, info, type)
        }
        switch type.read(input) {
        case .success(let value):
            // A tag makes a text of `5000`, which is a number all the same.
            if let number = input.number, number >= StepContents.largeNumber {
                contents.insert(.largeNumbers)
            }
            if let advice = type.advice(on: input, value) {
                report(.advice(advice, info.name, at: node.range))
            }
            if isStrict, let scalar = node.scalar { checkStrict(scalar, type.shape, info, at: node.range) }
            return Given(literal: value, at: node.range)
        case .failure(let problem):
            report(problem.completed(type.expectation, found: input), info, node)
            return nil
        }
    }

    /// Whether a text may be a template; notes what the step has got with it.
    @inline(__always)
    mutating func hasPlaceholder(_ input: ScalarInput) -> Bool {
        let found = StepContents(scanning: input.bytes)
        contents.formUnion(found)
        return found.contains(.templates)
    }

    /// The template that a scalar's text is; `nil` for one with neither a placeholder nor an escape.
    mutating func template(_ input: ScalarInput, in node: YAMLNode) -> Template? {
        var problems: [ExpressionProblem] = []
        let template = Template.parse(utf8: input.bytes, problems: &problems, reads: &variablesRead)
        for problem in problems { report(.expression(problem, in: node, of: file)) }
        return template
    }

    private mutating func given<Value>(
        _ template: Template, _ input: ScalarInput, _ node: YAMLNode, _ info: FieldInfo,
        _ type: ParameterType<Value>
    ) -> Given<Value>? {
        if isStrict, let scalar = node.scalar { checkStrictPlaceholder(scalar, info, at: node.range) }
        if let prefix = template.prefix, let problem = type.problem(ofPrefix: prefix) {
            report(problem.completed(type.expectation, found: input), info, node)
            return nil
        }
        return Given(.template(TypedTemplate(template, type)), at: node.range)
    }

    /// Reads a condition: `when`.
    mutating func condition(_ node: YAMLNode, _ info: FieldInfo) -> GivenCondition? {
        guard node.kind == .scalar, !node.isNull else {
            if !node.isNull || !isCut(node) {
                report(.wrongType(info.name, expected: "a condition such as `tries < 3`", found: node))
            }
            return nil
        }
        let first = variablesRead.count
        var problems: [ExpressionProblem] = []
        let condition =
            node.withText { Condition.parse(utf8: $0, problems: &problems, reads: &variablesRead) } ?? nil
        for problem in problems { report(.expression(problem, in: node, of: file)) }
        if isStrict, node.resolved != .string { report(.notSWML(.unquoted(info.name), at: node.range)) }
        guard let condition else { return nil }
        note(condition, readingFrom: first)
        return GivenCondition(condition, at: node.range)
    }

    /// Notes what a condition reads, and what it has that conditions seldom need.
    private mutating func note(_ condition: Condition, readingFrom first: Int) {
        if condition.hasPlaceholders { contents.insert(.placeholderInCondition) }
        if variablesRead.count == first { contents.insert(.constantCondition) }
        for index in first..<variablesRead.count where variablesRead[index].variable.isKeyedIn {
            contents.insert(.digitsInCondition)
        }
    }

    /// Reads a variable's path, which stands without `${}` (swml-language.md §2.9).
    mutating func path(_ node: YAMLNode, _ name: String) -> GivenPath? {
        guard node.resolved == .string, var text = node.text else {
            if !node.isNull || !isCut(node) {
                report(.wrongType(name, expected: "the name of a variable", found: node))
            }
            return nil
        }
        if let inner = PlaceholderScan.wholePlaceholder(text) {
            report(.pathInPlaceholder(name, String(inner), at: node.range))
            text = String(inner)
        }
        guard let path = text.withBytes(VariablePath.parse(utf8:)) else {
            report(.invalidPath(name, node.text ?? "", at: node.range))
            return nil
        }
        variablesRead.append(VariableRead(path))
        return GivenPath(path, Text(text), at: node.range)
    }

}

extension StepContents {
    /// What a text may hold: `${` or `%{`, also escaped (then the template's parser decides), or an odd URL.
    init(scanning bytes: UnsafeBufferPointer<UInt8>) {
        self = []
        var offset = 0
        while let mark = Self.braceOrSlash(in: bytes, from: offset + 1) {
            if bytes[mark] == UInt8(ascii: "{"), PlaceholderScan.isSigil(bytes[mark - 1]) {
                insert(.templates)
            } else if bytes[mark] == UInt8(ascii: "/"), bytes[mark - 1] == UInt8(ascii: ":") {
                if mark != 6 || !Self.isPublicHTTPS(bytes) { insert(.oddURLs) }
            }
            offset = mark
        }
    }

    /// The first `{` or `/` from an offset on; eight bytes are looked at at a time.
    @inline(__always)
    private static func braceOrSlash(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let raw = UnsafeRawBufferPointer(bytes)
        let lastWord = bytes.count - 8
        var offset = start
        while offset <= lastWord {
            let marks = bracesAndSlashes(raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            if marks != 0 { return offset + marks.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < bytes.count {
            if bytes[offset] == UInt8(ascii: "{") || bytes[offset] == UInt8(ascii: "/") { return offset }
            offset += 1
        }
        return nil
    }

    /// Whether a text is `https` with a public name for its host and nothing else between the slashes, as
    /// nearly all URLs are: nothing is odd about such a one.
    private static func isPublicHTTPS(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count > 8, UnsafeBufferPointer(rebasing: bytes[..<8]).spells("https://") else {
            return false
        }
        var (index, lastDot) = (8, 0)
        while index < bytes.count, bytes[index] != UInt8(ascii: "/") {
            if bytes[index] == UInt8(ascii: ".") {
                lastDot = index
            } else if (bytes[index] | 0x20) &- UInt8(ascii: "a") >= 26 {
                return false
            }
            index += 1
        }
        // `.local` and `.localhost` begin so, and are looked at more closely.
        return lastDot > 8 && lastDot + 1 < index && bytes[lastDot + 1] | 0x20 != UInt8(ascii: "l")
    }

    /// Eight bytes, of which the lowest bit that is set marks the first `{` or `/`.
    private static func bracesAndSlashes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let word = UInt64(littleEndian: word)
        let (brace, slash) = (word ^ (ones &* 0x7B), word ^ (ones &* 0x2F))
        let zeros = (brace &- ones) & ~brace | (slash &- ones) & ~slash
        return zeros & 0x8080_8080_8080_8080
    }
}

/// How a text is a placeholder, without parsing it.
enum PlaceholderScan {
    @inline(__always)
    fileprivate static func isSigil(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "$") || byte == UInt8(ascii: "%")
    }

    /// The body of a text that is nothing but one placeholder.
    static func wholePlaceholder(_ text: String) -> Substring? {
        guard isWhole(text) else { return nil }
        let body = text.dropFirst(2).dropLast()
        return body.utf8.contains(UInt8(ascii: "{")) || body.utf8.contains(UInt8(ascii: "}")) ? nil : body
    }

    /// What SWML's schema takes for a placeholder: `^[\$%]\{.*\}$`.
    static func isWhole(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count >= 3, let first = bytes.first, isSigil(first), bytes.last == UInt8(ascii: "}")
        else {
            return false
        }
        return bytes.dropFirst().first == UInt8(ascii: "{")
    }
}
