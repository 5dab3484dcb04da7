import CallFlow
import CallFlowTestKit

/// Plays every scenario of a flow and prints what became of its callers.
@main
struct Embed {
    static func main() throws {
        // Throws with the findings, by line and column, when the flow cannot run.
        let flow = try Flow.load("flows/bakery.yaml")
        let suite = try ScenarioSuite.load("flows/bakery.test.yaml")
        for name in suite.names {
            let story = try suite.play(name)
            print("\(name), \(story.duration):")
            for call in story.calls {
                print("  \(call.info.from) went through the lines \(call.lines(of: flow))")
                for sound in call.heard { print("    heard: \(sound)") }
                for request in call.requests { print("    asked: \(request)") }
                if let end = call.end { print("    ended by the \(end.ending.by)") }
            }
        }
    }
}
