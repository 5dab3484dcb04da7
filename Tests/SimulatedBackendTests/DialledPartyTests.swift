import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import Testing

/// Scenarios in which somebody who is dialled has a name.
struct `A dialled party of a scenario` {
    private func findings(_ marked: String, _ location: SourceLocation = #_sourceLocation) -> [String] {
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
        let found = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text)).findings
            .sorted { $0.range < $1.range }
        #expect(found.map(\.range) == ranges, "\(found.map(\.message))", sourceLocation: location)
        return found.map { "\($0.id.name): \($0.message)" }
    }

    @Test func `has a name of its own, and does one thing`() {
        func file(_ legs: String, _ scenario: String = "") -> String {
            "flow: a.yaml\ncallers: {ann: {}}\nlegs: \(legs)\nscenarios: [{name: n\(scenario)}]\n"
        }
        let cases: [(String, [String])] = [
            (
                file("{\"+1555\": {as: «ann», answers: 1s}}"),
                ["duplicate-name: somebody else is called 'ann'"]
            ),
            (
                file("{\"+1555\": {as: bob}, \"+1556\": {as: «bob»}}"),
                ["duplicate-name: somebody else is called 'bob'"]
            ),
            (
                file("{\"+1555\": {as: bob}}", ", callers: {«bob»: {from: \"1\"}}"),
                ["duplicate-name: somebody who is dialled is called 'bob'"]
            ),
            (
                file("{\"+1555\": {as: bob}}", ", legs: {\"+1556\": {as: «bob»}}"),
                ["duplicate-name: somebody else is called 'bob'"]
            ),
            (file("{\"+1555\": {as: «at»}}"), ["bad-value: somebody cannot be called 'at'"]),
            (file("{\"+1555\": {as: «\"\"»}}"), ["bad-value: somebody cannot be called ''"]),
            (file("{\"+1555\": {as: «[a]»}}"), ["bad-value: 'as' is a text"]),
            (file("{\"+1555\": {«name»: bob}}"), ["unknown-key: unknown key 'name'"]),
        ]
        for (text, messages) in cases {
            let found = findings(text)
            #expect(found.count == messages.count, "\(text)")
            for (one, message) in zip(found, messages) { #expect(one.hasPrefix(message), "\(one)") }
        }
    }

    @Test func `is known to lines and sights, and to no placeholder`() {
        func file(_ line: String) -> String {
            "flow: a.yaml\ncallers: {ann: {}}\nlegs: {\"+1555\": {as: bob lee}}\nscenarios:\n- name: n\n"
                + "  do:\n  - \(line)\n"
        }
        #expect(findings(file("{after: bob lee is asked, bob lee: {presses: \"1\"}}")).isEmpty)
        #expect(findings(file("{after: bob lee joins, ann: hangs up}")).isEmpty)
        #expect(
            findings(file("{at: 1s, «bob»: hangs up}")) == [
                "unknown-caller: there is no caller 'bob'; known are ann, bob lee"
            ])
        #expect(findings(file("{after: «cyd joins», bob lee: hangs up}")).count == 1)
        #expect(findings(file("{after: bob lee joins, «bobby»: hangs up}")).count == 1)
        let reference =
            "flow: a.yaml\ncallers: {ann: {headers: {X: «\"${bob.call_id}\"»}}}\n"
            + "legs: {\"+1555\": {as: bob}}\nscenarios: [{name: n}]\n"
        #expect(findings(reference).count == 1)
    }

    @Test func `counts as one of the people of a scenario`() {
        let legs = (0..<300).map { "  \"+1555\($0)\": {as: p\($0)}\n" }.joined()
        let text = "flow: a.yaml\ncallers: {ann: {}}\nlegs:\n\(legs)scenarios: [{name: n}]\n"
        let reading = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text))
        #expect(Set(reading.findings.map(\.id)) == ["too-many-callers"])
        #expect(
            reading.scenarios.scenarios.first?.setting.partyNames.count == ScenarioFile.callersMax - 1)
    }

    @Test func `keeps its name where a scenario says otherwise what it does`() throws {
        let text = """
            flow: a.yaml
            callers: {ann: {}}
            legs: {"+1555": {as: bob, answers: 3s}}
            scenarios:
            - {name: as always}
            - {name: busy, legs: {"+1555": busy}, do: [{at: 1s, bob: is silent}]}
            - {name: renamed, legs: {"+1555": {as: rob}, "+1556": {as: bob, declines: 1s}}}
            """
        let reading = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text))
        #expect(reading.findings.isEmpty)
        let settings = reading.scenarios.scenarios.map(\.setting)
        #expect(settings.map(\.partyNames) == [["bob"], ["bob"], ["rob", "bob"]])
        #expect(settings[1].legs["+1555"] == LegDouble(.busy, name: "bob"))
        #expect(settings[2].legs["+1556"] == LegDouble(.declines, after: .seconds(1), name: "bob"))
    }

    // MARK: Played

    /// A scenario of one caller, `ann`, who has `bob` called by a flow.
    private func played(
        _ lines: String, legs: String = "{\"sip:bob@a.example\": {as: bob, answers: 2s}}",
        dial: String = "to: \"sip:bob@a.example\", timeout: 10s, attempts: 2"
    ) throws -> (story: [String], unplayed: [String]) {
        let text =
            "flow: a.yaml\ncallers: {ann: {}}\nlegs: \(legs)\nscenarios:\n- name: n\n  do: [\(lines)]\n"
        let reading = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text))
        #expect(reading.findings.isEmpty, "\(reading.findings)")
        let scenario = try #require(reading.scenarios.scenarios.first)
        var world = scenario.world(flows: [
            flow(
                """
                sections:
                  main:
                    - answer
                    - dial: {\(dial), dest: callee}
                    - joinConference: {name: room, beep: "false"}
                  callee:
                    - prompt: {play: "say:Press 1.", maxDigits: 1, initialTimeout: 5s}
                    - cond: [{when: "prompt_value != '1'", then: [hangup]}]
                    - joinConference: {name: room, beep: "false", endOnExit: true}
                """)
        ])
        let isOver = world.run()
        #expect(isOver)
        return (world.story, scenario.unplayed(in: world).map { $0.reason.sentence($0.line) })
    }

    @Test func `acts and is seen as a caller is`() throws {
        let (story, unplayed) = try played(
            """
            {after: bob is answered, in: 1s, bob: {says: "Hello?"}},
            {after: bob is asked, in: 2s, bob: {presses: "1"}},
            {after: bob joins, in: 1s, ann: {says: "It is you."}},
            {after: bob hears "you", in: 1s, bob: {says: "It is."}},
            {after: ann hears "It is.", in: 1s, bob: hangs up},
            {after: bob ends, ann: is silent}
            """)
        #expect(unplayed.isEmpty)
        #expect(story.contains("4.0 c-2 presses 1") && story.contains("4.0 * +c-2 = 2"))
        #expect(story.contains("5.0 c-1 says It is you.") && story.contains("6.0 c-2 says It is."))
        #expect(story.contains("7.0 c-2 ended by caller: hangup"))
    }

    @Test func `acts at a time in the call it is in then`() throws {
        let (story, unplayed) = try played(
            "{at: 4s, bob: {presses: \"1\"}}, {at: 20s, bob: hangs up}",
            dial: "each: [\"sip:bob@a.example\"], timeout: 15s")
        #expect(unplayed.isEmpty)
        #expect(story.contains("4.0 c-2 presses 1") && story.contains("20.0 c-2 ended by caller: hangup"))
        let late = try played(
            "{at: 5s, bob: hangs up}, {at: 15s, bob: {presses: \"1\"}}, {at: 30s, bob: hangs up}",
            legs: "{\"sip:bob@a.example\": {as: bob, answers: 8s}}")
        // Hanging up while it rings is a refusal: the flow calls again.
        #expect(late.story.contains("5.0 c-2 ended by caller: declined"))
        #expect(late.story.contains("13.0 c-3 answered") && late.story.contains("15.0 c-3 presses 1"))
        #expect(late.unplayed.isEmpty)
    }

    @Test func `says and presses nothing while it rings`() throws {
        let (story, unplayed) = try played(
            """
            {at: 1s, bob: {presses: "1"}}, {at: 1.5s, bob: {says: early}},
            {at: 4s, bob: {presses: "1"}}, {at: 9s, bob: hangs up}
            """)
        #expect(!story.contains { $0.hasPrefix("1.") })
        #expect(
            unplayed == [
                "never happened: at 1s bob was in no call", "never happened: at 1.5s bob was in no call",
            ])
    }

    @Test func `is not seen to end by an attempt that nobody answered`() throws {
        let (story, unplayed) = try played(
            "{after: bob ends, in: 1s, ann: hangs up}, {at: 60s, ann: hangs up}",
            legs: "{\"sip:bob@a.example\": {as: bob, no answer: }}")
        #expect(story.filter { $0.contains("no_answer") }.count == 2)
        #expect(unplayed.count == 1 && unplayed[0].contains("ann waited for `bob ends`"))
    }

    @Test func `has unplayed lines when it is never dialled, or does not answer`() throws {
        let (_, never) = try played(
            """
            {at: 3s, bob: {presses: "1"}}, {after: bob joins, ann: hangs up},
            {after: ann joins, in: 1s, bob: hangs up}, {at: 60s, ann: hangs up}
            """, legs: "{\"+1555\": {as: bob}}")
        #expect(
            never == [
                "never happened: at 3s bob was in no call",
                "never happened: ann waited for `bob joins`",
                "never happened: after `ann joins` bob was in no call",
            ])
        let (_, busy) = try played(
            "{at: 3s, bob: {presses: \"1\"}}, {at: 60s, ann: hangs up}",
            legs: "{\"sip:bob@a.example\": {as: bob, busy: 1s}}")
        #expect(busy == ["never happened: at 3s bob was in no call"])
    }

    @Test func `with several calls is in the latest that is up`() throws {
        let (story, unplayed) = try played(
            """
            {at: 3s, bob: {says: second}}, {at: 3.5s, bob: hangs up}, {at: 4s, bob: {presses: "1"}},
            {at: 9s, bob: hangs up}
            """, dial: "each: [\"sip:bob@a.example\", \"sip:bob@a.example\"]")
        #expect(unplayed.isEmpty)
        #expect(story.contains("3.0 c-3 says second") && story.contains("3.5 c-3 ended by caller: hangup"))
        #expect(story.contains("4.0 c-2 presses 1") && story.contains("9.0 c-2 ended by caller: hangup"))
    }

    @Test func `that connect dials has its name, too`() throws {
        let text = """
            flow: a.yaml
            callers: {ann: {}}
            legs: {"sip:bob@a.example": {as: bob, answers: 2s}}
            scenarios: [{name: n, do: [{after: bob is connected, in: 3s, bob: hangs up}]}]
            """
        let scenario = try #require(
            ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text)).scenarios.scenarios.first)
        var world = scenario.world(flows: [
            flow("sections: {main: [{connect: {to: \"sip:bob@a.example\"}}]}")
        ])
        world.run()
        #expect(world.story.contains("5.0 c-2 ended by caller: hangup"))
        #expect(scenario.unplayed(in: world).isEmpty)
    }
}
