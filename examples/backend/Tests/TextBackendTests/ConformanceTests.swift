import CallFlowTestKit
import Testing

struct `The text backend` {
    @Test func `keeps the contract`() async {
        for result in await BackendConformance(TextHarness()).results() {
            #expect(!result.isFailure, "\(result)")
        }
    }
}
