import CallFlow
import CallFlowTestKit
import Testing

/// The flow of the bakery, as a caller lives through it.
struct `The bakery's line` {
    let suite: ScenarioSuite
    init() throws { suite = try ScenarioSuite.load("flows/bakery.test.yaml") }

    @Test func `says what bread there is`() throws {
        let story = try suite.play("asks for today's bread")
        #expect(story["ann"]?.heard.last == "Today we have rye.")
        #expect(story["ann"]?.requests == ["GET https://example.com/bread"])
    }

    @Test func `helps itself when the web service is down`() throws {
        let story = try suite.play("asks, and the web service is down")
        #expect(story["ann"]?.heard.last == "Please come and see.")
    }

    @Test func `takes an order, and none of a caller who hangs up`() throws {
        let order = "POST https://example.com/orders"
        #expect(try suite.play("orders")["ann"]?.requests == [order])
        let cut = try suite.play("hangs up while recording")
        #expect(cut["ann"]?.requests == [])
        #expect(cut["ann"]?.end?.ending.by == .caller)
    }

    @Test func `has nothing that lint finds`() throws {
        let file = try Flow.load("flows/bakery.yaml").file
        #expect(Flow.lint(file).findings.isEmpty)
    }

    @Test func `plays every scenario to its end`() throws {
        for name in suite.names {
            let story = try suite.play(name)
            #expect(story.isOver && story.unplayed.isEmpty, "\(name)")
        }
    }
}
