import CassetteBackend
import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SimulatedBackend
import Testing

struct `What is hidden` {
    /// Plays what comes in by hand: nothing else is needed to make a cassette.
    private func cassette(
        _ text: String, _ call: CallInfo, _ events: [CallEvent], environment: ValueMap = [:],
        variables: ValueMap = [:]
    ) throws -> Cassette {
        let recorder = CassetteRecorder(of: "test")
        let driver = recorder.recording(
            FlowDriver(flow(text), environment: environment, variables: variables))
        for (place, event) in ([.started] + events).enumerated() {
            let time = Timestamp(milliseconds: 1_767_225_600_000 + Int64(place))
            driver.observe(call, JournalEntry(.event(event), at: time))
        }
        return try recorder.cassette()
    }

    private static let caller = CallInfo(
        id: CallID("c-1"), from: "+12125550123", to: "sip:sales+west@pbx.example",
        headers: [.init("X-Auth-Token", "tok-93aa"), .init("P-Asserted-Identity", "<sip:+12125550123@pbx>")],
        extra: ["project": "p-1", "owner": "+493012345678"])

    /// Everything secret that there is, everywhere where something can come in.
    @Test func `is hidden wherever it comes back`() throws {
        let secrets = [
            "+12125550123", "2125550123", "sales+west", "tok-93aa", "+493012345678", "493012345678", "774421",
            "s3cr3t-key", "api.internal.example", "99887766", "cookie-7", "+12125550177", "mallory",
        ]
        let body = secrets.joined(separator: " ") + #" {"x":"99887766"} sip:mallory@a.example"#
        let results: [CommandResult] = [
            .prompted(.digits("774421", terminator: "#")), .prompted(.digits("774421", terminator: "")),
            .response(
                HTTPResponse(
                    status: 200, headers: [.init("Set-Cookie", "cookie-7"), .init("A", body)], body: body)),
            .failed(CommandFailure(.failed, body)),
            .recorded(RecordingSummary(url: "https://a/\(body)", duration: .seconds(1), size: 1)),
        ]
        let text = """
            sections:
              main:
                - answer
                - prompt: {play: "say:${envs.key} ${call.from}", maxDigits: 6, sensitive: true}
                - prompt: {play: "say:${envs.list[0]} ${vars.v}", maxDigits: 6}
                - request:
                    {url: "${envs.base}/x", method: POST, headers: {A: "${envs.key}"}, body: "${prompt_value}"}
                - play: "say:${request_response_body}"
                - record: {maxLength: 5}
                - hangup
            """
        let cassette = try cassette(
            text, Self.caller,
            [.finished(CommandID(1), .done)]
                + results.enumerated().map { .finished(CommandID(Int32($0.offset + 2)), $0.element) }
                + [
                    .conference(
                        ConferenceChange(
                            id: body, name: body, kind: .left(.removed, reason: body, by: CallID(body)),
                            size: 1,
                            isRecording: false)),
                    .ended(CallEnding(by: .caller, reason: body)),
                ],
            environment: [
                "key": "s3cr3t-key", "base": "https://api.internal.example", "list": ["99887766", 774421],
                "open": true,
            ],
            variables: ["v": "+12125550177"])
        let written = try cassette.text
        for secret in secrets where secret != "api.internal.example" {
            let isHidden = !written.contains(secret)
            #expect(isHidden, "\(secret)")
        }
        #expect(!written.contains("https://api.internal.example"))
        #expect(cassette.replay([flow(text)]).mismatch == nil)
        #expect(cassette.environment["open"] == true)
        #expect(cassette.environment["key"] == "env:key")
        #expect(cassette.environment["base"] == "https://stand-in.invalid/env-base")
    }

    @Test func `has stand-ins of its own kind, the same for the same`() throws {
        let text =
            #"sections: {main: [{set: {a: "${call.to}"}}, {play: "say:${envs.pin} ${envs.again}"}]}"#
        let cassette = try cassette(
            text, CallInfo(id: CallID("c"), from: "+4930123456", to: "4930123456"),
            [.finished(CommandID(1), .done)],
            environment: [
                "pin": "4711", "again": "4711", "other": "4712", "n": 12, "empty": "", "yes": "true",
                "line": "+12125550100", "sip": "sip:bob@a.example", "text": "Main Street",
                "same": "Main Street",
            ])
        #expect(cassette.calls.first?.from == "+15555550101")
        #expect(cassette.calls.first?.to == "15555550101")
        #expect(
            cassette.environment == [
                "pin": "1001", "again": "1001", "other": "1002", "n": 12, "empty": "", "yes": "true",
                "line": "+15555550102", "sip": "sip:user-1@a.example", "text": "env:text", "same": "env:text",
            ])
        #expect(try cassette.text.contains(#"{"say":"1001 1001"}"#))
    }

    /// Three digits may be a PIN; a limit of two digits is what the flow needs as it is.
    @Test func `is every number of the environment that could be a secret`() throws {
        let cassette = try cassette(
            #"sections: {main: [{play: "say:${envs.pin} ${envs.seats}"}]}"#, Self.caller,
            [.finished(CommandID(1), .done)], environment: ["pin": "471", "seats": "25"])
        #expect(cassette.environment["pin"] != "471")
        #expect(try !cassette.text.contains("471 25"))
        #expect(cassette.environment["seats"] == "25")
    }

    /// Else the caller would become one of those whom the flow calls.
    @Test func `is never a number that stands in the flow`() throws {
        let cassette = try cassette(
            #"sections: {main: [{play: "say:+15555550101 +15555550102"}]}"#,
            CallInfo(id: CallID("c"), from: "+4930123456", to: "+4930123457"),
            [.finished(CommandID(1), .done)])
        #expect(cassette.calls.first?.from == "+15555550103")
        #expect(cassette.calls.first?.to == "+15555550104")
    }

    @Test func `is a few digits only where they stand alone`() throws {
        let cassette = try cassette(
            "sections: {main: [{request: {url: \"https://a\"}}, {sleep: 1s}]}", Self.caller,
            [.finished(CommandID(1), .failed(CommandFailure(.failed, "4711 a4711b 94711 47110 +4711, 47")))],
            environment: ["pin": "4711", "short": "47"])
        #expect(try cassette.text.contains("1001 a1001b 94711 47110 +1001, 47"))
    }

    @Test func `is each spelling of the same characters`() throws {
        let spellings = ["caf\u{E9}-key", "cafe\u{301}-key"]
        let cassette = try cassette(
            "sections: {main: [{request: {url: \"https://a\"}}, {sleep: 1s}]}", Self.caller,
            [.finished(CommandID(1), .failed(CommandFailure(.failed, spellings.joined(separator: " "))))],
            environment: ["one": Value(spellings[0]), "other": Value(spellings[1])])
        let written = Array(try cassette.text.utf8)
        for spelling in spellings {
            let isHidden = written.firstRange(of: Array(spelling.utf8)) == nil
            #expect(isHidden, "\(spelling.unicodeScalars.map(\.value))")
        }
    }

    @Test func `is what a caller entered, passed on as a number or as a name`() throws {
        var call = Self.caller
        call.dialled = DialOrigin(
            by: CallID("c-0"), CommandID(2),
            run: DialledRun(
                .section("main"), params: ["pin": 774_421, "lines": .map(["+12125550177": 1])]))
        call.extra = ["pin": .list([774_421, 77.25])]
        let cassette = try cassette(
            "sections: {main: [answer, {prompt: {play: \"say:PIN\", maxDigits: 6, sensitive: true}}]}",
            call,
            [
                .finished(CommandID(1), .done),
                .finished(CommandID(2), .prompted(.digits("774421", terminator: ""))),
            ])
        let written = try cassette.text
        for secret in ["774421", "2125550177"] {
            let isHidden = !written.contains(secret)
            #expect(isHidden, "\(secret)")
        }
        #expect(written.contains("77.25"))
    }

    @Test func `is a token in an answer`() throws {
        let body = #"{"access_token":"tk-5f93c0aa","token_type":"bearer","user":{"name":"Ann"}}"#
        let text = """
            sections:
              main:
                - request: {url: "https://a.example/token", saveVariables: true}
                - request:
                    url: https://a.example/x
                    headers: {Authorization: "Bearer ${request_response.access_token}"}
                - hangup
            """
        let cassette = try cassette(
            text, Self.caller, [.finished(CommandID(1), .response(HTTPResponse(status: 200, body: body)))])
        let written = try cassette.text
        let isHidden = !written.contains("tk-5f93c0aa")
        #expect(isHidden)
        #expect(written.contains("Bearer body:access_token") && written.contains("bearer"))
        #expect(cassette.replay([flow(text)]).mismatch == nil)
    }

    @Test func `stays when it stands in the flow`() throws {
        let text = """
            sections:
              main:
                - cond:
                    - when: call.from == '+12125550123'
                      then: [{play: "say:Hello +12125550123"}]
                - hangup
            """
        let cassette = try cassette(text, Self.caller, [.finished(CommandID(1), .done)])
        #expect(try cassette.text.contains("Hello +12125550123"))
        #expect(try cassette.text.contains(#""step":"flow.yaml:3","decide":"cond","nth":0,"take":0"#))
        #expect(cassette.calls.first?.from == "+15555550101")
        #expect(cassette.replay([flow(text)]).mismatch == nil)
    }

    @Test func `is hidden when it comes back as what the flow made of it`() throws {
        let text = """
            sections:
              main:
                - joinConference: {name: "room-${call.from.slice(-4)}", until: joined}
                - play: "say:${conference.name}"
            """
        let joined = ConferenceChange(
            id: "cf-1", name: "room-0123", kind: .joined(waiting: false), size: 1, isRecording: false)
        let cassette = try cassette(
            text, Self.caller,
            [.finished(CommandID(1), .done), .finished(CommandID(2), .done), .conference(joined)])
        let written = try cassette.text
        #expect(!written.contains("0123"))
        #expect(written.contains(#""name":"room-0101","kind""#) && written.contains(#"{"say":"room-0101"}"#))
        #expect(cassette.replay([flow(text)]).mismatch == nil)
    }

    @Test func `settles cond, switch, goto and a result, each as it was`() throws {
        let text = """
            sections:
              main:
                - switch: {variable: envs.mode, case: {night: [{set: {a: 1}}], day: [{set: {b: 1}}]}}
                - switch: {variable: envs.mode, case: {"env:mode": [{set: {c: 1}}]}}
                - cond: [{when: "envs.mode == 'env:mode'", then: [{set: {d: 1}}]}, {else: [{set: {e: 1}}]}]
                - goto: {label: there, when: "envs.mode == 'day'"}
                - set: {f: 1}
                - label: there
                - goto: {label: end, when: "envs.mode == 'env:mode'"}
                - execute: {dest: sub, result: {case: {day: [{set: {g: 1}}]}}}
                - label: end
                - hangup
              sub: [{return: "${envs.mode}"}]
            """
        let cassette = try cassette(text, Self.caller, [], environment: ["mode": "day"])
        let decisions = cassette.entries.compactMap {
            if case .decision(let decision, let step, _) = $0.content {
                "\(step) \(decision.nth) \(decision.take)"
            } else {
                nil
            }
        }
        #expect(
            decisions == [
                "switch 0 1", "switch 1 -1", "cond 2 -1", "goto 3 1", "goto 4 0", "execute 5 0",
            ])
        let replay = cassette.replay([flow(text)])
        #expect(replay.mismatch == nil)
        let set = replay.story.compactMap {
            if case .note(.set(_, let name, _)) = $0.entry.content { name } else { nil }
        }
        #expect(set == ["b", "e", "g"])
    }

    @Test func `is settled however often it decides, without end`() throws {
        let text = """
            sections:
              main:
                - set: {n: 0}
                - label: again
                - execute: {dest: sub}
                - goto: {label: again, when: n < 90}
                - hangup
              sub:
                - label: inner
                - set: {n: "${n + 1}"}
                - cond: [{when: "envs.mode == 'day'", then: [{set: {day: 1}}]}]
                - goto: {label: inner, when: "n % 30 != 0 && envs.mode == 'day'"}
            """
        let cassette = try cassette(text, Self.caller, [], environment: ["mode": "day"])
        let decisions = cassette.entries.count { if case .decision = $0.content { true } else { false } }
        #expect(decisions == 183)
        #expect(cassette.replay([flow(text)]).mismatch == nil)
    }

    @Test func `is refused where it decides what cannot be noted`() {
        let flows = [
            "sections: {main: [{execute: {dest: \"${envs.a}\"}}, hangup], day: [answer]}",
            "sections: {main: [{joinConference: {name: r, beep: \"${envs.a}\"}}]}",
        ]
        for (text, value) in zip(flows, ["day", "onEnter"]) {
            let error = #expect(throws: CassetteRecordingError.self) {
                try cassette(
                    text, Self.caller, [.finished(CommandID(1), .done)], environment: ["a": Value(value)])
            }
            #expect(error?.place == "flow.yaml:1", "\(text)")
        }
    }

    @Test func `has more stand-ins than there are fiction numbers`() throws {
        var body = ""
        for number in 0..<300 { body += "+49301\(100_000 + number) " }
        let cassette = try cassette(
            #"sections: {main: [{request: {url: "https://a"}}, {play: "say:${request_response_body}"}]}"#,
            Self.caller, [.finished(CommandID(1), .response(HTTPResponse(status: 200, body: body)))])
        let written = try cassette.text
        #expect(!written.contains("+49301"))
        let numbers = Set(written.matches(of: #/\+1555\d{7}/#).map { String($0.output) })
        #expect(numbers.count >= 300)
    }
}

struct `A recording` {
    @Test func `names files as its first flow's folder sees them`() throws {
        var world = World(
            flows: ["/srv/me/flows/a.yaml", "/srv/me/flows/more/b.yaml", "/tmp/c.yaml"].map {
                flow("sections: {main: [hangup]}", named: $0)
            }, phone: PhoneSystem())
        for flow in 0..<3 {
            world.dial(CallerScript(name: "\(flow)", from: "+12125550123", to: "1"), flow: flow)
        }
        let cassette = try world.recorded()
        #expect(cassette.flows.map(\.file) == ["a.yaml", "more/b.yaml", "c.yaml"])
        #expect(cassette.replay(world.flows).notes.isEmpty)
        let edited = cassette.replay(
            world.flows.dropLast() + [flow("sections: {main: [answer]}", named: "c.yaml")])
        #expect(edited.notes == ["c.yaml was edited since the cassette was recorded"])
        #expect(edited.mismatch?.call == 3)
        #expect(edited.mismatch?.place == "c.yaml:1")
        let another = cassette.replay(
            world.flows.dropLast() + [flow("sections: {main: [answer]}", named: "/srv/d.yaml")])
        #expect(another.notes == ["the cassette was recorded with c.yaml, and d.yaml is not the same"])
        let renamed = cassette.replay(
            world.flows.dropLast() + [flow("sections: {main: [hangup]}", named: "/srv/d.yaml")])
        #expect(renamed.notes.isEmpty)
    }

    @Test func `begins with its earliest instant, whoever was told first`() throws {
        let recorder = CassetteRecorder(of: "test")
        let driver = recorder.recording(FlowDriver(flow("sections: {main: [hangup]}")))
        for (name, time) in [("a", 1_767_225_601_000), ("b", 1_767_225_600_400)] as [(String, Int64)] {
            driver.observe(
                CallInfo(id: CallID(name), from: "", to: ""),
                JournalEntry(.event(.started), at: Timestamp(milliseconds: time)))
        }
        let cassette = try recorder.cassette().reread
        #expect(cassette.date == Timestamp(milliseconds: 1_767_225_600_400))
        #expect(cassette.entries.map(\.at) == [600, 600, 0, 0])
    }

    @Test func `that is too long says so`() {
        let recorder = CassetteRecorder(of: "test")
        let driver = recorder.recording(FlowDriver(flow("sections: {main: [hangup]}")))
        let call = CallInfo(id: CallID("c"), from: "", to: "")
        let body = String(repeating: "x", count: 1 << 20)
        let response = CallEvent.finished(CommandID(1), .response(HTTPResponse(status: 200, body: body)))
        for event in [.started] + [CallEvent](repeating: response, count: 130) {
            driver.observe(call, JournalEntry(.event(event), at: Timestamp(milliseconds: 0)))
        }
        let error = #expect(throws: CassetteRecordingError.self) { try recorder.cassette() }
        #expect(error?.message.hasPrefix("too much came in") == true)
    }

    @Test func `is kept from being replaced`() throws {
        let path = "\(Scratch.path)/a.cassette"
        var world = RandomWorld.world(seed: 1)
        let cassette = try world.recorded(for: .seconds(5))
        try cassette.write(to: path)
        let error = #expect(throws: CassetteFileError.self) { try cassette.write(to: path) }
        #expect(error?.kind == .exists)
        try cassette.write(to: path, replacing: true)
        #expect(try Cassette.load(path) == cassette)
        #expect(throws: CassetteFileError.self) { try Cassette.load(path + ".none") }
        #expect(throws: CassetteFileError.self) { try Cassette.load(Scratch.path) }
    }
}
