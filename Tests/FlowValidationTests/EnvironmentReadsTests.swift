import FlowExpressions
import FlowModel
import FlowValidation
import SourceText
import Testing

@Suite("What a flow reads of `envs`")
struct EnvironmentReadsTests {
    private func reads(_ steps: String) throws -> EnvironmentReads {
        let text = "version: 1.0.0\nsections:\n  main:\n\(steps)\n"
        return try #require(EnvironmentReads(Flow.read(SourceFile(name: "a.yaml", text: text))))
    }

    private func needs(_ steps: String) throws -> [String] {
        try reads(steps).needs.map { "\($0.name.string):\($0.line)" }
    }

    @Test func `is needed where nothing looks whether it is there`() throws {
        #expect(
            try needs("    - play: 'say:${envs.a} and %{envs.b}'\n    - play: 'say:${envs.a}'") == [
                "a:4", "b:4",
            ])
        #expect(try needs("    - cond:\n      - when: envs.pin == '1'\n        then: [hangup]") == ["pin:5"])
        #expect(
            try needs("    - cond:\n      - when: \"'1' == envs.pin\"\n        then: [hangup]") == ["pin:5"])
        #expect(try needs("    - play: \"say:${'a' || envs.pin}\"") == ["pin:4"])
        #expect(try needs("    - play: >-\n        say:Hello,\n        ${envs.a}\n    - hangup") == ["a:6"])
        #expect(try needs("    - play: 'say:Hello,\n        ${envs.a}'\n    - hangup") == ["a:5"])
        #expect(try needs("    - play: \"say:${call.to ? envs.a : envs.b}\"") == ["a:4", "b:4"])
        #expect(try needs("    - play: 'say:${a} ${vars.b} ${params.c} ${call.to}'").isEmpty)
    }

    @Test func `is not needed where something looks whether it is there`() throws {
        for text in [
            "${envs.a || 'x'}", "${envs.a ?? 'x'}", "${(envs.a) || 'x'}", "${envs.a ? envs.a : 'x'}",
            "${!envs.a}", "${envs.a == null}", "${undefined !== envs.a}", "${envs.a != ''}",
            "${typeof envs.a}", "${envs.a.b || 'x'}",
        ] {
            #expect(try needs("    - play: \"say:\(text)\"").isEmpty, "\(text)")
        }
        for text in ["envs.a", "call.to && envs.a", "!envs.a", "envs.a == '' || envs.a == '1'"] {
            let steps = "    - cond:\n      - when: \"\(text)\"\n        then: [{play: 'say:${envs.a}'}]"
            #expect(try needs(steps).isEmpty, "\(text)")
        }
        let cases = "    - switch: {variable: envs.a, case: {b: [hangup]}"
        #expect(try needs(cases + ", default: [hangup]}").isEmpty)
        #expect(try needs(cases + "}") == ["a:4"])
    }

    @Test func `may be any name where the flow does not show it`() throws {
        #expect(try !reads("    - play: 'say:${envs.a} ${b}'").readsAnything)
        #expect(try reads("    - play: 'say:${envs.a} ${b} ${vars.c}'").names == ["a", "b"])
        #expect(try reads("    - play: 'say:${envs[call.to]}'").readsAnything)
        #expect(try reads("    - execute: {dest: 'https://example.com/a.yaml'}").readsAnything)
        #expect(try reads("    - transfer: {dest: '${next}'}").readsAnything)
        #expect(try !reads("    - transfer: {dest: main}").readsAnything)
        #expect(try reads("    - hangup\n    - {").readsAnything)
        #expect(try reads("    - plya: 'say:${envs.a}'").readsAnything)
        #expect(try reads("    - denoise: {mode: '${envs.a}'}").readsAnything)
        #expect(EnvironmentReads(Flow.read(SourceFile(name: "a.yaml", text: "[]"))) == nil)
    }

    @Test func `may be any name where a leg or a wait gets another document`() throws {
        let document = "https://example.com/a.yaml"
        for (parameters, isElsewhere) in [
            ("to: '+15555550100', confirm: '\(document)'", true),
            ("serial: [{to: '+15555550100'}, {to: '+15555550101', confirm: '\(document)'}]", true),
            ("to: 'queue:a', transferAfterBridge: '\(document)'", true),
            ("to: 'queue:a', transferAfterBridge: '${next}'", true),
            ("to: '+15555550100', confirm: [{play: 'say:a'}]", false), ("to: '+15555550100'", false),
        ] {
            let isAny = try reads("    - connect: {\(parameters)}").readsAnything
            #expect(isAny == isElsewhere, "\(parameters)")
        }
        for (url, isElsewhere) in [
            (document, true), ("${vars.music}", true), ("https://example.com/hold", true),
            ("https://example.com/hold.mp3", false), ("https://example.com/Hold.WAV?a=b", false),
        ] {
            let isAny = try reads("    - joinConference: {name: a, waitUrl: '\(url)'}").readsAnything
            #expect(isAny == isElsewhere, "\(url)")
        }
    }
}

@Suite("A step that is not built")
struct UnbuiltStepTests {
    @Test func `is an error for a target, and a warning for nobody in particular`() {
        let text =
            "version: 1.0.0\nsections:\n  main:\n"
            + "    - denoise # callflow: allow unsupported-step\n    - pay\n"
        func found(_ options: LintOptions) -> [String] {
            let findings = Linter.lint(SourceFile(name: "a.yaml", text: text), options).findings
            return findings.filter { $0.id == "unsupported-step" }.map(\.severity.rawValue)
        }
        #expect(found(LintOptions()) == ["warning"])
        for target in Target.allCases {
            // What cannot run is not allowed by a comment, nor silenced.
            let silenced = LintOptions(
                severities: ["unsupported-step": .hint], silenced: ["unsupported-step"], target: target)
            #expect(found(silenced) == ["error", "error"], "\(target)")
        }
    }
}
