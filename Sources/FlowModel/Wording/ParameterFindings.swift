import FlowExpressions
import SourceText
import YAMLTree

// What is said about parameters and their values.

extension Finding {
    static func unknownParameter(_ name: String, at range: SourceRange, in info: ObjectInfo) -> Finding {
        let names = info.fields.map(\.name)
        var message = "\(info.name) has no parameter `\(name.shortened)`"
        if let known = ForeignWords.parameter(name, among: names).map({ Spelling.like(name, $0) }) {
            message += "; here it is called `\(known)`"
            let fix = Fix("write `\(known)`", [.init(range, known)], isSafe: false)
            return Finding("unknown-parameter", .error, message, at: range, fix: fix)
        }
        let near = (nearest(to: name, among: names) ?? nearest(to: Spelling.camelCase(name), among: names))
            .map { Spelling.like(name, $0) }
        message += question(near)
        if near == nil, names.count <= 6 {
            message += "; it has \(names.map { Spelling.like(name, $0) }.joined(separator: ", "))"
        }
        return Finding(
            "unknown-parameter", .error, message, at: range,
            fix: near.map { .respell(name, as: $0, at: range) })
    }

    static func missingParameter(_ name: String, of info: ObjectInfo, at range: SourceRange) -> Finding {
        Finding("missing-parameter", .error, "\(info.name) needs `\(name)`", at: range)
    }

    static func missingOne(of names: [String], in info: ObjectInfo, at range: SourceRange) -> Finding {
        Finding(
            "missing-parameter", .error, "\(info.name) needs \(Expectation.oneOf(names.map { "`\($0)`" }))",
            at: range)
    }

    static func missingValue(of name: String, at range: SourceRange) -> Finding {
        Finding("missing-parameter", .error, "\(name) needs a value: `\(name): …`", at: range)
    }

    static func conflict(_ name: String, at range: SourceRange, with other: String, _ first: SourceRange)
        -> Finding
    {
        Finding(
            "conflicting-parameters", .error, "`\(name)` cannot stand beside `\(other)`; write one of them",
            at: range,
            related: [.init("`\(other)` is here", first)])
    }

    static func bothSpellings(_ key: YAMLNode, _ info: FieldInfo, first: SourceRange) -> Finding {
        Finding(
            "conflicting-spellings", .error,
            "`\(info.alias)` and `\(info.name)` are the same parameter; write one of them", at: key.place,
            related: [.init("the other spelling is here", first)])
    }

    static func wantsParameters(_ info: ObjectInfo, found node: YAMLNode) -> Finding {
        let example = info.fields.first { $0.isRequired } ?? info.fields.first
        let shape = example.map { "{\($0.name): …}" } ?? "{}"
        return Finding(
            "wrong-type", .error,
            "\(info.name) wants parameters as in `\(info.name): \(shape)`; found \(node.described)",
            at: node.place)
    }

    static func wrongType(_ name: String, expected: String, found node: YAMLNode) -> Finding {
        Finding(
            "wrong-type", .error, "\(name.shortened) must be \(expected); found \(node.described)",
            at: node.range)
    }

    static func emptyList(_ name: String, at range: SourceRange) -> Finding {
        Finding("invalid-value", .error, "\(name) must not be an empty list", at: range)
    }

    static func notFinite(_ name: String, _ text: String, at range: SourceRange) -> Finding {
        Finding(
            "invalid-value", .error,
            "\(name.shortened) has no value as `\(text)`: JSON has finite numbers only", at: range)
    }

    static func numberLosesText(_ name: String, _ text: String, at range: SourceRange) -> Finding {
        Finding(
            "unquoted-number", .warning,
            "YAML reads `\(text.shortened)` as a number and forgets its spelling; quote it if it is a text",
            at: range, fix: Fix("quote it", [.init(range, "\"\(text)\"")]))
    }

    static func placeholderInWordList(_ name: String, at range: SourceRange) -> Finding {
        Finding(
            "invalid-value", .error,
            "a placeholder for \(name) stands in one text with all words, not in a list",
            at: range)
    }

    static func pathInPlaceholder(_ name: String, _ path: String, at range: SourceRange) -> Finding {
        Finding(
            "path-in-placeholder", .warning, "\(name) is the name of a variable and stands without `${}`",
            at: range,
            fix: .rename(to: path, at: range))
    }

    static func invalidPath(_ name: String, _ text: String, at range: SourceRange) -> Finding {
        Finding(
            "invalid-path", .error,
            "\(name) must be a variable's name such as prompt_value or request_response.tier; "
                + "found `\(text.shortened)`",
            at: range)
    }

    static func advice(_ advice: Advice, _ name: String, at range: SourceRange) -> Finding {
        let severity: Severity =
            switch advice.weight {
            case .warning: .warning
            case .hint: .hint
            }
        return Finding(
            ID(advice.id), severity, "\(name) \(advice.message)", at: range,
            fix: advice.replacement.map { .rename(to: $0, at: range) })
    }

    static func reservedName(_ name: String, at range: SourceRange) -> Finding {
        Finding(
            "reserved-name", .error,
            "`\(name.shortened)` cannot be set: call, params, envs and vars are the scopes of variables",
            at: range)
    }

    static func missingMethod(_ request: Request, at range: SourceRange) -> Finding {
        Finding(
            "missing-method", .hint,
            "request has no `method` and sends \(request.defaultMethod.rawValue); SWML requires one",
            at: range)
    }

    static func missingCompanion(_ name: String, of other: String, at range: SourceRange) -> Finding {
        Finding("missing-parameter", .error, "`\(other)` needs `\(name)` beside it", at: range)
    }

    static func repeatedElse(at range: SourceRange, first: SourceRange) -> Finding {
        Finding(
            "conflicting-parameters", .error, "a list of conditions has one `else` at most", at: range,
            related: [.init("the first is here", first)])
    }

    static func belongsToDestination(_ name: String, at range: SourceRange) -> Finding {
        Finding(
            "misplaced-parameter", .error, "`\(name)` belongs to a destination: write it beside its `to`",
            at: range)
    }

    static func queueNeedsTransfer(at range: SourceRange) -> Finding {
        Finding(
            "missing-parameter", .error,
            "a queue as destination needs `transferAfterBridge` beside it in connect",
            at: range)
    }

    static func expression(_ problem: ExpressionProblem, in node: YAMLNode, of file: SourceFile) -> Finding {
        let range = node.sourceRange(ofText: problem.range, in: file)
        return Finding(
            ID(problem.kind.findingName), problem.isFatal ? .error : .warning, problem.message, at: range,
            fix: problem.replacement.map { .rename(to: $0, at: range) })
    }
}

extension FlowReader {
    /// Reports a value that is not of its parameter's type.
    mutating func report(_ problem: CoercionProblem, _ info: FieldInfo, _ node: YAMLNode) {
        guard let scalar = node.scalar, !node.isNull || !isCut(node) else { return }
        if node.isNull, let comment = swallowedByComment(node) {
            return report(.commentForValue(info.name, comment))
        }
        let fix = problem.suggestion.map {
            Finding.Fix.rename(to: YAMLText.plain($0, like: scalar), at: node.range)
        }
        .map { Finding.Fix($0.title, $0.edits, isSafe: !problem.isGuess) }
        report(
            Finding(
                Finding.ID(problem.kind.rawValue), .error, "\(info.name) \(problem.message)", at: node.range,
                fix: fix))
    }

    /// The `#…` that follows an empty value on its line, when it looks like keys: `terminators: #`.
    private func swallowedByComment(_ node: YAMLNode) -> SourceRange? {
        guard node.range.isEmpty, node.alias == nil else { return nil }
        var start = node.range.upper
        while start < file.bytes.count, file.bytes[start] == 0x20 || file.bytes[start] == UInt8(ascii: ":") {
            start += 1
        }
        guard start < file.bytes.count, file.bytes[start] == UInt8(ascii: "#") else { return nil }
        var end = start
        while end < file.bytes.count, isKey(file.bytes[end]) { end += 1 }
        let isWhole =
            end == file.bytes.count || file.bytes[end] == 0x0A || file.bytes[end] == 0x0D
            || file.bytes[end] == 0x20
        return isWhole ? SourceRange(start, end) : nil
    }

    private func isKey(_ byte: UInt8) -> Bool {
        DecimalText.isDigit(byte) || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "*")
    }

    mutating func reportRepeated(_ key: YAMLNode, among entries: [YAMLEntry], _ object: ObjectInfo) {
        guard let text = key.scalar?.text,
            let info = object.fields.first(where: { $0.name == text || $0.alias == text }),
            info.name != info.alias
        else { return }
        let other = text == info.name ? info.alias : info.name
        // The same spelling twice is a duplicate key, which the YAML reader reports.
        guard let first = entries.first(where: { $0.key.scalar?.text == other }) else { return }
        report(.bothSpellings(key, info, first: first.key.place))
    }

    /// Reports what is missing or cannot stand together.
    mutating func reportMissing(from object: WrittenObject, required: UInt64) {
        let missing = required & ~object.present
        for (index, field) in object.info.fields.enumerated() where missing & (1 << UInt64(index)) != 0 {
            reportMissing(.missingParameter(field.name, of: object.info, at: object.place), object.node)
        }
        for group in object.info.groups { check(group, of: object) }
    }

    private mutating func check(_ group: FieldGroup, of object: WrittenObject) {
        let written = group.names.filter(object.has)
        if written.isEmpty {
            reportMissing(.missingOne(of: group.names, in: object.info, at: object.place), object.node)
        }
        guard case .exactlyOne = group, written.count > 1 else { return }
        let places = written.compactMap { name in object.keyRange(name).map { (name, $0) } }.sorted {
            $0.1 < $1.1
        }
        guard let first = places.first else { return }
        for (name, range) in places.dropFirst() { report(.conflict(name, at: range, with: first.0, first.1)) }
    }
}

extension Finding {
    static func commentForValue(_ name: String, _ comment: SourceRange) -> Finding {
        Finding(
            "comment-for-value", .error, "\(name) has no value: an unquoted # begins a comment; write \"#\"",
            at: comment,
            fix: Fix(
                "quote it",
                [
                    .init(SourceRange(comment.lower, comment.lower), "\""),
                    .init(SourceRange(comment.upper, comment.upper), "\""),
                ]))
    }
}

extension ExpressionProblem.Kind {
    /// The finding that a mistake in an expression is reported as.
    fileprivate var findingName: String {
        switch self {
        case .syntax: "invalid-expression"
        case .unsupported: "unsupported-expression"
        case .tooLarge: "expression-too-large"
        case .unclosedPlaceholder: "unclosed-placeholder"
        case .unknownFunction: "unknown-function"
        case .envForEnvs: "env-for-envs"
        case .pattern: "invalid-pattern"
        }
    }
}

enum YAMLText {
    /// A text as YAML, quoted where the scalar that it replaces was, or where it must be.
    static func plain(_ text: String, like scalar: YAMLScalar) -> String {
        switch scalar.style {
        case .singleQuoted:
            return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
                + "'"
        case .plain where isPlain(text): return text
        case .plain, .doubleQuoted, .literal, .folded: return doubleQuoted(text)
        }
    }

    static func doubleQuoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20: result += "\\x" + hex(scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 2 - digits.utf8.count)) + digits
    }

    /// Whether a text needs no quotes in any place: letters, digits and what URLs and words are made of.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, URLText.isLetter(first) else { return false }
        return text.utf8.allSatisfy {
            URLText.isLetter($0) || DecimalText.isDigit($0) || "-_./:@".utf8.contains($0)
        } && text.utf8.last != UInt8(ascii: ":")
    }
}
