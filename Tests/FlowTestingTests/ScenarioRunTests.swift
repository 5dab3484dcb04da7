import FlowModel
import FlowRuntime
import FlowTesting
import SimulatedBackend
import SourceText
import Testing

struct ScenarioRunTests {
    @Test func `a scenario is played to its end`() throws {
        let flow = try #require(
            Flow.read(SourceFile(name: "f.yaml", text: "sections: {main: [answer, hangup]}")).flow)
        let file = ScenarioFile.read(
            SourceFile(
                name: "f.test.yaml",
                text: "{flow: f.yaml, callers: {ann: {from: '+15555550111'}}, scenarios: [{name: a}]}")
        ).scenarios
        let run = ScenarioRun(try #require(file.scenarios.first), flows: [flow])
        #expect(run.isOver)
        #expect(run.world.machines.compactMap { $0 }.allSatisfy { $0.isFinished })
    }
}
