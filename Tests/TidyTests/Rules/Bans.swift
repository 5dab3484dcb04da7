// Words that have no place in our sources, because they trap, hide or leak.

extension HouseRule {
    static let noEscapes = HouseRule(
        "nothing in Sources forces, silences or prints", in: "Sources",
        broken: [
            "let a = try! b()", "let a = b as! C", "fatalError()", "print(a)", "debugPrint(a)", "dump(a)",
            "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1",
            "unowned(unsafe) let a = b",
            "Task.detached { }", "let a = unsafeBitCast(b, to: Int.self)", "let a = \"\\(try! b())\"",
            "@preconcurrency import A",
        ],
        kept: [
            "// try! fatalError() print(a)", "let a = \"print(a)\"", "func print(_ a: Int) {}\nb.print(a)",
            "let a = try !b()", "let a = b as? C", "let detached = Task { }",
        ]
    ) { file in
        file.tokens.indices.compactMap { index in
            banned(at: index, in: file).map { file.violation(at: file.tokens[index].line, $0) }
        }
    }

    private static func banned(at index: Int, in file: SwiftFile) -> String? {
        let token = file.tokens[index]
        guard token.kind == .word else { return nil }
        let next = file.tokens[safe: index + 1]
        let argument = file.tokens[safe: index + 2]
        let isMember = index > 0 && file.tokens[index - 1].isMark(".")
        switch token.text {
        case "try", "as": return next?.isMark("!") == true && next?.isGlued == true ? "\(token.text)!" : nil
        case "fatalError", "unsafeBitCast": return next?.isMark("(") == true ? token.text : nil
        case "print", "debugPrint", "dump":
            let isDeclared = index > 0 && file.tokens[index - 1].isWord("func")
            return next?.isMark("(") == true && !isMember && !isDeclared ? token.text : nil
        case "unchecked", "preconcurrency":
            return index > 0 && file.tokens[index - 1].isMark("@") ? "@\(token.text)" : nil
        case "nonisolated", "unowned":
            return next?.isMark("(") == true && argument?.isWord("unsafe") == true
                ? "\(token.text)(unsafe)" : nil
        case "Task":
            return next?.isMark(".") == true && argument?.isWord("detached") == true ? "Task.detached" : nil
        default: return nil
        }
    }

    static let noForceUnwrapping = HouseRule(
        "nothing in Sources unwraps by force", in: "Sources",
        broken: [
            "let a = b!", "let a = b()!", "let a = b[0]!.c", "var a: String!", "let a = `b`!", "f(a!, b)",
        ],
        kept: [
            "let a = !b", "if a != b {}", "if a !== b {}", "#if !os(Linux)\n#endif", "f(!a)", "// a!", "[!a]",
        ]
    ) { file in
        file.tokens.indices.compactMap { index in
            let token = file.tokens[index]
            guard token.isMark("!"), token.isGlued, index > 0, isOperand(file.tokens[index - 1]),
                file.tokens[safe: index + 1].map({ $0.isGlued && $0.isMark("=") }) != true
            else { return nil }
            return file.violation(at: token.line, "unwraps by force")
        }
    }

    private static func isOperand(_ token: SwiftToken) -> Bool {
        switch token.kind {
        case .rawWord, .number, .string: return true
        case .word: return token.text != "try" && token.text != "as"
        case .mark: return [")", "]", "}", "?", ">"].contains(token.text)
        }
    }

    static let noLooseTasks = HouseRule(
        "every task is somebody's", in: "Sources",
        broken: [
            "func a() {\n    Task { }\n}", "func a() {\n    _ = Task { }\n}", "Task(priority: .low) { }",
        ],
        kept: [
            "let task = Task { }", "tasks.append(Task { })", "let a = Task<Int, Never> { 1 }", "Task.yield()",
        ]
    ) { file in
        file.tokens.indices.compactMap { index in
            let next = file.tokens[safe: index + 1]
            let isMade = next?.isMark("{") == true || next?.isMark("(") == true
            guard file.tokens[index].isWord("Task"), isMade else { return nil }
            let isDropped =
                index > 1 && file.tokens[index - 1].isMark("=") && file.tokens[index - 2].isWord("_")
            guard file.tokens[index].startsLine || isDropped else { return nil }
            return file.violation(at: file.tokens[index].line, "nobody keeps this task")
        }
    }

    static let reasonedTraps = HouseRule(
        "every trap says in a sentence what must hold", in: "Sources",
        broken: ["precondition(a > b)", "preconditionFailure()", "assert(a)", "precondition(a, \"bad\")"],
        kept: [
            "precondition(a > b, \"a room has at least one member\")",
            "assertionFailure(\"no such leg is open\")",
            "enum A { case assert(Int) }\nlet a = A.assert(1)",
        ]
    ) { file in
        let traps: Set = ["precondition", "preconditionFailure", "assert", "assertionFailure"]
        return file.tokens.indices.compactMap { index in
            let token = file.tokens[index]
            let isOther =
                index > 0 && (file.tokens[index - 1].isMark(".") || file.tokens[index - 1].isWord("case"))
            guard token.kind == .word, traps.contains(token.text), !isOther,
                file.tokens[safe: index + 1]?.isMark("(") == true
            else { return nil }
            let arguments = file.tokens[index..<file.closing(of: index + 1)]
            let isSaid = arguments.contains { $0.kind == .string && $0.text.contains(" ") }
            return isSaid ? nil : file.violation(at: token.line, "\(token.text) without a sentence")
        }
    }

    static let nothingLeftToDo = HouseRule(
        "nothing in Sources is left to do", in: "Sources",
        broken: ["// TODO: later", "/// FIXME", "let a = 1  // XXX", "// HACK"],
        kept: ["let todo = 1", "// the TODOS of others"]
    ) { file in
        file.lines.enumerated().compactMap { index, line in
            let words = line.split { !$0.isLetter }
            let mark = words.first { ["TODO", "FIXME", "XXX", "HACK"].contains($0) }
            return mark.map { file.violation(at: index + 1, String($0)) }
        }
    }
}
