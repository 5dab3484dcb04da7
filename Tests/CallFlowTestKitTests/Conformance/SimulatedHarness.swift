import CallFlowTestKit

/// The simulated phone system, with scripted callers for the far ends.
struct SimulatedHarness: ConformanceHarness {
    let time = ConformanceTime.virtual

    func backend(for stage: ConformanceStage) async throws -> SimulatedBackend {
        var phone = PhoneSystem(observation: .nothing, runsScripts: false)
        for (place, farEnd) in stage.farEnds.enumerated() { phone.dial(Self.script(of: farEnd, "\(place)")) }
        return SimulatedBackend(phone)
    }

    func shutDown(_ backend: SimulatedBackend) async { backend.shutDown() }

    private static func script(of farEnd: FarEnd, _ name: String) -> CallerScript {
        let trigger: ScriptLine.Trigger =
            switch farEnd.cue {
            case .rings: .at(farEnd.calls)
            case .isAnswered: .seen(.isAnswered(name))
            case .hearsSound: .seen(.hears(name, ""))
            case .isAsked: .seen(.isAsked(name))
            }
        let deeds = farEnd.acts.flatMap { act -> [Deed] in
            switch act.deed {
            case .press(let keys): [.wait(act.after), .press(keys)]
            case .say(let words): [.wait(act.after), .speak(words, .seconds(1))]
            case .hangUp: [.wait(act.after), .hangUp]
            }
        }
        return CallerScript(
            name: name, from: "+15555550111", to: "+15555550100", dials: farEnd.calls,
            lines: deeds.isEmpty ? [] : [ScriptLine(trigger, deeds)])
    }
}
