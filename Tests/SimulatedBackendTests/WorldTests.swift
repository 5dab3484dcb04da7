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
}
