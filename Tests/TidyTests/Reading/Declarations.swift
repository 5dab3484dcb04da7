/// A function, initializer or computed property with a body.
struct Body {
    enum Kind { case function, property }

    var name: String
    var kind: Kind
    /// The line of `func`, `init`, `deinit`, `subscript` or `var`.
    var line: Int
    /// From that line to the closing brace, both counted; of a text of several lines only the first counts.
    var lineCount: Int
}

/// A type or an extension.
struct TypeDeclaration: Equatable {
    var keyword: String
    /// The last part of its name: `Segment` for `extension VariablePath.Segment`.
    var name: String
    var line: Int
    /// Not inside any braces.
    var isTopLevel: Bool
}

extension SwiftFile {
    /// A line that begins with one of these begins another declaration.
    private static let declarators: Set<String> = [
        "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "enum", "class", "actor",
        "protocol", "extension", "typealias", "associatedtype", "import", "public", "package", "internal",
        "fileprivate", "private", "static", "final", "override", "mutating", "nonmutating", "consuming",
        "borrowing", "indirect", "isolated", "nonisolated", "convenience", "required", "lazy", "weak",
        "unowned",
    ]

    /// All bodies, nested ones too; a requirement of a protocol has none.
    var bodies: [Body] {
        tokens.indices.compactMap { index in
            let token = tokens[index]
            guard token.kind == .word else { return nil }
            switch token.text {
            case "func": return body(at: index, name: tokens[safe: index + 1]?.text ?? "", .function)
            case "init", "deinit", "subscript":
                let isUse = index > 0 && (tokens[index - 1].isMark(".") || tokens[index - 1].isMark("`"))
                return isUse ? nil : body(at: index, name: token.text, .function)
            case "var": return body(at: index, name: tokens[safe: index + 1]?.text ?? "", .property)
            default: return nil
            }
        }
    }

    private func body(at index: Int, name: String, _ kind: Body.Kind) -> Body? {
        guard let opening = openingBrace(after: index, kind), closing(of: opening) < tokens.count else {
            return nil
        }
        let end = closing(of: opening)
        let text = tokens[opening..<end].reduce(0) { $0 + $1.lastLine - $1.line }
        let count = tokens[end].line - tokens[index].line + 1 - text
        return Body(name: name, kind: kind, line: tokens[index].line, lineCount: count)
    }

    private func openingBrace(after index: Int, _ kind: Body.Kind) -> Int? {
        var cursor = index + 1
        while cursor < tokens.count {
            let token = tokens[cursor]
            if token.kind == .mark {
                switch token.text {
                case "{": return cursor
                case "}", ";": return nil
                case "@",
                    "#" where token.startsLine:
                    return nil
                case "=" where kind == .property: return nil
                case "(", "[": cursor = closing(of: cursor)
                default: break
                }
            } else if token.startsLine, token.kind == .word {
                if kind == .property || Self.declarators.contains(token.text) { return nil }
            }
            cursor += 1
        }
        return nil
    }

    var types: [TypeDeclaration] {
        var found: [TypeDeclaration] = []
        var depth = 0
        for (index, token) in tokens.enumerated() {
            if token.isMark("{") { depth += 1 }
            if token.isMark("}") { depth -= 1 }
            guard token.kind == .word, Self.typeKeywords.contains(token.text),
                index == 0 || !tokens[index - 1].isMark("."),
                let name = typeName(at: index + 1)
            else { continue }
            found.append(
                TypeDeclaration(keyword: token.text, name: name, line: token.line, isTopLevel: depth == 0))
        }
        return found
    }

    private static let typeKeywords: Set<String> = [
        "struct", "enum", "class", "actor", "protocol", "extension", "typealias",
    ]

    private func typeName(at start: Int) -> String? {
        guard var name = tokens[safe: start], name.kind == .word || name.kind == .rawWord else { return nil }
        if name.isWord("func") || name.isWord("var") { return nil }
        var cursor = start + 1
        while tokens[safe: cursor]?.isMark(".") == true, let part = tokens[safe: cursor + 1] {
            name = part
            cursor += 2
        }
        return name.text
    }
}

extension Array {
    /// The element there, or nothing outside the array.
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
