import FlowExpressions
import FlowModel
import FlowRuntime
import SimulatedBackend
import Testing

struct `A world` {
    @Test func `runs a flow to its end`() {
        var world = World.of(
            """
            sections:
              main:
                - play: "say:Hello"
                - prompt: {play: "say:Press", maxDigits: 2}
                - set: {got: '${prompt_value}'}
                - request: {url: "https://example.com/a", method: POST, timeout: 5}
                - hangup
            """,
            Doubles(http: ["POST https://example.com/a": HTTPDouble(status: 200, after: .milliseconds(300))]))
        let line = ScriptLine(.seen(.isAsked("ann")), delay: .milliseconds(100), [.press("42")])
        world.dial(CallerScript(name: "ann", from: "+15555550111", to: "+15555550100", lines: [line]))
        world.run()
        #expect(world.nextEventTime == nil)
        #expect(
            world.story == [
                "0.0 c-1 calls", "0.0 c-1 answered", "0.0 c-1 hears Hello", "0.3 c-1 silence",
                "0.3 c-1 hears Press",
                "0.4 c-1 presses 4", "0.4 c-1 silence", "0.5 c-1 presses 2", "0.8 c-1 ended by flow: hangup",
                "0.8 c-1 finished, flow",
            ])
        #expect(world.machines[0]?.variables.lookup("got") == .string("42"))
    }

    /// Everybody's flow asks a question afterwards, so that nobody is done at once.
    static let meeting = """
        sections:
          main:
            - joinConference: {name: room, endOnExit: '${call.call_id == "c-3"}', until: joined}
            - awaitConference: {until: left, timeout: '${call.call_id == "c-3" ? 10 : 100}'}
            - leaveConference: {}
            - request: {url: "https://a/left", method: GET}
            - request: {url: "https://a/again", method: GET}
            - hangup
        """

    @Test func `lets the flows go on in join order when a conference ends, whoever ends it`() {
        let http = [
            "GET https://a/left": HTTPDouble(status: 200), "GET https://a/again": HTTPDouble(status: 200),
        ]
        var world = World(
            flows: [flow(Self.meeting)],
            phone: PhoneSystem(doubles: Doubles(http: http), observation: .everything))
        for _ in 0..<4 { world.phone.dial(from: "+1", to: "+2") }
        world.run()
        let asked = world.phone.events.compactMap { event -> String? in
            guard case .performed(_, .request(let request)) = event.what, let leg = event.leg else {
                return nil
            }
            return "c-\(leg.rawValue + 1) \(request.url.suffix(5))"
        }
        #expect(
            asked == [
                "c-1 /left", "c-1 again", "c-2 /left", "c-2 again", "c-3 /left", "c-3 again", "c-4 /left",
                "c-4 again",
            ])
    }

    @Test func `gives each caller the flow that was chosen`() {
        let flows = [
            flow("sections: {main: [{play: \"say:one\"}]}"), flow("sections: {main: [{play: \"say:two\"}]}"),
        ]
        var world = World(flows: flows, phone: PhoneSystem())
        world.dial(CallerScript(name: "a", from: "+1", to: "+2"), flow: 1)
        world.dial(CallerScript(name: "b", from: "+1", to: "+2"))
        world.run()
        #expect(world.story.contains("0.0 c-1 hears two") && world.story.contains("0.0 c-2 hears one"))
    }

    @Test func `tells an author of requests that nothing answers`() {
        var world = World.of(
            """
            sections:
              main:
                - request: {url: "https://a/b", method: GET}
                - play: "say:${request_result}"
            """)
        world.phone.dial(from: "+1", to: "+2")
        world.run()
        #expect(world.story.contains("0.0 c-1 unscripted GET https://a/b"))
        #expect(world.story.contains("0.0 c-1 hears failed"))
    }

    @Test func `is over when its longest time is, and not before`() {
        var world = World.of("sections: {main: [answer, {sleep: 3600000}]}")
        world.phone.dial(from: "+1", to: "+2")
        let isOverBefore = world.run(for: .seconds(3599))
        let isOver = world.run(for: .seconds(1))
        #expect(!isOverBefore && isOver)
    }

    @Test func `runs what onHangup asks for, and nothing of the flow, after a hang-up`() {
        var world = World.of(
            """
            sections:
              main:
                - play: "silence:60"
                - request: {url: "https://a/never", method: GET}
            onHangup:
              - request: {url: "https://a/bye", method: GET, timeout: 5}
            """, Doubles(http: ["GET https://a/bye": HTTPDouble(status: 200, after: .seconds(1))]))
        world.dial(
            CallerScript(name: "a", from: "+1", to: "+2", lines: [ScriptLine(.at(.seconds(5)), [.hangUp])]))
        world.run()
        #expect(
            world.story == [
                "0.0 c-1 calls", "0.0 c-1 answered", "0.0 c-1 hears silence",
                "5.0 c-1 ended by caller: hangup",
                "5.0 c-1 silence", "6.0 c-1 finished, caller",
            ])
        #expect(world.machines[0]?.variables.lookup("request_result") == .string("success"))
    }
}
