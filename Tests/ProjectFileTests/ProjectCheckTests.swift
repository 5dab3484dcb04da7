import FlowExpressions
import FlowModel
import FlowValidation
import ProjectFile
import SourceText
import TestSupport
import Testing

@Suite("A project file among its flows")
struct ProjectCheckTests {
    /// The flows that are there, by path, with what `main` says.
    private static let flows = [
        "flows/pin.yaml": "say:Type ${envs.pin}", "flows/other.yaml": "say:${envs.pin || 'none'}",
        "flows/plain.yaml": "say:Hello", "flows/any.yaml": "say:${envs[call.to]}",
        "flows/broken.yaml": "say:Hello", "./-": "say:${envs.pin}",
    ]

    /// A machine with these flows, a folder `flows` and no folder `missing`.
    private static let machine = ProjectSurroundings(
        place: { path in
            if flows[path] != nil || path == "ca.pem" { return .file }
            if path == "pipe" || path == "-" { return .special }
            return path == "flows" ? .folder : .nothing
        },
        reads: { path in
            // Nobody opens what may never end.
            #expect(path != "pipe" && path != "-")
            return flows[path].flatMap { text in
                let flow = "version: 1.0.0\nsections:\n  main:\n    - play: \"\(text)\"\n"
                return EnvironmentReads(Flow.read(SourceFile(name: path, text: flow)))
            }
        },
        obstacle: { path, names in
            #expect(flows[path] != nil)
            let known = names.map { $0.map(\.string).sorted().joined(separator: ",") } ?? "no names"
            return path.hasSuffix("broken.yaml") ? "\(path) cannot run (\(known))" : nil
        },
        refusal: { setting, text in
            setting == "requests.allow" && text.contains("/") ? "a list of hosts" : nil
        })

    private static func findings(_ file: SourceFile, _ use: ProjectUse = ProjectUse()) -> [Finding] {
        let reading = ProjectFile.read(file)
        var unset: [Finding] = []
        if use.isServing, case .failure(let missing) = reading.project.environment(in: [:]) {
            unset = missing.findings
        }
        return reading.findings + reading.project.findings(on: machine, for: use) + unset
    }

    /// What is expected of a marked text: an id and a part of the message for each mark, in their order.
    private func expect(
        _ expected: [(id: String, part: String)], in marked: String, _ use: ProjectUse = ProjectUse(),
        _ place: SourceLocation = #_sourceLocation
    ) {
        let source = MarkedSource(marked, name: "callflow.yaml")
        // Not what nearly all of these short files have.
        let quiet = ["no-routes", "no-contexts"].filter { id in !expected.contains { $0.id == id } }
        let findings = Self.findings(source.file, use).filter { !quiet.contains($0.id.name) }
        #expect(findings.map(\.id.name) == expected.map(\.id), "\(marked)", sourceLocation: place)
        #expect(findings.map(\.range) == source.ranges, "\(marked) \(findings)", sourceLocation: place)
        for (finding, expected) in zip(findings, expected) {
            #expect(finding.message.contains(expected.part), "\(finding.message)", sourceLocation: place)
        }
    }

    @Test func `says of a flow that lacks no end of values which are the first`() throws {
        let words = (0..<1000).map { "${envs.e\($0)}" }.joined()
        let flow = "version: 1.0.0\nsections:\n  main:\n    - play: \"say:\(words)\"\n"
        let reads = try #require(EnvironmentReads(Flow.read(SourceFile(name: "a.yaml", text: flow))))
        #expect(reads.unmet(by: [], path: "a.yaml").count == 100)
        let unmet = reads.unmet(by: Set((1..<999).map { Text("e\($0)") }), path: "a.yaml")
        #expect(unmet.map(\.name) == ["e0", "e999"])
    }

    @Test func `allows what a comment allows, and no error`() {
        func ids(_ text: String) -> [String] {
            let file = SourceFile(name: "callflow.yaml", text: text)
            return ProjectFile.read(file).allFindings(on: Self.machine).map(\.id.name)
                .filter { $0 != "no-contexts" }
        }
        let flow = "default: flows/plain.yaml\n"
        #expect(ids(flow + "envs: {pin: a}\n") == ["unread-env"])
        #expect(ids(flow + "envs: {pin: a}  # callflow: allow unread-env for later\n") == [])
        #expect(ids(flow + "# callflow: allow unread-env\nenvs: {pin: a}\n") == [])
        #expect(ids("# callflow: allow unread-env\n" + flow + "\nenvs:\n  pin: a\n") == [])
        #expect(ids(flow + "envs: {pin: '# callflow: allow unread-env'}\n") == ["unread-env"])
        #expect(
            ids("default: gone.yaml  # callflow: allow unknown-flow\n") == ["unknown-flow", "unused-allow"])
        #expect(ids(flow + "x-a: 1  # callflow: allow unread-evn\n") == ["unused-allow"])
    }

    @Test func `gives flows what they read`() {
        expect(
            [("unset-env", "flows/pin.yaml reads `envs.pin` in line 4, and nothing gives it")],
            in: "default: «flows/pin.yaml»")
        expect(
            [("unset-env", "'envs' has 'pni': did you mean that?"), ("unread-env", "did you mean 'pin'?")],
            in: "routes: [{sipUser: a, flow: «flows/pin.yaml»}]\nenvs: {«pni»: a}")
        expect(
            [("unread-env", "no flow reads 'greeting'")],
            in: "default: flows/pin.yaml\nenvs: {pin: a, «greeting»: b}")
        // A value that is wrong is one that is given.
        expect(
            [("unknown-key", "fromEnvironment")], in: "default: flows/pin.yaml\nenvs: {pin: {«fromEnv»: PIN}}"
        )
    }

    @Test func `does not ask for what flows do without, nor judge what it cannot see`() {
        expect([], in: "default: flows/other.yaml")
        expect([], in: "default: flows/other.yaml\nenvs: {pin: a}")
        expect(
            [], in: "routes: [{sipUser: a, flow: flows/any.yaml}]\ndefault: flows/plain.yaml\nenvs: {pin: a}")
        expect([("unknown-flow", "no file")], in: "default: «gone.yaml»\nenvs: {pin: a}")
        expect([], in: "envs: {pin: a}")
        expect([], in: "default: flows/pin.yaml", ProjectUse(environment: ["pin"]))
    }

    @Test func `is held against the flow of the command line`() {
        let use = ProjectUse(flow: "flows/pin.yaml", isServing: true)
        expect([("unset-env", "flows/pin.yaml reads `envs.pin`")], in: "«default»: flows/plain.yaml", use)
        expect([("unset-env", "pin"), ("unread-env", "'a'")], in: "«envs»: {«a»: b}", use)
        expect([], in: "envs: {pin: b}", use)
    }

    @Test func `names flows that are there`() {
        expect([("unknown-flow", "there is no file 'gone.yaml'")], in: "default: «gone.yaml»")
        expect(
            [("unknown-flow", "'flows' is a folder"), ("unknown-flow", "gone.yaml")],
            in: "routes: [{sipUser: a, flow: «flows»}, {sipUser: b, flow: «gone.yaml»}]")
        let file = SourceFile(name: "conf/callflow.yaml", text: "default: a.yaml")
        #expect(Self.findings(file).contains { $0.message == "there is no file 'conf/a.yaml'" })
    }

    @Test func `names flows that can run`() {
        let use = ProjectUse(environment: ["b"])
        expect(
            [("broken-flow", "flows/broken.yaml cannot run (a,b)"), ("unread-env", "'a'")],
            in: "routes: [{sipUser: a, flow: «flows/broken.yaml»}]\nenvs: {«a»: 1a}", use)
        expect([("broken-flow", "cannot run (no names)")], in: "default: «flows/broken.yaml»")
        // The server says it itself, flow by flow.
        expect([], in: "default: flows/broken.yaml", ProjectUse(isServing: true))
    }

    @Test func `opens neither pipes nor standard input`() {
        expect([("unknown-flow", "'pipe' is a pipe or a device")], in: "default: «pipe»\nenvs: {pin: a}")
        expect([("unset-env", "./- reads `envs.pin`")], in: "default: «\"-\"»")
        expect([("bad-value", "'pipe' is a pipe")], in: "journal: {path: «pipe»}")
        expect([("bad-value", "'pipe' is a pipe")], in: "relay: {caFile: «pipe»}")
    }

    @Test func `gets calls, and gives them flows`() {
        expect([("no-routes", "neither 'routes' nor 'default'")], in: "«limits»: {calls: 3}")
        expect([("no-contexts", "no context")], in: "«default»: flows/plain.yaml")
        expect([("no-contexts", "--context")], in: "default: flows/plain.yaml\n«relay»: {contexts: []}")
        expect([], in: "default: flows/plain.yaml\nrelay: {contexts: [a]}")
        let severities = [false, true].map { isServing in
            Self.findings(
                SourceFile(name: "callflow.yaml", text: "http: 80"), ProjectUse(isServing: isServing)
            ).map(\.severity)
        }
        #expect(severities == [[.warning], [.error]])
    }

    @Test func `has settings that a server can begin with`() {
        expect([("bad-value", "'requests.allow' is a list of hosts")], in: "requests: {allow: [a, «b/c»]}")
        expect([("bad-value", "did you mean 'acme.signalwire.com'?")], in: "relay: {host: «acme»}")
        expect(
            [("missing-path", "there is no folder 'missing', and `serve` makes none")],
            in: "journal: {path: «missing/a»}")
        expect([("bad-value", "'flows' is a folder")], in: "journal: {path: «flows»}")
        expect([("missing-path", "there is no file 'a.pem'")], in: "relay: {caFile: «a.pem»}")
        expect([("bad-value", "'flows' is a folder")], in: "relay: {caFile: «flows»}")
        expect([("no-journal", "'journal.path'")], in: "«journal»: {retention: 7d}")
        for fine in [
            "journal: {path: a}", "journal: {path: flows/a}", "journal: {path: /a}",
            "relay: {caFile: ca.pem}",
            "relay: {host: localhost}", "relay: {host: 'localhost:80'}", "relay: {host: '[::1]:80'}",
        ] {
            expect([], in: fine)
        }
        // A machine that lints need not be the one that serves.
        let file = SourceFile(name: "callflow.yaml", text: "journal: {path: /missing/a}")
        func severity(_ use: ProjectUse) -> Finding.Severity? {
            Self.findings(file, use).first { $0.id == "missing-path" }?.severity
        }
        #expect(severity(ProjectUse()) == .hint)
        #expect(severity(ProjectUse(isServing: true)) == .warning)
    }

    @Test func `is explained with examples that are true`() {
        for page in ProjectExplanation.all {
            #expect(!page.bad.isEmpty, "\(page.id)")
            for (example, isBad) in page.bad.map({ ($0, true) }) + page.good.map({ ($0, false) }) {
                let source = MarkedSource(example, name: "callflow.yaml")
                let use = ProjectUse(isServing: page.id == "missing-variable")
                let found = Self.findings(source.file, use).filter { $0.id == page.id }
                #expect(found.map(\.range) == source.ranges, "\(page.id): \(example)")
                #expect(found.isEmpty != isBad, "\(page.id): \(example)")
                if example == page.bad.first {
                    #expect(found.first?.severity == page.severity, "\(page.id)")
                }
            }
        }
        #expect(Set(ProjectExplanation.all.map(\.id)).count == ProjectExplanation.all.count)
    }
}
