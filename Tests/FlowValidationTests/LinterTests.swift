import FlowExpressions
import FlowModel
import SourceText
import TestSupport
import Testing

@testable import FlowValidation

/// What the linter does with findings, whoever made them.
struct `The linter` {
    private func lint(_ text: String, _ options: LintOptions = LintOptions()) -> [Finding] {
        Linter.lint(SourceFile(name: "a.yaml", text: text), options).findings
    }

    private func read(_ text: String) -> FlowReading { Flow.read(SourceFile(name: "a.yaml", text: text)) }

    private func flow(_ steps: String) -> String { "version: 1.0.0\nsections:\n  main:\n" + steps }

    @Test func `sorts by position, whoever found it`() {
        let found = lint(flow("    - hangup\n    - play: ftp://x\n    - transfer: nowhere\n    - bogus\n"))
        #expect(
            found.map(\.id.name) == [
                "unreachable-step", "wrong-url-scheme", "unknown-section", "unknown-step",
            ])
        #expect(found.map(\.range) == found.map(\.range).sorted())
    }

    @Test func `reports a finding inside an alias once, at the anchor`() throws {
        let source = MarkedSource(
            """
            version: 1.0.0
            x-steps: &bye
              - hangup
              - «play: "say:Never."»
            sections:
              main:
                - cond:
                    - when: call.type == 'sip'
                      then: *bye
                    - else: *bye

            """)
        let found = Linter.lint(source.file).findings
        #expect(found.map(\.id.name) == ["unreachable-step"])
        let finding = try #require(found.first)
        #expect(finding.range == source.ranges.first)
        #expect(finding.related.map(\.message) == ["used here", "used here"])
        #expect(finding.related.map { source.file.text(in: $0.range) } == ["*bye", "*bye"])
    }

    @Test func `says nothing of a list that one of its uses reaches`() {
        let text = """
            version: 1.0.0
            sections:
              main:
                - cond:
                    - when: call.type == 'sip'
                      then: &steps
                        - play: "say:Hello."
                        - hangup
                    - else: [hangup]
                - cond:
                    - else: *steps

            """
        #expect(lint(text).map(\.id.name) == ["unreachable-step"])
    }

    @Test func `tells used labels from unused ones however many there are`() {
        let steps = (0..<200).map { place in
            "    - label: l\(place)\n" + (place % 63 == 62 ? "" : "    - goto: {label: l\(place), max: 1}\n")
        }
        let found = lint(flow(steps.joined()))
        #expect(
            found.map(\.message) == [62, 125, 188].map { "no goto jumps to the label `l\($0)`" })
    }

    @Test func `knows a local host behind https too`() {
        for host in ["localhost", "office.local", "files", "192.168.1.20", "box.localhost"] {
            #expect(
                lint(flow("    - play: https://\(host)/hello.mp3\n")).map(\.id.name) == ["local-host"],
                "\(host)")
        }
        for host in ["example.com", "cdn.example.org", "media.example.link"] {
            #expect(lint(flow("    - play: https://\(host)/hello.mp3\n")) == [], "\(host)")
        }
    }

    @Test func `lets options change warnings and hints, never errors`() {
        let text = flow("    - hangup\n    - play: \"say:a\"\n    - transfer: nowhere\n")
        #expect(
            lint(text, LintOptions(silenced: ["unreachable-step", "unknown-section"])).map(\.id.name) == [
                "unknown-section"
            ])
        let milder = lint(
            text, LintOptions(severities: ["unreachable-step": .hint, "unknown-section": .hint]))
        #expect(milder.map(\.severity) == [.hint, .error])
        #expect(
            lint(text, LintOptions(severities: ["unreachable-step": .error])).map(\.severity) == [
                .error, .error,
            ])
    }

    @Test func `knows the environment when it is told`() {
        let text = flow("    - play: \"say:${company} ${envs.town}\"\n")
        #expect(lint(text).map(\.severity) == [.hint])
        #expect(lint(text, LintOptions(environment: ["company", "town"])) == [])
        let found = lint(text, LintOptions(environment: ["companny"]))
        #expect(found.map(\.id.name) == ["unset-variable", "unset-variable"])
        #expect(found.first?.message == "nothing in this flow sets `company`; did you mean `companny`?")
    }

    @Test func `checks what came before a syntax error, and not what may have come after`() {
        let found = lint(
            "version: 1.0.0\nsections:\n  main:\n    - hangup\n    - play: \"say:a\"\n    - transfer: "
                + "later\n    - play: \"b\n"
        )
        #expect(found.map(\.id.name) == ["unreachable-step", "yaml-syntax"])
    }

    @Test func `answers for a document without a flow`() {
        for text in ["", "# nothing\n", "- a\n", "5\n", "\u{0}", "[[[["] {
            let report = Linter.lint(SourceFile(name: "a.yaml", text: text))
            #expect(!report.canRun && !report.findings.isEmpty, "\(text.debugDescription)")
        }
    }

    @Test func `says nothing that follows from what is said already`() {
        let cases = [
            flow("    - transfer: b\n  b:\n    - hangup\n  main:\n    - hangup\n"):
                ["duplicate-key"],
            flow("    - hangup\nsections:\n  c:\n    - hangup\n"): [
                "duplicate-key"
            ],
            "sections:\n  main:\n    - hangup\n# \u{1}\n": ["control-character"],
            flow("    - play: 'say:${env.company}'\n"): ["env-for-envs"],
            flow("    - cond:\n        - when: env.company == 'a'\n          then: [hangup]\n"): [
                "env-for-envs"
            ],
        ]
        for (text, ids) in cases { #expect(lint(text).map(\.id.name) == ids, "\(text)") }
    }

    @Test func `names the member, the nearest word and the coaches`() {
        func message(_ steps: String) -> String? { lint(flow(steps)).first?.message }
        #expect(
            message(
                "    - joinConference: a\n    - cond:\n        - when: conference.state == 'wait'\n"
                    + "          then: [hangup]\n")
                == "`conference.state` is never `wait`; did you mean `waiting`?")
        #expect(
            message("    - joinConference: {name: a, coach: '${envs.b}', beep: 'false'}\n")
                == "nobody starts the room `a`: only coaches join it in this flow, and a coach starts no room"
        )
        #expect(
            message("    - joinConference: {name: a, startOnEnter: false}\n")
                == "nobody starts the room `a`: no join of it in this flow has `startOnEnter: true`")
        #expect(
            message("    - joinConference: a\n    - play: 'say:${conference.talkd}'\n")
                == "`conference` has no member `talkd`; did you mean `talked`?")
    }

    @Test func `finds an unknown member of the conference wherever it is read`() {
        let reads = [
            "- play: \"say:${conference.outcom}\"", "- play: \"say:${vars.conference.outcom}\"",
            "- play: \"say:${conference.size + conference.outcom}\"",
            "- goto: {label: a, when: conference.outcom == 'full'}",
            "- goto: {label: a, when: vars.conference.outcom == 'full'}",
            "- goto: {label: a, when: \"vars['conference'].outcom == 'full'\"}",
            "- goto: {label: a, when: \"${conference}.outcom == 'full'\"}",
            "- switch: {variable: conference.outcom, case: {a: []}, default: []}",
            "- switch: {variable: 'conference[0]', case: {a: []}, default: []}",
        ]
        for read in reads {
            let found = lint(flow("    - joinConference: team\n    - label: a\n    \(read)\n"))
            #expect(found.contains { $0.id == "unset-variable" }, "\(read): \(found.map(\.message))")
        }
        let known =
            "    - joinConference: team\n    - play: \"say:${conference.size} ${conference.peakSize}\"\n"
        #expect(lint(flow(known)).isEmpty)
    }

    @Test func `sees without a walk only what the walk sees too`() {
        var count = 0
        for example in LintRule.all.flatMap({ $0.bad + $0.good }) {
            let reading = Flow.read(MarkedSource(LintRule.document(of: example)).file)
            guard let flow = reading.flow, !reading.hasErrors, flow.isPlainlyReached else { continue }
            count += 1
            #expect(!FlowGraph.states(of: flow, SectionTable(flow)).contains([]), "\(example)")
        }
        #expect(count > 20)
    }

    @Test func `names what a target cannot do`() {
        let text = flow(
            "    - prompt: {play: \"say:a\", speechLanguage: en-US}\n    - sendSms: {toNumber: "
                + "\"+15551234567\", fromNumber: \"+15551234568\", body: hi}\n    - record: {format: mp3}\n"
        )
        #expect(lint(text) == [])
        #expect(lint(text, LintOptions(target: .simulator)) == [])
        #expect(lint(text, LintOptions(target: .relay)) == [])
        let found = lint(text, LintOptions(target: .asterisk))
        #expect(found.map(\.id.name) == Array(repeating: "unsupported-by-target", count: 3))
        #expect(found.allSatisfy { $0.severity == .error })
        #expect(found.first?.message == "Asterisk has no counterpart for speech input")
    }

    @Test func `names what RELAY would leave out or refuse`() {
        let steps = [
            "play: {url: \"say:a\", statusUrl: \"https://example.com/s\"}": "a status URL of this step",
            "prompt: {play: \"say:a\", statusUrl: \"https://example.com/s\"}": "a status URL of this step",
            "record: {statusUrl: \"https://example.com/s\"}": "a status URL of this step",
            "recordCall: {statusUrl: \"https://example.com/s\"}": "a status URL of this step",
            "sendSms: {toNumber: \"+15551234567\", fromNumber: \"+15551234568\", body: hi, "
                + "statusCallback: \"https://example.com/s\"}": "`statusCallback` of a message",
            "connect: {to: \"+15551234567\", confirm: [{play: \"say:a\"}]}":
                "`confirm` with steps (a document's URL works)",
            "connect: {parallel: [{to: \"+15551234567\", confirm: [{play: \"say:a\"}]}]}":
                "`confirm` with steps (a document's URL works)",
        ]
        for (step, what) in steps {
            let text = flow("    - answer\n    - \(step)\n")
            #expect(!lint(text).contains { $0.severity == .error }, "\(step): \(lint(text))")
            let found = lint(text, LintOptions(target: .relay)).filter { $0.severity == .error }
            #expect(found.map(\.message) == ["SignalWire RELAY has no counterpart for \(what)"], "\(step)")
        }
        let right = flow(
            "    - connect: {to: \"+15551234567\", confirm: \"https://example.com/c\", "
                + "statusUrl: \"https://example.com/s\"}\n")
        #expect(!lint(right, LintOptions(target: .relay)).contains { $0.severity == .error })
    }

    @Test func `names whom a target cannot dial`() {
        let text = flow("    - dial: {to: [/public/ann, \"sip:ann@example.com\"], dest: main, attempts: 2}\n")
        #expect(lint(text).map(\.id.name) == ["dial-loop"])
        #expect(lint(text, LintOptions(target: .relay)).map(\.id.name) == ["dial-loop"])
        let found = lint(text, LintOptions(target: .asterisk))
        #expect(found.map(\.id.name).sorted() == ["dial-loop", "unsupported-by-target"])
    }

    /// What `dial` leads to is judged like what a call comes to otherwise.
    @Test func `follows those who are dialled`() {
        func document(_ dial: String, _ callee: String) -> String {
            "version: 1.0.0\nsections:\n  main:\n    - \(dial)\n    - joinConference: team\n  callee:\n"
                + "    - \(callee)\n"
        }
        let cases: [(String, String, [String])] = [
            ("dial: {to: sip:a@b.example, dest: callee}", "joinConference: team", []),
            (
                "dial: {each: [sip:a@b.example], dest: calle}", "hangup",
                ["unknown-section", "unused-section"]
            ),
            ("dial: {to: sip:a@b.example, dest: callee}", "play: 'say:${params.x}'", ["unset-param"]),
            ("dial: {to: sip:a@b.example, dest: callee, params: {x: 1}}", "play: 'say:${params.x}'", []),
            ("dial: {to: sip:a@b.example, dest: callee}", "leaveConference", ["leave-without-join"]),
            (
                "dial: {to: sip:a@b.example, dest: callee, result: {case: {busy: [hangup]}, default: []}}",
                "hangup", ["impossible-value"]
            ),
            (
                "dial: {to: sip:a@b.example, dest: callee, timeout: 20000}", "hangup",
                ["suspicious-duration"]
            ),
            ("play: 'say:${dial_failed_reason}'", "hangup", ["unset-variable", "unused-section"]),
        ]
        for (dial, callee, ids) in cases {
            let found = lint(document(dial, callee))
            #expect(found.map(\.id.name).sorted() == ids, "\(dial): \(found.map(\.message))")
        }
    }

    /// Nothing that a file holds takes more than linear time, by a wide margin.
    @Test func `takes linear time`() {
        let texts: [String: (Int) -> String] = [
            "jumps": { n in flow((0..<n).map { "    - label: l\($0)\n    - goto: l\(n - 1 - $0)\n" }.joined())
            },
            "sections": { n in
                "version: 1.0.0\nsections:\n  main: [{execute: s0}]\n"
                    + (0..<n).map { "  s\($0): [{execute: s\(($0 + 1) % n)}, {execute: s0}]\n" }.joined()
            },
            "dials": { n in
                "version: 1.0.0\nsections:\n  main: [hangup]\n"
                    + (0..<n).map { "  s\($0): [{dial: {to: sip:a@b.example, dest: s\(($0 + 1) % n)}}]\n" }
                    .joined()
            },
            "templates": { n in flow((0..<n).map { "    - play: \"say:${x\($0)}\"\n" }.joined())
            },
            "joins": { n in
                flow((0..<n).map { "    - joinConference: {name: r\($0), startOnEnter: false}\n" }.joined())
            },
        ]
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            let (small, large) = (read(text(500)), read(text(4000)))
            let first = processorTime { _ = Linter.lint(small) }
            let second = processorTime { _ = Linter.lint(large) }
            #expect(
                second < first * 24 + .milliseconds(50), "\(name): \(first), eight times as long \(second)")
        }
    }
}
