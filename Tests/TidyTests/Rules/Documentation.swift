// What others see is explained where it is declared.

extension HouseRule {
    static let documentedTypes = HouseRule(
        "every public or package type has a documentation comment", in: "Sources",
        broken: [
            "public struct A {}", "// not this one\npackage enum A {}", "@frozen public final class A {}",
            "/// A.\n\npublic struct A {}\npublic protocol B {}",
        ],
        kept: [
            "struct A {}", "/// A.\n@available(*, unavailable)\npublic struct A {}", "package import A",
            "/// A.\npublic indirect enum A { case b }", "public extension A {}",
        ]
    ) { file in
        file.promises.filter { $0.isType && !$0.isDocumented && !witnesses.contains($0.name) }.map {
            file.violation(at: $0.line, "\($0.name) has no documentation comment")
        }
    }

    /// A property whose name and type say all, `isMuted: Bool`, needs no sentence, hence the low floor.
    static let documentedMembers = HouseRule(
        "at least 9 of 10 public or package functions, and 4 of 10 properties, are documented",
        broken: [
            ["Sources/A/A.swift": "public func a() {}"],
            ["Sources/A/A.swift": "package var a = 1\npackage let b = 2\n/// C.\npackage var c = 3"],
        ],
        kept: [
            [
                "Sources/A/A.swift":
                    "/// A.\npublic func a() {}\npublic init() {}\nfunc b() {}\npublic func encode() {}"
            ],
            [
                "Sources/A/A.swift":
                    "package var a = 1\n/// B.\npackage let b = 2\npublic var description: String"
            ],
        ]
    ) { sources in
        let members = sources.files(in: "Sources").flatMap { file in
            file.promises.filter { !$0.isType && !witnesses.contains($0.name) }.map { (file.path, $0) }
        }
        return shortfall(of: members.filter { $0.1.isFunction }, floor: 0.9, "functions")
            + shortfall(of: members.filter { !$0.1.isFunction }, floor: 0.4, "properties")
    }

    /// What the protocol has already documented.
    private static let witnesses: Set = [
        "Iterator", "AsyncIterator", "description", "debugDescription", "errorDescription", "hash", "encode",
        "=", "<", "id", "body",
        "rawValue",
        "allCases", "run", "makeAsyncIterator", "next", "startIndex", "endIndex", "index", "makeIterator",
    ]

    private static func shortfall(
        of members: [(path: String, promise: Promise)], floor: Double, _ what: String
    ) -> [Violation] {
        let bare = members.filter { !$0.promise.isDocumented }
        guard Double(members.count - bare.count) < Double(members.count) * floor else { return [] }
        let share = "\(members.count - bare.count) of \(members.count) \(what) are documented"
        return Dictionary(grouping: bare, by: \.path).sorted { $0.key < $1.key }.map { path, bare in
            let names = bare.map(\.promise.name).joined(separator: ", ")
            return Violation(
                path: path, line: bare[0].promise.line, message: "only \(share), here not: \(names)")
        }
    }
}

/// A declaration that others may use.
private struct Promise {
    var name: String
    var line: Int
    var isType: Bool
    var isFunction: Bool
    var isDocumented: Bool
}

extension SwiftFile {
    private static let modifiers: Set = [
        "static", "final", "class", "mutating", "nonmutating", "consuming", "borrowing", "indirect",
        "nonisolated",
        "isolated", "convenience", "required", "lazy", "weak", "unowned", "override", "private", "internal",
        "fileprivate", "set", "async",
    ]

    fileprivate var promises: [Promise] {
        tokens.indices.compactMap { index in
            let access = tokens[index]
            guard access.isWord("public") || access.isWord("package") else { return nil }
            var keyword = index + 1
            while let token = tokens[safe: keyword], isModifier(at: keyword, token) { keyword += 1 }
            guard let word = tokens[safe: keyword], let name = tokens[safe: keyword + 1] else { return nil }
            let isType = ["struct", "enum", "class", "actor", "protocol"].contains(word.text)
            guard isType || ["func", "var", "let", "subscript"].contains(word.text) else { return nil }
            return Promise(
                name: name.text, line: access.line, isType: isType,
                isFunction: word.text == "func",
                isDocumented: isDocumented(from: index))
        }
    }

    private func isModifier(at index: Int, _ token: SwiftToken) -> Bool {
        if token.isMark("(") || token.isMark(")") { return true }
        guard token.kind == .word, Self.modifiers.contains(token.text) else { return false }
        return token.text != "class" || ["func", "var"].contains(tokens[safe: index + 1]?.text ?? "")
    }

    /// A comment stands before the access word or before an attribute or modifier ahead of it.
    private func isDocumented(from index: Int) -> Bool {
        var cursor = index
        while cursor >= 0 {
            if tokens[cursor].isDocumented { return true }
            guard cursor > 0 else { return false }
            let before = tokens[cursor - 1]
            if before.isMark(")") {
                guard let opening = tokens[..<cursor].lastIndex(where: { $0.isMark("(") }) else {
                    return false
                }
                cursor = opening
            } else if before.kind == .word, Self.modifiers.contains(before.text) {
                cursor -= 1
            } else if before.kind == .word, cursor > 1, tokens[cursor - 2].isMark("@") {
                cursor -= 2
            } else {
                return false
            }
        }
        return false
    }
}
