import FlowExpressions
import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import Testing

struct `A scenario file` {
    /// Reads a file in which every `«…»` marks what a finding must cover, in order.
    private func check(_ marked: String, _ messages: [String], _ location: SourceLocation = #_sourceLocation)
    {
        var ranges: [SourceRange] = []
        var text = ""
        var start = 0
        for character in marked {
            switch character {
            case "«": start = text.utf8.count
            case "»": ranges.append(SourceRange(start, text.utf8.count))
            case _: text.append(character)
            }
        }
        let reading = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text))
        let found = reading.findings.sorted { $0.range < $1.range }
        #expect(found.map(\.range) == ranges, "\(found.map(\.message))", sourceLocation: location)
        #expect(found.count == messages.count, sourceLocation: location)
        for (finding, message) in zip(found, messages) {
            #expect(finding.message.contains(message), "\(finding.message)", sourceLocation: location)
        }
    }

    /// A file around one entry.
    private func file(_ entry: String) -> String {
        "flow: a.yaml\ncallers: {ann: {}, bob: {}}\n\(entry)\nscenarios: [{name: n}]\n"
    }

    @Test func `says what is wrong at its top`() {
        check("flow: a.yaml\n«scenarois»: []\nscenarios: []\n", ["did you mean 'scenarios'?"])
        check("«flow: a.yaml»\n", ["'scenarios' is missing"])
        check("«scenarios: []»\n", ["'flow' is missing"])
        check("flow: a.yaml\nflows: «{b: b.yaml}»\nscenarios: []\n", ["not both"])
        check("«»", ["is empty"])
        check("«- a»\n", ["a map of keys"])
        check("flow: «[a]»\nscenarios: []\n", ["is a text"])
        check("flow: a.yaml\nscenarios: «{a: b}»\n", ["is a list"])
        check("flow: a.yaml\nscenarios:\n- «do: []»\n", ["'name' is missing"])
        check("flow: a.yaml\nscenarios:\n- name: a\n- name: «a»\n", ["this name already"])
    }

    @Test func `says what a scenario means and nobody does`() {
        let shared = "flow: a.yaml\ncallers: {ann: {}}\nscenarios:\n- name: n\n  "
        check(shared + "callers: {«anne»: none}\n", ["did you mean 'ann'?"])
        check(shared + "callers: {«bob»: {dials: 1s}}\n", ["a new one says 'from'"])
        check(shared + "callers: {bob: {from: \"1\"}, ann: none}\n", [])
        check("flow: a.yaml\nscenarios:\n- name: n\n  callers: {bob: {}}\n", [])
        check(shared + "expect: {}\n  vary: {}\n", [])
        check(file("envs: {a: «0042», b: «1.50», c: \"1\", d: x}"), ["quote it", "quote it"])
    }

    @Test func `takes a bare number as it is written`() {
        let text = file("envs: {pin: 0042, code: '0042', price: 1.50, on: true}")
        let scenario = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text)).scenarios.scenarios
            .first
        let envs = scenario?.setting.envs.map { "\($0.key.string)=\($0.value.text.string)" }
        #expect(envs == ["pin=0042", "code=0042", "price=1.50", "on=true"])
    }

    @Test func `knows which lines never happened, and why`() throws {
        let text = """
            flow: a.yaml
            callers: {ann: {}, bob: {}}
            scenarios:
            - name: n
              do:
              - {at: 1s, ann: {says: "Hello"}}
              - {after: 'ann hears "Godot"', ann: hangs up}
              - {at: 2s, ann: [{presses: "1"}, {waits: 60s}, {presses: "2"}]}
              - {at: 40s, ann: hangs up, bob: hangs up}
              - {at: 50s, bob: is silent}
              - {after: ann ends, in: 1s, bob: {presses: "3"}}
            """
        let scenario = try #require(
            ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text)).scenarios.scenarios.first)
        let source = "version: 1.0.0\nsections:\n  main: [answer, {sleep: 10s}, hangup]\n"
        let flow = try #require(Flow.read(SourceFile(name: "a.yaml", text: source)).flow)
        var world = scenario.world(flows: [flow])
        world.run()
        let unplayed = scenario.unplayed(in: world).map {
            "\($0.line.caller) \($0.line.trigger): \($0.reason)"
        }
        #expect(
            unplayed == [
                "ann ann hears \"Godot\": notSeen", "ann 2s: callEnded", "ann 40s: noCall", "bob 40s: noCall",
                "bob ann ends: noCall",
            ])
    }

    @Test func `has a page for every finding of its own`() {
        let names = ScenarioExplanation.all.map(\.id.name)
        #expect(names == names.sorted() && Set(names).count == names.count)
        for id in ["conflicting-keys", "unknown-caller", "bad-value"] {
            #expect(ScenarioExplanation.page(id)?.text.contains(id) == true, "\(id)")
        }
        #expect(ScenarioExplanation.page("no-such-finding") == nil)
    }

    @Test func `says what is wrong with a double`() {
        check(file("http: {«POST»: 200}"), ["a method and a URL"])
        check(file("http: {«post https://a/b»: 200}"), ["a method and a URL"])
        check(file("http: {GET https://a/b: «2000»}"), ["from 100 to 599"])
        check(file("http: {GET https://a/b: «timout»}"), ["'timeout'"])
        check(file("http: {GET https://a/b: «[]»}"), ["at least one"])
        check(file("http: {GET https://a/b: {status: 200, after: «soon»}}"), ["is a time"])
        check(file("http: {GET https://a/b: {«statsu»: 200}}"), ["did you mean 'status'"])
        check(file("media: {https://a/b: «60»}"), ["a sound is a time"])
        check(file("media: {https://a/b: {«last»: 3s}}"), ["did you mean 'lasts'"])
        check(file("legs: {+1555: «bussy»}"), ["did you mean 'busy'"])
        check(file("legs: {+1555: {busy: 1s, «declines»: 2s}}"), ["does one of"])
        check(file("legs: {+1555: {answers: 1s, does: [«[hangs up]»]}}"), ["holds no lists"])
    }

    @Test func `says what is wrong with a caller or a line`() {
        check("flow: a.yaml\ncallers: {«at»: {}}\nscenarios: [{name: n}]\n", ["cannot be called 'at'"])
        check(
            "flow: a.yaml\ncallers: {ann: {«form»: x}}\nscenarios: [{name: n}]\n", ["did you mean 'from'"])
        check("flow: a.yaml\ncallers: {ann: {flow: «b»}}\nscenarios: [{name: n}]\n", ["no flow 'b'"])
        check(
            "flow: a.yaml\ncallers: {ann: {from: «\"${bob.call_id}\"»}}\nscenarios: [{name: n}]\n",
            ["no caller 'bob'"])
        check(
            "flow: a.yaml\ncallers: {ann: {from: «\"${ann.id}\"»}}\nscenarios: [{name: n}]\n",
            ["gives the call of a caller"])
        func line(_ line: String) -> String {
            "flow: a.yaml\ncallers: {ann: {}, bob: {}}\nscenarios:\n- name: n\n  do:\n  - \(line)\n"
        }
        check(line("{at: 1s, «anna»: hangs up}"), ["did you mean 'ann'"])
        check(line("{at: «1 s», ann: hangs up}"), ["'at' is a time"])
        check(line("«{ann: hangs up}»"), ["says when"])
        check(line("«{at: 1s}»"), ["says who does what"])
        check(line("{at: 1s, after: «ann joins», bob: hangs up}"), ["not both"])
        check(line("{after: «cyd joins», bob: hangs up}"), ["no caller 'cyd'"])
        check(line("{after: «ann join», bob: hangs up}"), ["did you mean 'joins'"])
        check(line("{after: ann joins, bob: «hang up»}"), ["did you mean 'hangs up'"])
        check(line("{at: 1s, bob: {presses: «12x»}}"), ["keys are"])
        check(line("{at: 1s, bob: {for: «1s»}}"), ["belongs to 'says'"])
        check(line("{at: 1s, bob: «{says: a, presses: 1}»}"), ["one deed at a time"])
        check(line("{at: 1s, bob: {«say»: a}}"), ["did you mean 'says'"])
    }

    static let everyWord = """
        flows: {a: a.yaml, b: b.yaml}
        x-anchors: &quick {after: 300ms, status: 200}
        envs: {n: true, s: "1", list: [a, {b: null}]}
        http:
          GET https://a/1: 200
          GET https://a/2: [503, timeout, refused, {status: 200, json: {a: [1]}}]
          GET https://a/3: *quick
          GET https://a/${ann.call_id}: {body: hello, headers: {x-a: b}}
        media:
          https://a/x: 60s
          https://a/y: 404
          https://a/z: {status: 200, yaml: "sections: {}"}
          https://a/w: {after: 5s}
        legs:
          "+1555": {answers: 3s, does: [{presses: "1"}, {waits: 20s}, hangs up]}
          "+1556": no answer
          "+1557": {busy: 2s}
        callers:
          ann:
            {from: "+1555", to: sip:a@b, dials: 1.5s, headers: {X-Call: "x-${bob.call_id}"}, patience: 5m}
          bob: {flow: b}
        scenarios:
        - name: one
          callers: {ann: {headers: {X-More: ""}}, cyd: {from: "+1556"}}
          http: {GET https://a/1: 500}
          do:
          - {at: 12s, ann: {says: "Hello", for: 3s}}
          - {after: bob joins, in: 2s, ann: [{presses: "1#"}, {waits: 1s}, is silent, gives up, hangs up]}
          - {after: 'ann hears "hold"', bob: hangs up}
          - {after: room "x y" starts, bob: {says: a}, cyd: hangs up}
          expect: {ann: {}}
          vary: {}
        - name: two
        """

    @Test func `reads every word of its language`() throws {
        let reading = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: Self.everyWord))
        #expect(reading.findings.isEmpty)
        let file = reading.scenarios
        #expect(file.flows.map(\.path) == ["a.yaml", "b.yaml"])
        let one = try #require(file.scenarios.first)
        #expect(one.expect != nil && one.vary != nil && file.scenarios.last?.expect == nil)
        #expect(one.setting.callers.map(\.name) == ["ann", "bob", "cyd"])
        #expect(one.setting.callers[0].headers.map(\.name) == ["X-Call", "X-More"])
        #expect(one.setting.callers[0].dials == .milliseconds(1500) && one.setting.callers[1].flow == 1)
        #expect(file.scenarios[1].setting.callers.map(\.name) == ["ann", "bob"])
        #expect(
            one.lines.map(\.line) == [
                ScriptLine(.at(.seconds(12)), [.speak("Hello", .seconds(3))]),
                ScriptLine(
                    .seen(.joins("bob")), delay: .seconds(2),
                    [.press("1#"), .wait(.seconds(1)), .giveUp, .hangUp]),
                ScriptLine(.seen(.hears("ann", "hold")), [.hangUp]),
                ScriptLine(.seen(.starts(room: "x y")), [.speak("a", nil)]),
                ScriptLine(.seen(.starts(room: "x y")), [.hangUp]),
            ])
    }

    @Test func `gives a world its doubles, with the ids of the calls`() throws {
        let file = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: Self.everyWord)).scenarios
        let one = try #require(file.scenarios.first)
        let world = one.world(flows: [flow("sections: {main: [hangup]}"), flow("sections: {main: [answer]}")])
        let doubles = world.phone.doubles
        #expect(doubles.http["GET https://a/1"] == HTTPDouble(status: 500))
        #expect(doubles.http["GET https://a/2"]?.answers.count == 4)
        #expect(doubles.http["GET https://a/3"] == HTTPDouble(status: 200, after: .milliseconds(300)))
        #expect(doubles.http["GET https://a/c-3"] != nil)
        #expect(doubles.media["https://a/w"] == MediaDouble(.sound(.seconds(5)), after: .seconds(5)))
        #expect(
            doubles.legs["+1555"]
                == LegDouble(
                    .answers, after: .seconds(3), deeds: [.press("1"), .wait(.seconds(20)), .hangUp]))
        #expect(doubles.legs["+1556"] == LegDouble(.noAnswer) && doubles.legs["+1557"]?.after == .seconds(2))
    }

    static let coaching = """
        flow: 03-coaching.yaml
        http:
          POST https://example.com/dispatch: {status: 200, after: 300ms}
          POST https://example.com/agents: 200
          POST https://example.com/agents/free: 200
        media:
          https://example.com/hold.mp3: 60s
        callers:
          customer: {from: "+15555550111", to: "+15555550100", dials: 0s}
          agent:
            from: "sip:ann@example.com"
            to: "sip:agent@support.example.com"
            dials: 10s
            headers: {X-Room: "support-${customer.call_id}"}
          coach:
            from: "sip:sue@example.com"
            to: "sip:coach@support.example.com"
            dials: 20s
            headers: {X-Room: "support-${customer.call_id}", X-Coach: "${agent.call_id}"}
        scenarios:
        - name: the coach is heard by the agent alone and cannot keep the room open
          do:
            - {at: 12s, agent: {says: "How can I help you?"}}
            - {after: coach joins, coach: {says: "offer a refund", for: 3s}}
            - {at: 40s, customer: hangs up}
        - name: the agent's call id is missing
          callers: {coach: {headers: {X-Coach: ""}}}
          do: [{at: 30s, customer: hangs up}]
        - name: an agent who comes late does not open a dead room
          callers: {customer: {patience: 9.9s}}
        """

    static let supportCall = """
        version: 1.0.0
        sections:
          main:
            - switch:
                variable: call.to
                case:
                  "sip:agent@support.example.com": [{transfer: agent}]
                  "sip:coach@support.example.com": [{transfer: supervisor}]
                default: [{transfer: customer}]
          customer:
            - answer
            - set: {room: "support-${call.call_id}"}
            - request: {url: "https://example.com/dispatch", method: POST, timeout: 5}
            - joinConference:
                name: "${room}"
                startOnEnter: false
                endOnExit: true
                waitUrl: "https://example.com/hold.mp3"
                beep: "false"
            - hangup
          agent:
            - answer
            - set: {room: "${call.headers.filter(h => h.name == 'X-Room').map(h => h.value).join('')}"}
            - request: {url: "https://example.com/agents", method: POST, timeout: 5}
            - joinConference: {name: "${room}", startOnEnter: true, beep: "false"}
            - request: {url: "https://example.com/agents/free", method: POST, timeout: 5}
            - hangup
          supervisor:
            - answer
            - set:
                room: "${call.headers.filter(h => h.name == 'X-Room').map(h => h.value).join('')}"
                agent: "${call.headers.filter(h => h.name == 'X-Coach').map(h => h.value).join('')}"
            - joinConference:
                name: "${room}"
                coach: "${agent}"
                beep: "false"
                startOnEnter: false
                result:
                  variable: conference.outcome
                  case:
                    coach_not_found: [{play: "say:That agent is not on a call any more."}]
            - hangup
        """

    @Test func `plays a conference with a coach`() throws {
        let file = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: Self.coaching)).scenarios
        var world = file.scenarios[0].world(flows: [flow(Self.supportCall)])
        world.run()
        #expect(
            world.story == [
                "0.0 c-1 calls", "0.0 c-1 answered", "0.3 * room 1 by c-1", "0.3 * +c-1 = 1",
                "0.3 c-1 hears https://example.com/hold.mp3", "10.0 c-2 calls", "10.0 c-2 answered",
                "10.0 * +c-2 = 2", "10.0 * START by c-2", "10.0 c-1 silence",
                "12.0 c-2 says How can I help you?",
                "20.0 c-3 calls", "20.0 c-3 answered", "20.0 * +c-3 = 3", "20.0 c-3 says offer a refund",
                "40.0 c-1 ended by caller: hangup", "40.0 * -c-1 = 2", "40.0 * -c-2 = 1", "40.0 * -c-3 = 0",
                "40.0 * END participant-with-end-on-exit-left",
                "40.0 c-1 was in: hung_up, peak 3, talked 30.0",
                "40.0 c-1 finished, caller", "40.0 c-2 was in: ended_by_participant, peak 3, talked 30.0",
                "40.0 c-2 ended by flow: hangup",
                "40.0 c-2 finished, flow", "40.0 c-3 was in: ended_by_participant, peak 3, talked 20.0",
                "40.0 c-3 ended by flow: hangup", "40.0 c-3 finished, flow",
            ])
    }

    @Test func `plays what goes wrong in it`() throws {
        let file = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: Self.coaching)).scenarios
        var missing = file.scenarios[1].world(flows: [flow(Self.supportCall)])
        missing.run()
        #expect(missing.story.contains("20.0 * refused c-3: coachNotFound"))
        #expect(missing.story.contains("20.0 c-3 hears That agent is not on a call any more."))
        var late = file.scenarios[2].world(flows: [flow(Self.supportCall)])
        late.run()
        #expect(late.story.contains("9.9 c-1 ended by caller: hangup"))
        // The agent opens a room of its own and stays alone in it, until the longest time of the call.
        #expect(
            late.story.contains("10.0 * START by c-2")
                && late.story.contains("14410.0 c-2 ended by system: max_duration"))
    }
}
