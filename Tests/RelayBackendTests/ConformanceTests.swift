import CallFlowTestKit
import Testing

@testable import RelayBackend

@Suite("The contract of backends over RELAY", .timeLimit(.minutes(5)))
struct ConformanceTests {
    /// A hang-up ends a sound and a question, too. The double tells of these before it tells of the hang-up,
    /// which RELAY's documents leave open, and then they cannot be told from some that came to their own end.
    private static let undecided: Set = ["sound-cut", "prompt-cut"]

    @Test func `is kept`() async {
        for result in await BackendConformance(RelayHarness()).results() {
            #expect(result.isFailure == Self.undecided.contains(result.rule), "\(result)")
        }
    }
}
