import FlowRuntime
import SimulatedBackend
import SourceText
import TestSupport
import Testing

struct `What a scenario says of what goes otherwise` {
    private static let head = "flow: a.yaml\ncallers: {ann: {}, bob: {}}\nscenarios:\n- name: n\n  "

    private func read(_ text: String) -> ScenarioReading {
        ScenarioFile.read(SourceFile(name: "a.test.yaml", text: Self.head + text + "\n"))
    }

    private func vary(_ text: String, _ location: SourceLocation = #_sourceLocation) -> Vary? {
        let reading = read("vary: " + text)
        let errors = reading.findings.filter { $0.severity == .error }
        #expect(errors.isEmpty, "\(errors.map(\.message))", sourceLocation: location)
        return reading.scenarios.scenarios.first?.vary
    }

    /// `«»` mark what each finding must cover.
    private func check(
        _ marked: String, _ messages: String..., at location: SourceLocation = #_sourceLocation
    ) {
        var (text, ranges, start) = ("", [SourceRange](), 0)
        for character in Self.head + marked + "\n" {
            switch character {
            case "«": start = text.utf8.count
            case "»": ranges.append(SourceRange(start, text.utf8.count))
            case _: text.append(character)
            }
        }
        let found = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text)).findings
            .filter { $0.severity == .error }.sorted { $0.range < $1.range }
        #expect(found.map(\.range) == ranges, "\(found.map(\.message))", sourceLocation: location)
        for (finding, message) in zip(found, messages) {
            #expect(finding.message.contains(message), "\(finding.message)", sourceLocation: location)
        }
        #expect(found.count == messages.count, sourceLocation: location)
    }

    // MARK: vary

    @Test func `is read: who hangs up, and when`() {
        let both = Vary.Callers.named(["ann", "bob"])
        #expect(vary("{hang up: every caller}")?.hangUps == .init(.everyCaller, .everyEvent))
        #expect(vary("{hang up: ann}")?.hangUps == .init(.named(["ann"]), .everyEvent))
        #expect(vary("{hang up: [ann, bob, ann]}")?.hangUps == .init(both, .everyEvent))
        #expect(
            vary("{hang up: {who: [ann, bob], at: every event}}")?.hangUps == .init(both, .everyEvent))
        #expect(vary("{hang up: {at: every step}}")?.hangUps == .init(.everyCaller, .everyStep))
        #expect(
            vary("{hang up: {at: [3s, 500ms]}}")?.hangUps
                == .init(.everyCaller, .times([.seconds(3), .milliseconds(500)])))
        #expect(vary("{hang up: {at: 3s}}")?.hangUps == .init(.everyCaller, .times([.seconds(3)])))
        #expect(vary("{}").map { $0.hangUps == nil && $0.failing.isEmpty && !$0.ordersTies } == true)
    }

    @Test func `is read: what fails, in which order, how often`() {
        #expect(vary("{fail: every command}")?.failing == Set(CommandKind.allCases))
        #expect(vary("{fail: [play, joinConference]}")?.failing == [.play, .joinConference])
        #expect(vary("{fail: request}")?.failing == [.request])
        #expect(vary("{order: of simultaneous events}")?.ordersTies == true)
        #expect(vary("{runs: 12}")?.runsMax == 12)
        #expect(vary("{order: of simultaneous events}")?.runsMax == Vary.standardRunsMax)
    }

    @Test func `is told when it is wrong`() {
        check("vary: {«hangup»: every caller}", "did you mean 'hang up'?")
        check("vary: «every caller»", "is a map")
        check("vary: {hang up: «anne»}", "did you mean 'ann'?")
        check("vary: {hang up: [ann, «carl»]}", "no caller 'carl'")
        check("vary: {hang up: «[]»}", "at least one")
        check("vary: {hang up: {whom: ann}}".replacing("whom", with: "«whom»"), "did you mean 'who'?")
        check("vary: {hang up: {at: «every evnet»}}", "did you mean 'every event'?")
        check("vary: {hang up: {at: «noon»}}", "is a time")
        check("vary: {hang up: {at: [1s, «-1s»]}}", "is a time")
        check("vary: {hang up: {at: «[]»}}", "at least one")
        check("vary: {fail: «plya»}", "did you mean 'play'?")
        check("vary: {fail: [play, «every command»]}", "unknown command")
        check("vary: {fail: «cancel»}", "unknown command")
        check("vary: {fail: «[]»}", "at least one")
        check("vary: {order: «random»}", "of simultaneous events")
        check("vary: {runs: «0»}", "from 1 to")
        check("vary: {runs: «many»}", "from 1 to")
        check("vary: {runs: «99999999999»}", "from 1 to")
    }

    // MARK: faults and order

    @Test func `is read: faults and order`() {
        let text = """
            faults:
                - {ann: {command: 3, fails: timedOut}}
                - {bob: {command: 1, answered: never}, c-3: {command: 2, answered: twice}}
                - {ann: {command: 4, late: 1.5s}}
                - {ann: {hangs up: before 7}}
                - {bob: {hangs up: at 12s}}
              order: [2, 0, 1]
            """
        let reading = read(text)
        #expect(reading.findings == [])
        #expect(
            reading.scenarios.scenarios.first?.disturbance.map { "\($0)" }
                == "hang up ann before 7 + hang up bob at 12s + fail ann #3 timedOut + lose bob #1"
                + " + repeat c-3 #2 + delay ann #4 by 1.5s + order 2,0,1")
        #expect(read("do: []").scenarios.scenarios.first?.disturbance == nil)
    }

    @Test func `is told when a fault is wrong`() {
        check("faults: «x»", "is a list of lines")
        check("faults: [«x»]", "is a map")
        check("faults: [{«anne»: {command: 3, fails: failed}}]", "did you mean 'ann'?")
        check("faults: [{«c-x»: {command: 3, fails: failed}}]", "no caller 'c-x'")
        check("faults: [{ann: «{command: 3}»}]", "one of")
        check("faults: [{ann: «{command: 3, fails: failed, late: 1s}»}]", "one of")
        check("faults: [{ann: {command: 3, fails: «timedout»}}]", "did you mean 'timedOut'?")
        check("faults: [{ann: {command: 3, answered: «often»}}]", "'never' or 'twice'")
        check("faults: [{ann: {command: 3, late: «later»}}]", "is a time")
        check("faults: [{ann: «{fails: failed}»}]", "'command' is missing")
        check("faults: [{ann: {command: «0», fails: failed}}]", "from 1")
        check("faults: [{ann: {command: «-7», fails: failed}}]", "from 1")
        check("faults: [{ann: {command: «three», fails: failed}}]", "from 1")
        check("faults: [{ann: {command: «99999999999999999999», fails: failed}}]", "from 1")
        check("faults: [{ann: {«comand»: 3, command: 3, fails: failed}}]", "did you mean 'command'?")
        check("faults: [{ann: {hangs up: «soon»}}]", "before 7")
        check("faults: [{ann: {hangs up: «before 0»}}]", "before 7")
        check("order: «1»", "is a list")
        check("order: [0, «-1», «x», «[1]»]", "from 0", "from 0", "from 0")
    }

    /// Bytes replaced, left out and doubled: nothing traps, every place is in the file, and what is left of
    /// it is played.
    @Test func `is played as far as it can be read`() throws {
        let text =
            Self.head + """
                do: [{at: 1s, ann: hangs up}]
                  faults: [{ann: {command: 3, fails: timedOut}}, {bob: {hangs up: before 2}}, {c-1: {command: 1, late: 2s}}]
                  order: [2, 0, 1]
                  vary: {hang up: {who: [ann, bob], at: [1s, 2s]}, fail: [play, answer], order: of simultaneous events, runs: 9}

                """
        let flow = flow("sections: {main: [answer, {play: \"say:hello\"}, {sleep: 3s}, hangup]}")
        var random = SplitMix64(seed: 815)
        for round in 0..<300 {
            var bytes = Array(text.utf8)
            for _ in 0...Int(random.next() % 3) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(bytes[place], at: place)
                case _: bytes[place] = Array("{}[]:,-#09 \nz".utf8)[Int(random.next() % 13)]
                }
            }
            let reading = ScenarioFile.read(SourceFile(name: "a.test.yaml", bytes: bytes))
            #expect(reading.findings.allSatisfy { $0.range.upper <= bytes.count }, "round \(round)")
            for scenario in reading.scenarios.scenarios {
                var world = scenario.world(flows: [flow])
                world.run()
                #expect(world.nextEventTime == nil, "round \(round)")
            }
        }
    }
}
