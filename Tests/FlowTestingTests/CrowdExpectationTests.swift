import FlowModel
import FlowTesting
import SimulatedBackend
import SourceText
import Testing

/// `every NAME`, where NAME is one entry of `callers` with `times`.
struct `Many callers` {
    private func read(_ expect: String) -> TestReading {
        TestFile.read(
            SourceFile(
                name: "a.test.yaml",
                text: """
                    flow: a.yaml
                    callers: {guest: {from: "+15555550110", times: 3, every: 1s}, ann: {from: "+15555550111"}}
                    scenarios:
                    - name: a
                      do: [{at: 2s, guest 3: hangs up}]
                      expect: {\(expect)}
                    """))
    }

    private func failures(_ expect: String) throws -> [String] {
        let reading = read(expect)
        #expect(reading.findings.map(\.message) == [])
        let flow = Flow.read(
            SourceFile(name: "a.yaml", text: "sections: {main: [answer, sleep: 10s, hangup]}"))
        let test = try #require(reading.file.tests.first)
        return test.judge(ScenarioRun(test.scenario, flows: [try #require(flow.flow)]))
            .map { "\($0.caller ?? ""): \($0.message)" }
    }

    @Test func `are expected the same together, or each by name`() throws {
        #expect(try failures("every guest: {answered: 0s}").count == 2)
        #expect(try failures("every guest: {ends: once}, guest 3: {ends: {by: caller}}") == [])
        #expect(
            try failures("every guest: {ends: {by: flow}}") == [
                "guest 3: expected the call to be ended by flow; caller ended it (hangup)"
            ])
    }

    @Test func `are meant by a name that there is`() {
        #expect(
            read("every gest: {ends: once}").findings.map(\.message) == [
                "'expect' knows no caller 'every gest'; did you mean 'every guest'?"
            ])
        #expect(read("every ann: {ends: once}").findings.count == 1)
        #expect(read("every guest: {}").findings.map(\.message) == ["nothing is expected of every guest"])
        #expect(read("guest: {ends: once}").findings.count == 1)
    }
}
