import CallFlowTestKit
import Testing

struct `The conformance suite` {
    @Test func `finds that the simulator keeps the contract`() async {
        let results = await BackendConformance(SimulatedHarness()).results()
        for result in results { #expect(!result.isFailure, "\(result)") }
        let skipped = results.filter { if case .skipped = $0.verdict { true } else { false } }
        #expect(skipped.map(\.rule) == ["reconnect"])
        #expect(results.count > 40)
    }
}
