import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import Testing

struct `Callers of a scenario` {
    private func read(_ callers: String, _ rest: String = "") -> ScenarioReading {
        ScenarioFile.read(
            SourceFile(
                name: "a.test.yaml",
                text: "flow: a.yaml\ncallers: {\(callers)}\nscenarios:\n- name: n\n\(rest)"))
    }

    private func findings(_ callers: String, _ rest: String = "") -> [String] {
        read(callers, rest).findings.map(\.message)
    }

    @Test func `may be many, with names, numbers and times of their own`() throws {
        let reading = read("guest: {from: '+15555550109', times: 3, every: 2s, dials: 1s}, ann: {}")
        #expect(reading.findings.isEmpty, "\(reading.findings)")
        let callers = try #require(reading.scenarios.scenarios.first).setting.callers
        #expect(callers.map(\.name) == ["guest 1", "guest 2", "guest 3", "ann"])
        #expect(callers[2].from == "+15555550111")
        #expect(callers.map(\.dials) == [.seconds(1), .seconds(3), .seconds(5), .zero])
    }

    @Test func `may be fewer or none in a scenario`() throws {
        let fewer = read("guest: {times: 3}", "  callers: {guest: {times: 2}}\n")
        #expect(fewer.scenarios.scenarios.first?.setting.callers.count == 2)
        let none = read("guest: {times: 3}, ann: {}", "  callers: {guest: none}\n")
        #expect(none.scenarios.scenarios.first?.setting.callers.map(\.name) == ["ann"])
    }

    @Test func `who are many each do a line, after what they see of themselves`() throws {
        let world = try played(
            "guest: {times: 2, every: 10s}",
            "  do:\n  - {after: guest hears \"PIN\", guest: {presses: \"1\"}}\n"
                + "  - {after: guest 2 presses, guest 1: hangs up}\n")
        let keys = world.phone.events.filter { if case .pressed = $0.what { true } else { false } }
        #expect(
            keys.map(\.leg) == [world.phone.cast.leg(of: "guest 1"), world.phone.cast.leg(of: "guest 2")])
        #expect(world.phone.cast.unplayed.isEmpty)
    }

    @Test func `who are many are counted and named`() {
        #expect(findings("guest: {times: 0}") == ["'times' is a number from 1 to 200"])
        #expect(findings("guest: {times: 201}") == ["'times' is a number from 1 to 200"])
        #expect(findings("guest: {times: many}") == ["'times' is a number from 1 to 200"])
        #expect(
            findings("a: {times: 150}, b: {times: 51}") == ["a scenario has at most 200 callers"])
        #expect(findings("guest: {every: soon}").count == 1)
        #expect(
            findings("guest: {times: 2}, ann: {}", "  do: [{after: guest joins, ann: hangs up}]\n")
                == ["'guest' are several callers; name one, as in 'guest 2'"])
        #expect(findings("guest: {times: 2}", "  do: [{at: 1s, guets: hangs up}]\n").count == 1)
    }

    @Test func `may be somebody whom the platform has called`() throws {
        let world = try played("ann: {direction: outbound}", "")
        let call = try #require(world.phone.legs.first).info
        #expect(call.direction == .outbound)
        #expect(call.isAnswered)
        let answers = world.phone.events.filter { if case .answered = $0.what { true } else { false } }
        #expect(answers.count == 1)
        #expect(
            findings("ann: {direction: outbond}")
                == ["unknown direction 'outbond'; did you mean 'outbound'?"])
        #expect(findings("ann: {direction: [a]}").count == 1)
    }

    private func played(_ callers: String, _ rest: String) throws -> World {
        let reading = read(callers, rest)
        #expect(reading.findings.isEmpty, "\(reading.findings)")
        let scenario = try #require(reading.scenarios.scenarios.first)
        let asking = flow("sections: {main: [answer, prompt: {play: 'say:PIN', maxDigits: 1}, sleep: 60s]}")
        var world = scenario.world(flows: [asking])
        world.run()
        return world
    }
}
