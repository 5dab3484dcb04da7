import CallFlow
import CallFlowTestKit
import Testing

struct `The bakery's line` {
    /// What the scenario file expects, all of it.
    @Test(arguments: try ScenarioSuite.load("flows/bakery.test.yaml").names)
    func `does what is expected when a caller`(_ scenario: String) throws {
        let failures = try ScenarioSuite.load("flows/bakery.test.yaml").test(scenario)
        #expect(failures.isEmpty, "\(failures)")
    }

    /// What is easier said in Swift.
    @Test func `is shorter for who wants bread than for who orders`() throws {
        let suite = try ScenarioSuite.load("flows/bakery.test.yaml")
        let question = try suite.play("asks for today's bread")
        let order = try suite.play("orders")
        #expect(question.duration < order.duration)
        #expect(order["ann"]?.heard.contains("beep") == true)
    }

    @Test func `has nothing that lint finds`() throws {
        let flow = try Flow.load("flows/bakery.yaml")
        #expect(Flow.lint(flow.file).findings.isEmpty)
    }

    /// Each command of the call is refused once by the phone system.
    @Test func `comes to its end whatever is refused`() async throws {
        let flow = try Flow.load("flows/bakery.yaml")
        let caller = SimulatedCaller().pressing("1", at: .seconds(2))
        for number in 1... {
            let backend = FaultyBackend(SimulatedBackend(callers: [caller]), .refusesCommand, at: number)
            try await FlowDriver(flow).answerCalls(of: backend) { _, result in
                #expect(throws: Never.self, "command \(number)") { try result.get() }
            }
            if !backend.hasFired { break }
        }
    }
}
