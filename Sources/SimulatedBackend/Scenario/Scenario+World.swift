package import FlowModel
import FlowRuntime

extension Scenario {
    /// A world in which this is about to happen: every caller is registered, nobody has dialled. `flows` are
    /// those of the scenario file, read, in its order.
    package func world(flows: [Flow], seed: UInt64 = 0, observation: Observation = .story) -> World {
        var world = World(
            flows: flows, phone: phone(seed: seed, observation: observation), environment: setting.envs)
        for caller in setting.callers where caller.flow != 0 && flows.indices.contains(caller.flow) {
            if let leg = world.phone.cast.leg(of: caller.name) { world.give(leg, to: caller.flow) }
        }
        return world
    }

    /// The phone system of that world, for whoever runs the flows otherwise.
    package func phone(
        seed: UInt64 = 0, observation: Observation = .story, runsScripts: Bool = true
    ) -> PhoneSystem {
        let cast = setting.callers.enumerated().sorted {
            ($0.element.dials, $0.offset) < ($1.element.dials, $1.offset)
        }.map(\.element)
        var phone = PhoneSystem(
            seed: seed, doubles: doubles(cast), observation: observation, runsScripts: runsScripts)
        for caller in cast {
            phone.dial(caller.script(with: lines(of: caller.name)))
        }
        for name in setting.partyNames {
            phone.expect(CallerScript(name: name, from: "", to: "", lines: lines(of: name)))
        }
        return phone
    }

    private func lines(of name: String) -> [ScriptLine] { lines.filter { $0.caller == name }.map(\.line) }

    /// The lines of `do` of which not everything happened in that world, in the order of the file.
    package func unplayed(in world: World) -> [(line: Line, reason: UnplayedLine.Reason)] {
        var byCaller: [String: [Int: UnplayedLine.Reason]] = [:]
        for unplayed in world.phone.cast.unplayed {
            byCaller[unplayed.caller, default: [:]][unplayed.line] = unplayed.reason
        }
        var counts: [String: Int] = [:]
        return lines.compactMap { line in
            let place = counts[line.caller, default: 0]
            counts[line.caller] = place + 1
            return byCaller[line.caller]?[place].map { (line, $0) }
        }
    }

    /// Doubles with the ids that the calls will have: `c-1` dials first.
    private func doubles(_ cast: [ScenarioCaller]) -> Doubles {
        var doubles = Doubles(legs: setting.legs)
        func expanded(_ text: ScriptText) -> String {
            text.expanded { name in cast.firstIndex { $0.name == name }.map { "c-\($0 + 1)" } ?? "" }
        }
        for (key, double) in setting.http { doubles.http[expanded(key)] = double }
        for (key, double) in setting.media { doubles.media[expanded(key)] = double }
        return doubles
    }
}

extension UnplayedLine.Reason {
    /// What the author of the scenario is told.
    package func sentence(_ line: Scenario.Line) -> String {
        let time =
            switch line.line.trigger {
            case .at: "at \(line.trigger)"
            case .seen: "after `\(line.trigger)`"
            }
        return switch self {
        case .notSeen: "never happened: \(line.caller) waited for `\(line.trigger)`"
        case .noCall: "never happened: \(time) \(line.caller) was in no call"
        case .callEnded: "happened in part: what \(line.caller) did \(time) was cut short by the call's end"
        }
    }
}

extension ScenarioCaller {
    fileprivate func script(with lines: [ScriptLine]) -> CallerScript {
        CallerScript(
            name: name, from: from, to: to, headers: headers, direction: direction, dials: dials,
            patience: patience, lines: lines)
    }
}
