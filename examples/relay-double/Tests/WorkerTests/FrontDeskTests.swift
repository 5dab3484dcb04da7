import CallFlowTestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The front desk` {
    private let flow = "flows/front-desk.yaml"
    private let caller = RelayCaller(context: "desk").pressing("1", upon: .isAsked)

    @Test func `puts who presses 1 into its room, where somebody picks them up`() async throws {
        let status = try await withWorker(flow, context: "desk") { double in
            let call = try await double.call(caller)
            try await call.wait(until: .joinsConference)
            let agent = try await double.enterConference("front-desk")
            try await call.wait(until: .conferenceStarts)
            try await agent.hangUp()
            try await call.removeFromConference()
            try await call.waitUntilOver()

            let journal = try await double.journal
            let join = journal.requests("calling.join_conference").first
            #expect(join?["params", "start_on_enter"] == "false")
            #expect(join?["params", "beep"] == "onEnter")
            #expect(journal.violations.isEmpty, "\(journal.violations)")
        }
        #expect(status == 0)
    }

    @Test func `says goodbye to who presses nothing`() async throws {
        _ = try await withWorker(flow, context: "desk") { double in
            let call = try await double.call(context: "desk")
            try await call.waitUntilOver()
            let journal = try await double.journal
            #expect(journal.requests("calling.join_conference").isEmpty)
            #expect(journal.requests("calling.play").last?.text.contains("Goodbye") == true)
        }
    }

    /// The answer to the join is lost with the connection; the worker finds its call again.
    @Test func `goes on with its calls when the connection is lost`() async throws {
        _ = try await withWorker(flow, context: "desk") { double in
            try await double.arm(RelayFault(.dropAfter, at: .received("calling.join_conference")))
            let call = try await double.call(caller)
            try await call.wait(until: .joinsConference)
            try await double.waitForWorker(context: "desk")
            try await call.removeFromConference()
            try await call.waitUntilOver()
            let journal = try await double.journal
            #expect(journal.requests("signalwire.connect").count == 2)
            #expect(journal.requests("calling.join_conference").count == 1)
        }
    }
}
