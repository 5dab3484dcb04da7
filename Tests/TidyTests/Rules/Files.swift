// What stands where, and under which name.

extension HouseRule {
    private static let folders: Set = ["Sources", "Tests", "flows", "examples", "Benchmarks"]
    private static let topFiles: Set = ["Package.swift", "README.md", "Makefile"]

    static let topLevel = HouseRule(
        "the top level holds what design §3.1 names, and dotfiles",
        broken: [["docs/a.md": ""], ["Dockerfile": ""], ["scripts/a": ""], ["Package.resolved": ""]],
        kept: [["README.md": "", ".ci/run": "", ".swift-format": "", "flows/a.yaml": ""]]
    ) { sources in
        sources.tree.files.compactMap { path, _ in
            let parts = path.split(separator: "/")
            let first = String(parts[0])
            let isKnown = parts.count == 1 ? topFiles.contains(first) : folders.contains(first)
            return isKnown || first.hasPrefix(".")
                ? nil : Violation(path: path, line: 1, message: "does not belong at the top level")
        }
    }

    /// `Step.swift` declares or extends `Step`; `Step+Run.swift` extends or serves `Step`, or is about
    /// something that is no type of its target (`Media+Run.swift`); `UnusedLabel.swift` may hold the constant
    /// or function `unusedLabel`. A file about several types has a theme for a name; `DocumentFindings.swift`
    /// and a file in a folder `Findings` hold a part of what a `Finding` may be.
    static let fileNames = HouseRule(
        "a file is named after what it declares",
        broken: [
            ["Sources/M/A.swift": "struct B {}"],
            ["Sources/M/As.swift": "struct B {}"],
            ["Sources/M/A+B.swift": "struct A {}"],
            ["Sources/M/A.swift": "struct A {}", "Sources/M/A+B.swift": "extension C {}"],
            ["Sources/M/a.swift": "struct a {}"],
        ],
        kept: [
            [
                "Sources/A/A.swift": "struct A {}", "Sources/A/A+B.swift": "extension A {}",
                "Sources/A/Words.swift": "enum B {}\nenum C {}",
                "Sources/A/NewFindings.swift": "extension Finding {}",
                "Sources/A/D.swift": "enum E { struct D {} }",
                "Sources/A/Media+Run.swift": "extension C {}",
                "Sources/A/A+C.swift": "extension D { var a: A }",
                "Sources/A/ReadFlow.swift": "func readFlowText() {}", "Sources/B/B.swift": "let c = 1",
                "Sources/A/Findings/YAML.swift": "extension Finding {}",
                "Sources/A/Main.swift": "@main enum Program {}",
            ]
        ]
    ) { sources in
        let files = sources.files(in: "Sources")
        let declared = Dictionary(grouping: files) { $0.target ?? "" }.mapValues { files in
            Set(files.flatMap { $0.types.filter { $0.keyword != "extension" }.map(\.name) })
        }
        return files.compactMap { file in
            isWellNamed(file, declared: declared[file.target ?? ""] ?? [])
                ? nil : file.violation(at: 1, "is not named after what it declares")
        }
    }

    private static func isWellNamed(_ file: SwiftFile, declared: Set<String>) -> Bool {
        let name = file.name.dropLast(".swift".count)
        guard name.first?.isUppercase == true else { return false }
        let types = file.types
        if let plus = name.firstIndex(of: "+") {
            let subject = String(name[..<plus])
            let isServed = file.tokens.contains { $0.isWord(subject) }
            let extendsOne = types.contains { $0.keyword == "extension" }
            return extendsOne && (isServed || !declared.contains(subject))
        }
        if name == "Main" { return file.tokens.contains { $0.isWord("main") } }
        if name == file.target ?? "" || types.contains(where: { $0.name == name }) { return true }
        if file.declaresValue(beginning: name.prefix(1).lowercased() + name.dropFirst()) { return true }
        let topLevel = Set(types.filter(\.isTopLevel).map(\.name))
        return topLevel.count > 1
            || topLevel.contains { file.path.contains("/\($0)s/") || name.hasSuffix($0 + "s") }
    }

    static let noDeadFiles = HouseRule(
        "every file declares something, and every test file tests or supports tests",
        broken: [
            ["Sources/A/Placeholder.swift": "// Replaced by the first real file."],
            ["Tests/ATests/A.swift": "import Testing"],
            ["Sources/A/A.swift": "import B\n/* struct A {} */"],
        ],
        kept: [["Sources/A/A.swift": "let a = 1", "Sources/A/B.swift": "@_exported public import C"]]
    ) { sources in
        let declarators: Set = [
            "struct", "enum", "class", "actor", "protocol", "extension", "func", "let", "var",
        ]
        return sources.swift.compactMap { file in
            let lives = file.tokens.contains {
                $0.kind == .word && (declarators.contains($0.text) || $0.text == "_exported")
            }
            return lives ? nil : file.violation(at: 1, "declares nothing")
        }
    }

    static let everyRuleListed = HouseRule(
        "every file of FlowValidation/Rules stands in the one list of rules",
        broken: [
            [
                "Sources/FlowValidation/Rules/UnsetVariable.swift": "struct UnsetVariable {}",
                "Sources/FlowValidation/LintRule.swift": "static let all: [LintRule] = [.unusedLabel]",
            ]
        ],
        kept: [
            [
                "Sources/FlowValidation/Rules/UnsetVariable.swift": "",
                "Sources/FlowValidation/LintRule.swift": "static let all: [LintRule] = [.unsetVariable]",
            ]
        ]
    ) { sources in
        let files = sources.files(in: "Sources/FlowValidation")
        let listed = Set(files.flatMap(\.wordsInListOfAll))
        return files.filter { $0.path.contains("/Rules/") }.compactMap { file in
            let name = file.name.dropLast(".swift".count)
            let member = name.prefix(1).lowercased() + name.dropFirst()
            return listed.contains(member) || listed.contains(String(name))
                ? nil : file.violation(at: 1, "\(member) is missing from LintRule.all")
        }
    }

    static let everyStepDeclaredAndRun = HouseRule(
        "every step has a file in FlowModel/Steps and is run by a file in FlowRuntime/Steps",
        broken: [
            steps("case play(Play)", model: "struct Play {}", runtime: ""),
            steps("case play(Play)", model: "", runtime: "func run(_ step: Play) {}"),
        ],
        kept: [
            steps("indirect case play(Play)", model: "struct Play {}", runtime: "func run(_ step: Play) {}")
        ]
    ) { sources in
        let declared = Set(
            sources.files(in: "Sources/FlowModel/Steps").flatMap { $0.types.map(\.name) })
        let run = Set(sources.files(in: "Sources/FlowRuntime/Steps").flatMap { $0.tokens.map(\.text) })
        return sources.files(in: "Sources/FlowModel").flatMap { file in
            file.stepPayloads.flatMap { payload, line in
                [
                    declared.contains(payload) ? nil : "\(payload) is not declared in FlowModel/Steps",
                    run.contains(payload) ? nil : "\(payload) is not run in FlowRuntime/Steps",
                ].compactMap { $0.map { file.violation(at: line, $0) } }
            }
        }
    }

    private static func steps(_ item: String, model: String, runtime: String) -> [String: String] {
        [
            "Sources/FlowModel/Step.swift": "enum StepAction { \(item) }",
            "Sources/FlowModel/Steps/Play.swift": model, "Sources/FlowRuntime/Steps/Play+Run.swift": runtime,
        ]
    }
}

extension SwiftFile {
    /// `static let unusedLabel`, `func readScalarText`: a constant or function whose name begins so.
    fileprivate func declaresValue(beginning name: String) -> Bool {
        tokens.indices.dropLast().contains { index in
            let isKeyword = ["let", "var", "func"].contains(tokens[index].text)
            return isKeyword && tokens[index].kind == .word && tokens[index + 1].text.hasPrefix(name)
        }
    }

    /// What stands in the brackets after `static let all`.
    fileprivate var wordsInListOfAll: [String] {
        guard
            let start = tokens.indices.first(where: {
                tokens[$0].isWord("all") && $0 > 1 && tokens[$0 - 1].kind == .word
                    && tokens[$0 - 2].isWord("static")
            }),
            let equals = tokens[start...].firstIndex(where: { $0.isMark("=") || $0.isMark("{") })
        else { return [] }
        let opening = tokens[equals].isMark("{") ? equals : equals + 1
        guard opening < tokens.count else { return [] }
        return tokens[opening..<closing(of: opening)].map(\.text)
    }

    /// The types in the cases of `StepAction`, but for the one that stands for every other method.
    fileprivate var stepPayloads: [(String, Int)] {
        guard let start = tokens.indices.first(where: { tokens[$0].isWord("StepAction") && $0 > 0 }),
            tokens[start - 1].isWord("enum"),
            let opening = tokens[start...].firstIndex(where: { $0.isMark("{") })
        else { return [] }
        return (opening..<closing(of: opening)).compactMap { index in
            guard tokens[index].isWord("case"), let payload = tokens[safe: index + 3],
                payload.text != "UnsupportedStep"
            else { return nil }
            return (payload.text, payload.line)
        }
    }
}
