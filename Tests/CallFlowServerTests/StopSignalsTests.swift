import CallFlowServer
import Testing

@Suite("Signals to stop")
struct StopSignalsTests {
    @Test func `are one when they come at once, and two a moment apart`() {
        let table: [(times: [Int64], verdicts: [StopSignals.Verdict])] = [
            ([0], [.begin]),
            ([5, 5], [.begin, .echo]),
            ([5, 6, 1004], [.begin, .echo, .echo]),
            ([5, 1005], [.begin, .insist]),
            // From the first on, not from the one before.
            ([5, 900, 1005, 1006], [.begin, .echo, .insist, .insist]),
            ([0, .max], [.begin, .insist]),
        ]
        for row in table {
            var stops = StopSignals()
            #expect(row.times.map { stops.take(CaughtSignal(15, at: $0)) } == row.verdicts, "\(row.times)")
        }
    }
}
