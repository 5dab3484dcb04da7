import FlowModel
import FlowTesting
import SimulatedBackend
import SourceText
import Testing

/// What would pass whatever happened, or never come to an end.
struct `A test that proves nothing` {
    private static let flow = "- answer\n- joinConference: {name: team}\n- hangup"

    private func variations(
        _ scenario: String, vary: Vary = .hangUpAnywhere
    ) throws -> (test: ScenarioTest, variations: Variations) {
        let text = """
            flow: a.yaml
            callers: {ann: {from: "+15555550111"}}
            scenarios:
            - name: trial
            \(scenario.indented(2))
            """
        let reading = TestFile.read(SourceFile(name: "a.test.yaml", text: text))
        #expect(reading.findings.map(\.message) == [])
        let test = try #require(reading.file.tests.first)
        let steps = "sections:\n  main:\n\(Self.flow.indented(4))\n"
        let flow = try #require(Flow.read(SourceFile(name: "a.yaml", text: steps)).flow)
        let variations = Variations(
            of: test.scenario, flows: [flow], vary: vary, judge: { test.judgeVariation($0) })
        return (test, variations)
    }

    /// Who hangs up before the join leaves no conference: that is no failure of what every one must keep.
    @Test func `is no variation in which there is no conference`() throws {
        let (_, everyRoom) = try variations(
            "do: [{at: 5s, ann: hangs up}]\nexpect: {every room: {ends: once, members after end: 0}}")
        #expect(everyRoom.all.map(everyRoom.run).filter(\.isFailed).map(\.failures) == [])
        let (_, named) = try variations(
            """
            do: [{at: 5s, ann: hangs up}]
            vary: {hang up: every caller}
            expect: {room "team": {ends: once}}
            """)
        let early = named.run(try #require(Variation(id: "hang up ann before 1")))
        #expect(early.failures == ["expected a conference \"team\"; nobody joined one"])
    }

    /// A mistake at the top of a flow makes thousands of expectations fail: each is shown with its trace.
    @Test func `has not more failures than anybody reads`() throws {
        let rooms = (0..<3_000).map { "room \"r\($0)\": {peak: 0}" }.joined(separator: "\n  ")
        let trial = try Trial(Self.flow, "do: [{at: 5s, ann: hangs up, bob: hangs up}]\nexpect:\n  \(rooms)")
        #expect(trial.messages.count == 101)
        #expect(trial.messages.last == "2900 failures more")
    }

    @Test func `is of callers whom nobody can tell apart`() {
        let text = """
            flow: a.yaml
            callers: {Jos\u{E9}: {}, Jose\u{301}: {}}
            scenarios: [{name: a, expect: {Jos\u{E9}: {ends: never}}}]
            """
        let reading = TestFile.read(SourceFile(name: "a.test.yaml", text: text))
        #expect(reading.findings.map(\.id.name) == ["duplicate-name"])
    }
}
