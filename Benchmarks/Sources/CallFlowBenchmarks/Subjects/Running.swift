import CallFlow
import CallFlowTestKit

/// Interpreter and simulator together, journal in memory.
enum Running {
    static func figures(rounds: Int) -> [Figure] { [steps(rounds: rounds), hour(rounds: rounds)] }

    /// A mix of twelve steps, one of them a join.
    static let mix = parsed(
        """
        version: 1.0.0
        sections:
          main:
            - answer
            - set: {n: 0}
            - label: again
            - set: {n: "${n + 1}"}
            - switch: {variable: n, case: {"0": [{set: {kind: none}}]}, default: [{set: {kind: some}}]}
            - cond: [{when: n % 2 === 1, then: [{set: {odd: "${n}"}}]}, {else: [{unset: odd}]}]
            - play: "say:This is round ${n}."
            - prompt: {play: "say:Press a key.", initialTimeout: 2s}
            - joinConference: {name: "room-${call.from}", until: joined}
            - play: "say:You are in the room."
            - leaveConference
            - goto: {label: again, when: n < 50, max: 50}
        """)

    /// Four callers meet in a room each time.
    private static func steps(rounds: Int) -> Figure {
        var world = World(flows: [mix], phone: PhoneSystem(seed: 1))
        var counts: [Double] = []
        for _ in 0..<max(5, rounds) {
            var began = 0
            let spent = cost {
                for caller in 0..<40 { world.dial(script(from: "+1555000\(caller / 4)")) }
                world.run()
                began = world.phone.events.reduce(into: 0) { count, event in
                    if case .note(.began) = event.what { count += 1 }
                }
                world.phone.events.removeAll(keepingCapacity: true)
            }
            require(began > 20_000, "the callers did not get through their steps: \(began)")
            counts.append(spent / Double(began))
        }
        return Figure("a step of a mix of twelve", seconds: median(counts), of: 1e-6, "1,000,000 a second")
    }

    /// Half an hour of waiting music, half an hour of talk.
    private static func hour(rounds: Int) -> Figure {
        let flow = parsed(
            """
            version: 1.0.0
            sections:
              main:
                - answer
                - cond:
                    - when: call.from === 'host'
                      then: [{joinConference: {name: meeting, endOnExit: true}}]
                    - else:
                        - joinConference: {name: meeting, startOnEnter: false, waitUrl: "https://example.com/a.mp3"}
                - hangup
            """)
        let spent = medianCost(rounds: max(5, rounds)) {
            var world = World(flows: [flow], phone: PhoneSystem(seed: 1))
            world.dial(script(from: "guest"))
            var host = script(from: "host")
            host.name = "host"
            host.dials = .seconds(1_800)
            host.lines = [ScriptLine(.at(.seconds(3_600)), [.hangUp])]
            world.dial(host)
            let start = world.phone.now
            world.run()
            require(
                (world.phone.events.last?.at ?? start) >= start.advanced(by: .seconds(3_600)),
                "the call did not last an hour")
        }
        return Figure("an hour of a virtual call", seconds: spent, of: 0.01, "10 ms")
    }

    static func parsed(_ text: String) -> Flow {
        let reading = Flow.read(SourceFile(name: "bench.yaml", text: text))
        guard let flow = reading.flow, !reading.hasErrors else {
            refuse("a flow to measure has errors: \(reading.findings)")
        }
        return flow
    }

    static func script(from: String) -> CallerScript {
        CallerScript(name: "caller", from: ScriptText(from), to: "+15550100")
    }
}
