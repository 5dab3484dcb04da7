import CallFlowTestKit
import Synchronization
import Testing

/// What the suite makes of each fault, at one of its chances.
private let catches: [(fault: BackendFault, at: Int, rule: String)] = [
    (.refusesCommand, 1, "answer"), (.refusesCommand, 3, "hang-up"), (.refusesCommand, 4, "conference-leave"),
    (.losesCommand, 2, "answered"), (.losesCommand, 2, "reconnect"), (.losesAnswer, 1, "answered"),
    (.losesAnswer, 2, "timer"), (.answersLate, 2, "timer"), (.answersLate, 3, "silent-after-end"),
    (.answersTwice, 2, "answered-once"), (.answersTwice, 1, "answered-once"),
    (.answersUnderWrongID, 2, "own-ids"), (.answersInWrongKind, 2, "fitting-answers"),
    (.answersUnsupported, 2, "can-connect"), (.answersUnsupported, 2, "can-speech"),
    (.losesConnection, 2, "no-throw"), (.endsEvents, 2, "answered"), (.turnsTimeBack, 2, "time-forward"),
    (.answersCancel, 1, "silent-cancel"), (.ignoresCancel, 1, "cancel"), (.ignoresCancel, 2, "cancel"),
    (.ignoresCancel, 1, "silent-cancel"), (.losesStart, 1, "started-first"),
    (.repeatsStart, 1, "started-first"), (.losesEnd, 1, "far-end-gone"), (.losesEnd, 1, "flow-cut"),
    (.repeatsEnd, 1, "silent-after-end"), (.goesOnAfterEnd, 1, "silent-after-end"),
    (.throwsAtEnd, 1, "no-throw"), (.throwsAfterEnd, 1, "no-throw"), (.losesJoin, 1, "conference-join"),
    (.losesJoin, 1, "membership-in-order"), (.repeatsJoin, 1, "membership-in-order"),
    (.losesLeave, 1, "conference-leave"), (.repeatsLeave, 1, "membership-in-order"),
    (.ignoresClose, 1, "close-ends-stream"), (.givesCallTwice, 1, "inbound-once"),
    (.givesCallAfterShutDown, 1, "inbound-once"),
]

struct `A faulty backend` {
    @Test func `is caught by the rule that its fault breaks`() async {
        for (fault, number, rule) in catches {
            let harness = FaultyHarness(base: SimulatedHarness(), fault: fault, number: number)
            let results = await patient(harness).results(of: [rule])
            #expect(results.map(\.isFailure) == [true], "\(fault) at \(number): \(rule)")
        }
        #expect(Set(catches.map(\.fault)) == Set(BackendFault.allCases))
    }

    @Test func `breaks nothing when its fault has no chance`() async {
        for fault in [BackendFault.answersLate, .ignoresCancel, .givesCallTwice] {
            let harness = FaultyHarness(base: SimulatedHarness(), fault: fault, number: 1_000)
            for result in await patient(harness).results() {
                #expect(!result.isFailure, "\(fault): \(result)")
            }
        }
    }

    /// What a user does with a flow of their own.
    @Test func `meets every command of a flow once`() async throws {
        let text = "sections: {main: [answer, {play: 'say:hi'}, {sleep: 1s}, hangup]}"
        let flow = try Flow.load(SourceFile(name: "hi.yaml", text: text))
        for (fault, ends) in [(BackendFault.refusesCommand, true), (.losesConnection, false)] {
            var number = 1
            while true {
                let simulator = SimulatedBackend(callers: [SimulatedCaller()])
                let backend = FaultyBackend(simulator, fault, at: number)
                let outcomes = Mutex([Bool]())
                try await FlowDriver(flow).answerCalls(of: backend) { _, result in
                    outcomes.withLock { $0.append((try? result.get()) != nil) }
                }
                #expect(outcomes.withLock { $0 } == [ends || !backend.hasFired], "\(fault) at \(number)")
                guard backend.hasFired else { break }
                number += 1
            }
            #expect(number == 5, "\(fault)")
        }
    }
}
