import FlowExpressions
import FlowRuntime
import OrderedCollections
import ProjectFile
import SourceText
import TestSupport
import Testing

@Suite("A project file")
struct ProjectReaderTests {
    /// What is expected of a marked text: an id and a part of the message for each mark, in their order.
    private func expect(
        _ expected: [(id: String, part: String)], in marked: String,
        _ place: SourceLocation = #_sourceLocation
    ) {
        let source = MarkedSource(marked, name: "callflow.yaml")
        let findings = ProjectFile.read(source.file).findings
        #expect(findings.map(\.id.name) == expected.map(\.id), "\(marked)", sourceLocation: place)
        #expect(findings.map(\.range) == source.ranges, "\(marked) \(findings)", sourceLocation: place)
        for (finding, expected) in zip(findings, expected) {
            #expect(
                finding.message.contains(expected.part), "\(finding.message)", sourceLocation: place)
        }
    }

    private func call(
        to: String, headers: [CallInfo.Header] = [], extra: CallInfo.Header? = nil
    ) -> CallInfo {
        CallInfo(
            id: CallID("c"), from: "+15555550111", to: to, headers: headers,
            extra: extra.map { .map([.init($0.name): .init($0.value)]) } ?? .null)
    }

    @Test func `is read whole`() {
        let text = """
            x-numbers: &office "+1 (555) 555-0100"
            backend: relay
            relay:
              host: acme.signalwire.com
              contexts: [office, support]
              caFile: tls/ca.pem
            default: flows/other.yaml
            routes:
              - {to: *office, flow: flows/standup.yaml}
              - {sipUser: support, flow: flows/support.yaml, calls: 3}
              - {context: support, header: {name: X-Language, value: de}, flow: german.yaml}
            envs:
              pin: {fromEnvironment: PIN}
              greeting: Hello
            limits: {calls: 10, callDuration: 1.5h, drain: 90s}
            http: {address: "::1", port: 8080}
            journal: {path: calls.sqlite, maxBytes: 512MiB, retention: 7d, onFailure: continue}
            requests: {allow: [10.0.0.5]}
            log: {level: debug, format: json, callerData: shown}
            """
        let reading = ProjectFile.read(SourceFile(name: "conf/callflow.yaml", text: text))
        #expect(reading.findings.isEmpty, "\(reading.findings)")
        let project = reading.project
        #expect(!project.hasErrors)
        #expect(project.routing.routes.count == 3)
        #expect(project.routing.routes[1].calls == 3)
        #expect(project.routing.fallback?.path == "flows/other.yaml")
        #expect(project.path("flows/other.yaml") == "conf/flows/other.yaml")
        #expect(project.path("/a.yaml") == "/a.yaml")
        #expect(project.environment.map(\.name) == ["pin", "greeting"])
    }

    @Test func `is empty for whoever wants nothing of it`() {
        for text in ["", "{}", "# nothing\n", "routes: []", "routes:", "limits:", "x-mine: {a: [1]}"] {
            let reading = ProjectFile.read(SourceFile(name: "callflow.yaml", text: text))
            #expect(reading.findings.allSatisfy { $0.id == "empty-document" }, "\(text): \(reading.findings)")
            #expect(reading.project.routing.flows.isEmpty)
        }
    }

    @Test func `asks whether a misspelt key was meant`() {
        expect([("unknown-key", "did you mean 'routes'?")], in: "«route»: []")
        expect([("unknown-key", "did you mean 'limits'?")], in: "«limit»: {calls: 3}")
        expect([("unknown-key", "did you mean 'calls'?")], in: "limits: {«call»: 3}")
        expect([("unknown-key", "did you mean 'contexts'?")], in: "relay: {«context»: [a]}")
        expect([("unknown-key", "did you mean 'maxBytes'?")], in: "journal: {«maxbites»: 1GB}")
        expect(
            [("unknown-key", "known are to, sipUser")],
            in: "routes: [{to: '+15555550100', «number»: b, flow: c}]")
        expect(
            [("unknown-key", "did you mean 'name'?")],
            in: "routes: [{header: {«nam»: a, name: b, value: c}, flow: c}]")
        expect([("unknown-key", "known are address, port")], in: "http: {port: 80, «certificate»: a}")
        expect([("non-scalar-key", "a list cannot be a key")], in: "«[a]»: b")
        expect(
            [("unknown-key", "did you mean 'fromEnvironment'?")],
            in: "envs: {a: {fromEnvironment: B, «fromEnviroment»: C}}")
    }

    @Test func `never holds a secret`() {
        for key in ["token", "apiToken", "api_token", "SIGNALWIRE_API_TOKEN", "password", "secret"] {
            expect(
                [("secret-in-project-file", "set SIGNALWIRE_API_TOKEN in the environment")],
                in: "relay: {«\(key)»: PT0123}")
        }
        expect([("secret-in-project-file", "SIGNALWIRE_PROJECT_ID")], in: "«projectId»: a")
        expect([("secret-in-project-file", "SIGNALWIRE_JWT_TOKEN")], in: "relay:\n  «jwt»: a")
        // Nor is it shown where the file is shown.
        for text in ["relay: {token: PT0123}", "relay:\n  token: &a PT0123\n", "x-a: &a PT0123\ntoken: *a"] {
            let reading = ProjectFile.read(SourceFile(name: "callflow.yaml", text: text))
            #expect(!"\(reading.findings)".contains("PT0123"))
            #expect(!reading.project.file.text.contains("PT0123"), "\(reading.project.file.text)")
            #expect(reading.project.file.bytes.count == text.utf8.count)
        }
        let host = ProjectFile.read(SourceFile(name: "callflow.yaml", text: "relay: {host: 'user:pass@a'}"))
        #expect(!"\(host.findings)".contains("pass"))
    }

    @Test func `says what a value should have been`() {
        expect([("bad-value", "is one of relay; found 'rely'; did you mean 'relay'?")], in: "backend: «rely»")
        expect([("bad-value", "from 1 to 100000; found '0'")], in: "limits: {calls: «0»}")
        expect([("bad-value", "found '100001'")], in: "limits: {calls: «100001»}")
        expect([("bad-value", "found '99999999999999999999'")], in: "limits: {calls: «99999999999999999999»}")
        expect([("bad-value", "found '-1'")], in: "limits: {calls: «-1»}")
        expect([("bad-value", "whole number")], in: "limits: {calls: «[1]»}")
        expect([("bad-value", "whole number")], in: "limits: {calls: «~»}")
        expect([("bad-value", "with its unit")], in: "limits: {drain: «60»}")
        expect([("bad-value", "a time from 1s to 7d")], in: "limits: {callDuration: «8d»}")
        expect([("bad-value", "with its unit")], in: "limits: {callDuration: «9223372036854775807h»}")
        expect([("bad-value", "a size from 1MiB")], in: "journal: {path: a, maxBytes: «1000»}")
        expect([("bad-value", "a size from 1MiB")], in: "journal: {path: a, maxBytes: «9223372036854775808»}")
        expect([("bad-value", "one of refuse, continue")], in: "journal: {onFailure: «stop»}")
        expect([("bad-value", "an address and a port")], in: "http: «localhost»")
        expect([("bad-value", "an address and a port")], in: "http: «localhost:65536»")
        expect([("bad-value", "an address and a port")], in: "http: «{address: a b, port: 80}»")
        expect([("bad-value", "a host")], in: "relay: {host: «user@example.com»}")
        expect([("bad-value", "a host")], in: "relay: {host: «https://example.com»}")
        expect([("bad-value", "a list of contexts")], in: "relay: {contexts: «[a, {b: c}]»}")
        expect([("bad-value", "a list of contexts")], in: "relay: {contexts: «[a, '']»}")
        expect([("bad-value", "did you mean 'json'?")], in: "log: {format: «jsn»}")
        expect([("bad-value", "'log' is a map")], in: "log: «debug»")
        expect([("bad-value", "a project file is a map")], in: "«- a»")
        expect([("missing-key", "'http' has no 'port'")], in: "http: «{address: a}»")
    }

    @Test func `has routes that say what they mean`() {
        expect([("bad-value", "'routes' is a list")], in: "routes: «{to: '+15555550100', flow: b}»")
        expect([("bad-value", "a route is a map")], in: "routes: [«flow.yaml»]")
        expect([("missing-key", "a route has a 'flow'")], in: "routes: [«{to: '+15555550100'}»]")
        expect([("missing-key", "which calls it is for")], in: "routes: [«{flow: b}»]")
        expect([("bad-value", "'flow' is a text")], in: "routes: [{to: '+15555550100', flow: «[b]»}]")
        expect([("bad-value", "'to' is a text")], in: "routes: [{to: «''», flow: b}]")
        expect(
            [("bad-value", "'calls' is a whole number")],
            in: "routes: [{to: '+15555550100', flow: b, calls: «many»}]")
        expect([("missing-key", "a header has a 'value'")], in: "routes: [{header: «{name: X}», flow: b}]")
        expect([("bad-value", "'header' is a map")], in: "routes: [{header: «X», flow: b}]")
        expect([("bad-value", "'default' is a text")], in: "default: «{flow: a}»")
    }

    @Test func `has no routes that no call takes`() {
        expect(
            [("duplicate-route", "already")],
            in: "routes: [{to: '+1 555 555-0100', flow: a}, «{to: '+15555550100', flow: b}»]")
        expect(
            [("unreachable-route", "an earlier route")],
            in: "routes: [{to: '+15555550100', flow: a}, «{to: '+15555550100', context: b, flow: b}»]")
        expect(
            [("duplicate-route", "already")],
            in:
                "routes: [{header: {name: A, value: b}, flow: a}, «{header: {name: A, value: b}, flow: b}»]"
        )
        expect(
            [("unreachable-route", "no call to '+15555550100'")],
            in: "routes: [«{to: '+15555550100', sipUser: a, flow: a}»]")
        expect(
            [("unreachable-route", "not among 'relay.contexts'")],
            in: "relay: {contexts: [office]}\nroutes: [«{context: offices, flow: a}»]")
        expect(
            [],
            in:
                "routes: [{sipUser: a, context: b, flow: a}, {sipUser: a, flow: b}, {context: b, flow: c}]"
        )
    }

    @Test func `knows a misspelt value of the environment from a map`() {
        for key in ["fromEnviroment", "fromenvironment", "from_environment", "fromEnv", "FROM_ENV"] {
            expect(
                [("unknown-key", "did you mean 'fromEnvironment'?")], in: "envs: {pin: {«\(key)»: PIN}}")
        }
        for key in ["from_envelope", "fromEnvoy", "from", "environment"] {
            expect([], in: "envs: {mail: {\(key): x}}")
        }
        expect(
            [("unknown-key", "did you mean 'fromEnvironment'?")],
            in: "envs: {pin: {other: a, «fromEnviroment»: PIN}}")
        expect([("bad-value", "directly below a name")], in: "envs: {a: {b: {«fromEnvironment»: PIN}}}")
        expect([("bad-value", "directly below a name")], in: "envs: {a: [{«fromEnvironment»: PIN}]}")
        for name in ["${PIN}", "$PIN", "MY PIN", "A=B", "0A", "é"] {
            let meant = name.hasPrefix("$") ? "did you mean 'PIN'?" : "letters, digits"
            expect([("bad-value", meant)], in: "envs: {pin: {fromEnvironment: «'\(name)'»}}")
        }
        for fine in ["{from: a}", "{environment: a}", "{a: fromEnviroment}", "fromEnviroment", "[fromEnv]"] {
            expect([], in: "envs: {a: \(fine)}")
        }
    }

    @Test func `has routes to what can be called`() {
        for to in [
            "abc", "support", "+1", "+12345678901234567", "5555550100", "support@example.com", "sip:support",
            "sip:@example.com", "sip:a@b@c", "'sip:a b@c'", "tel:+15555550100",
        ] {
            expect([("unreachable-route", "no call is to")], in: "routes: [{to: «\(to)», flow: a}]")
        }
        expect([("unreachable-route", "did you mean 'sip:a@b'?")], in: "routes: [{to: «a@b», flow: a}]")
        for user in ["sip:support@example.com", "sips:support@example.com", "support@example.com"] {
            expect(
                [("unreachable-route", "did you mean 'support'?")],
                in: "routes: [{sipUser: «'\(user)'», flow: a}]")
        }
        expect([("unreachable-route", "before the '@'")], in: "routes: [{sipUser: «'sip:'», flow: a}]")
        expect([("unreachable-route", "before the '@'")], in: "routes: [{sipUser: «a b», flow: a}]")
        expect(
            [("unreachable-route", "did you mean 'X-A'?")],
            in: "routes: [{header: {name: «'X-A:'», value: b}, flow: a}]")
        expect(
            [("unreachable-route", "letters, digits")],
            in: "routes: [{header: {name: «X A», value: b}, flow: a}]")
        for fine in [
            "to: '+1 (555) 555-0100'", "to: 'sip:a@b.example.com'", "to: 'sips:a@b'", "to: /public/support",
            "sipUser: support.team_1", "header: {name: X-Language, value: 'a: b'}",
        ] {
            expect([], in: "routes: [{\(fine), flow: a}]")
        }
        // What is doubtful is a route all the same.
        let doubtful = ProjectFile.read(SourceFile(name: "c", text: "routes: [{to: abc, flow: a}]")).project
        #expect(doubtful.routing.routes.count == 1 && !doubtful.hasErrors)
    }

    @Test func `has lists without twins`() {
        expect([("duplicate-value", "'a' is in the list")], in: "relay: {contexts: [a, b, «a»]}")
        expect([("duplicate-value", "'b' is")], in: "requests: {allow: [b, «b»]}")
        expect([], in: "relay: {contexts: [a, A]}")
    }

    @Test func `reports what is wrong and what is wrong beside it`() {
        expect(
            [("unknown-key", "relay"), ("bad-value", "from 1"), ("missing-key", "flow")],
            in: "«rely»: {}\nlimits: {calls: «none»}\nroutes: [«{to: '+15555550100'}»]")
        // A syntax error: what came before it is read.
        let cut = ProjectFile.read(SourceFile(name: "callflow.yaml", text: "limits: {calls: no}\nroutes: [{"))
        #expect(cut.findings.count { $0.severity == .error } >= 2)
        #expect(cut.project.hasErrors)
    }

    @Test func `survives any bytes`() {
        let seed: UInt64 = 4
        var random = SplitMix64(seed: seed)
        let pieces = [
            "routes", "relay", "envs", "http", ":", " ", "\n", "  ", "- ", "{", "}", "[", "]", "&a", "*a",
            "<<",
            "to", "flow", "\"", "'", "\u{0}", "\u{FEFF}", "99999999999999999999", "é", "calls", "limits", "#",
        ]
        for round in 0..<2000 {
            let text = (0..<random.below(40)).map { _ in random.pick(pieces) }.joined()
            let reading = ProjectFile.read(SourceFile(name: "callflow.yaml", text: text))
            for finding in reading.findings {
                #expect(finding.range.upper <= text.utf8.count, "seed \(seed), round \(round): \(text)")
            }
        }
    }

    @Test func `finds the first route that fits`() {
        let text = """
            routes:
              - {to: "+1 555 555-0100", header: {name: X-Language, value: de}, flow: german.yaml}
              - {to: "+1 555 555-0100", flow: office.yaml}
              - {sipUser: support, flow: support.yaml}
              - {context: night, flow: night.yaml}
            """
        let table = ProjectFile.read(SourceFile(name: "callflow.yaml", text: text)).project.routing
        func route(_ call: CallInfo) -> Int? { table.route(for: call) }
        #expect(route(call(to: "+15555550100")) == 1)
        #expect(route(call(to: "+15555550100", headers: [.init("x-language", "de")])) == 0)
        #expect(route(call(to: "+15555550100", headers: [.init("X-Language", "DE")])) == 1)
        #expect(route(call(to: "sip:support@example.com")) == 2)
        #expect(route(call(to: "sips:support@example.com")) == 2)
        #expect(route(call(to: "sip:support")) == nil)
        #expect(route(call(to: "support@example.com")) == nil)
        #expect(route(call(to: "sip:supporter@example.com")) == nil)
        #expect(route(call(to: "15555550100")) == nil)
        #expect(route(call(to: "+15555550101", extra: .init("context", "night"))) == 3)
        #expect(route(call(to: "+15555550101", extra: .init("context", "day"))) == nil)
        #expect(route(call(to: "")) == nil)
    }
}
