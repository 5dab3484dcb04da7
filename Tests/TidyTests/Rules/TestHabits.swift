// Tests that read as sentences, run every time and never wait for a clock.

extension HouseRule {
    static let rawTestNames = HouseRule(
        "every test is named in words, by a raw identifier", in: "Tests",
        broken: [
            "@Test func itWorks() {}", "@Test(arguments: [1]) func works(_ a: Int) {}",
            "@Test(\"a name\") func `does so`() {}",
        ],
        kept: [
            "@Test func `holds`() {}", "@Test(arguments: [(1, \"a\")])\nfunc `does so`(_ a: Int) throws {}",
        ]
    ) { file in
        file.tests.compactMap { test in
            guard let name = test.name, name.kind == .rawWord else {
                return file.violation(at: test.line, "a test whose name is no raw identifier")
            }
            return test.hasDisplayName ? file.violation(at: test.line, "a test with two names") : nil
        }
    }

    static let noSleepInTests = HouseRule(
        "no test waits for a clock", in: "Tests",
        broken: [
            "try await Task.sleep(for: .seconds(1))", "usleep(5)", "Thread.sleep(1)", "await clock.sleep(a)",
        ],
        kept: [
            "let a = StepAction.sleep(b)", "case .sleep(let a): 1", "// sleep(1)",
            "@Test func `sleep (5)`() {}",
        ]
    ) { file in
        file.tokens.indices.compactMap { index in
            let token = file.tokens[index]
            guard token.kind == .word, ["sleep", "usleep", "nanosleep"].contains(token.text),
                file.tokens[safe: index + 1]?.isMark("(") == true, !namesStep(at: index, in: file)
            else { return nil }
            return file.violation(at: token.line, "waits for a clock")
        }
    }

    /// `.sleep(…)` and `StepAction.sleep(…)` are the flow's step; `Task.sleep(…)`, `clock.sleep(…)` wait.
    private static func namesStep(at index: Int, in file: SwiftFile) -> Bool {
        guard index > 0 else { return false }
        if file.tokens[index - 1].isWord("func") { return true }
        guard file.tokens[index - 1].isMark("."), index > 1, file.tokens[index - 1].isGlued else {
            return file.tokens[index - 1].isMark(".")
        }
        let owner = file.tokens[index - 2]
        if owner.kind == .mark { return owner.text != ")" && owner.text != "]" }
        return owner.text.first?.isUppercase == true && !["Task", "Thread"].contains(owner.text)
    }

    static let everyTestRuns = HouseRule(
        "no test is switched off or skipped", in: "Tests",
        broken: [
            "@Test(.disabled()) func `does so`() {}", "@Test(.enabled(if: a)) func `does so`() {}",
            "withKnownIssue { }", "throw XCTSkip()", "try Test.cancel()",
        ],
        kept: ["let a = line.disabled", "@Test func `is disabled (until asked)`() {}"]
    ) { file in
        file.tokens.indices.compactMap { index in
            let token = file.tokens[index]
            guard token.kind == .word else { return nil }
            let isTrait =
                ["disabled", "enabled"].contains(token.text) && index > 1
                && file.tokens[index - 1].isMark(".") && file.tokens[safe: index + 1]?.isMark("(") == true
            let isCancel = token.text == "cancel" && index > 1 && file.tokens[index - 2].isWord("Test")
            return isTrait || isCancel || ["withKnownIssue", "XCTSkip"].contains(token.text)
                ? file.violation(at: token.line, "\(token.text) keeps a test from running") : nil
        }
    }
}

extension SwiftFile {
    fileprivate var tests: [(name: SwiftToken?, line: Int, hasDisplayName: Bool)] {
        tokens.indices.compactMap { index in
            guard tokens[index].isWord("Test"), index > 0, tokens[index - 1].isMark("@") else { return nil }
            let function = tokens[index...].firstIndex { $0.isWord("func") }
            let hasName =
                tokens[safe: index + 1]?.isMark("(") == true && tokens[safe: index + 2]?.kind == .string
            return (function.flatMap { tokens[safe: $0 + 1] }, tokens[index].line, hasName)
        }
    }
}
