import CallFlowTestKit
import Testing

@testable import RelayBackend

@Suite("The contract of backends over RELAY", .timeLimit(.minutes(10)))
struct ConformanceTests {
    @Test func `is kept`() async {
        for result in await BackendConformance(RelayHarness()).results() {
            #expect(!result.isFailure, "\(result)")
        }
    }
}
