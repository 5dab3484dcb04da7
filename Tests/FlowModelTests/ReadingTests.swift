import FlowExpressions
import FlowModel
import SourceText
import TestSupport
import Testing

/// How findings behave: through aliases and merges, after YAML errors, at the limits, in strict mode.
struct `Reading a flow` {
    @Test func `reports a mistake behind an alias once, at the anchor`() throws {
        let source = MarkedSource(
            "version: 1.0.0\nx-a: &a {name: r, beep: «enter»}\nsections:\n  main:\n"
                + "    - joinConference: «*a»\n    - joinConference: «*a»\n"
        )
        let findings = source.read().findings
        #expect(findings.map(\.range) == [source.ranges[0]])
        #expect(findings.first?.related.map(\.range) == Array(source.ranges[1...]))
    }

    @Test func `knows the aliases through which a step was reached`() throws {
        let source = MarkedSource(
            "version: 1.0.0\nsections:\n  main: &m\n    - answer\n  other: «*m»\n")
        let reading = source.read()
        #expect(reading.findings.isEmpty)
        #expect(reading.flow?.steps.map(\.aliases) == [[], [source.ranges[0]]])
    }

    @Test func `lets a written key beat a merged one in the other spelling`() throws {
        let reading = MarkedSource.steps(
            "- joinConference: &a {name: r, start_on_enter: true, muted: true}\n"
                + "- joinConference: {<<: *a, startOnEnter: false}"
        ).read()
        #expect(reading.findings.isEmpty)
        guard case .joinConference(let join)? = reading.flow?.steps[1].action else { throw Wrong.action }
        #expect(
            join.startOnEnter?.literal == false && join.muted?.literal == true && join.name.literal == "r")
    }

    @Test func `keeps places right after wide characters and with CRLF`() {
        let cases = [
            BadCase("invalid-value", steps: "- play: 'say:😀é' # 日本\n- hangup: «bussy»"),
            BadCase(
                "invalid-value",
                document: "version: 1.0.0\r\nsections:\r\n  main:\r\n    - hangup: «bussy»\r\n"),
            BadCase(
                "invalid-value",
                document: "\u{FEFF}version: 1.0.0\nsections:\n  main:\n    - hangup: «bussy»\n"),
            BadCase("invalid-expression", steps: "- set: {a: '😀 ${1 +«»}'}"),
        ]
        for item in cases { item.check() }
    }

    @Test func `checks what came before a YAML error, and misses nothing behind it`() {
        let reading = MarkedSource.steps("- hangup: bussy\n- joinConference:\n    muted: true\n    name: [")
            .read()
        let ids = reading.findings.map(\.id.name)
        #expect(ids.contains("invalid-value"))
        #expect(!ids.contains("missing-parameter") && !ids.contains("missing-sections"))
        #expect(reading.flow?.isPartial == true)
        let cut = MarkedSource("version: 1.0.0\nsections:\n  other:\n    - answer: {").read()
        #expect(!cut.findings.contains { $0.id.name.hasPrefix("missing") }, "\(cut.findings)")
    }

    @Test func `goes on after every mistake`() {
        BadCase(
            "unknown-step", "unknown-parameter", "invalid-value", "missing-parameter",
            steps: "- «anser»\n- hangup: {«x»: 1, reason: «y»}\n- «play»"
        ).check()
    }

    @Test func `stops at the deepest nesting`() {
        var steps = "answer"
        for _ in 0..<80 { steps = "{cond: [{else: [\(steps)]}]}" }
        let reading = MarkedSource.steps("- \(steps)").read()
        #expect(reading.findings.map(\.id.name) == ["too-deep"])
        steps = "answer"
        for _ in 0..<FlowLimits.stepNesting - 1 { steps = "{cond: [{else: [\(steps)]}]}" }
        #expect(MarkedSource.steps("- \(steps)").read().findings.isEmpty)
    }

    @Test func `reports a thousand mistakes and no more`() {
        let steps = String(repeating: "- hangup: bussy\n", count: 3_000)
        #expect(MarkedSource.steps(steps).read().findings.count == FlowLimits.findings)
    }

    @Test func `offers a fix that mends`() throws {
        let cases = [
            ("- hangup: bussy", "- hangup: busy"), ("- anser", "- answer"),
            ("- record: {beep: yes}", "- record: {beep: true}"),
            ("- connect: +15551234567", "- connect: \"+15551234567\""),
            ("- record:\n    terminators: #", "- record:\n    terminators: \"#\""),
            ("- play: Hello there", "- play: \"say:Hello there\""),
            (
                "- joinConference: {name: a, stream: {url: ws://a.b/c}}",
                "- joinConference: {name: a, stream: {url: wss://a.b/c}}"
            ),
            ("- unset: '${a}'", "- unset: a"),
        ]
        for (wrong, right) in cases {
            let source = MarkedSource.steps(wrong)
            let fix = try #require(source.read().findings.first?.fix, "\(wrong)")
            let mended = apply(fix, to: source.text)
            #expect(mended == MarkedSource.steps(right).text)
            #expect(MarkedSource.steps(right).read().findings.isEmpty)
        }
    }

    private func apply(_ fix: Finding.Fix, to text: String) -> String {
        var bytes = Array(text.utf8)
        for edit in fix.edits.sorted(by: { $0.range > $1.range }) {
            bytes.replaceSubrange(edit.range.offsets, with: Array(edit.text.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `reports in strict mode what SWML does not allow, and only then`() {
        let cases = [
            "- «answer»", "- «hangup»:", "- play: «'say:a'»", "- hangup: {reason: «'${a}'»}",
            "- «leaveConference»: {}", "- joinConference: {name: a, «until»: left}",
            "- prompt: {play: 'say:a', initialTimeout: «5s»}", "- joinConference: {name: a, beep: «true»}",
            "- joinConference: {name: a, statusCallbackEvent: «[start]»}",
            "- goto: {label: a, max: «'3'»}\n- label: a",
            "- play: {url: 'say:a', volume: «'1${a}'»}", "- «request»: {url: 'https://a.b'}",
            "- joinConference: {name: a, result: «{case: {}}»}",
            "- sendDigits: {digits: «12»}", "- prompt: {play: 'say:a', «sensitive»: true}",
            "- record: {beep: «'true'»}", "- connect: {to: '+15551234567', ringback: «{url: 'say:a'}»}",
        ]
        for steps in cases {
            let source = MarkedSource.steps(steps)
            let strict = source.read(strict: true).findings.filter { $0.id == "not-swml" }
            #expect(strict.map(\.range).contains(source.ranges[0]), "\(steps): \(strict)")
            #expect(!source.read().findings.contains { $0.id == "not-swml" })
        }
        let clean = MarkedSource.steps(
            "- answer: {}\n- play: {url: 'say:${a} b', volume: '${v}'}\n- sleep: 5")
        #expect(clean.read(strict: true).findings.isEmpty, "\(clean.read(strict: true).findings)")
    }

    enum Wrong: Error { case action }
}
