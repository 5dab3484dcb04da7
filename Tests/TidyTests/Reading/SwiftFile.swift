/// A Swift source as rules see it.
struct SwiftFile {
    let path: String
    let lines: [Substring]
    let tokens: [SwiftToken]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        tokens = SwiftLexer.tokens(of: text)
    }

    var name: String { String(path.split(separator: "/").last ?? "") }

    /// `Sources/FlowModel/Step.swift` is of `FlowModel`; `nil` outside `Sources`.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// `Tests/FlowModelTests/A.swift` is of `FlowModelTests`, a row of the manifest as a target is.
    var row: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && ["Sources", "Tests"].contains(parts[0]) ? String(parts[1]) : nil
    }

    /// The modules it imports, each with its line.
    var imports: [(module: String, line: Int)] {
        tokens.indices.compactMap { index in
            guard tokens[index].isWord("import"), var module = tokens[safe: index + 1] else { return nil }
            let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
            if kinds.contains(module.text), let next = tokens[safe: index + 2] { module = next }
            return (module.text, tokens[index].line)
        }
    }

    /// The number of lines, not counting what follows the last newline when that is nothing.
    var lineCount: Int { lines.last == "" ? lines.count - 1 : lines.count }

    func violation(at line: Int, _ message: String) -> Violation {
        Violation(path: path, line: line, message: message)
    }

    /// The index of the bracket that closes the one at `opening`, or the end of the file.
    func closing(of opening: Int) -> Int {
        var depth = 0
        for index in opening..<tokens.count where tokens[index].kind == .mark {
            switch tokens[index].text {
            case "(", "[", "{": depth += 1
            case ")", "]", "}":
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return tokens.count
    }
}
