import FlowRuntime
import SourceText
import YAMLTree

// `times`: one entry of `callers` that stands for many, who do the same one after another.
extension ScenarioReader {
    /// Every caller by a name of their own: `guest` with `times: 3` is `guest 1`, `guest 2`, `guest 3`.
    mutating func expanded(_ callers: [ScenarioCaller]) -> [ScenarioCaller] {
        var all: [ScenarioCaller] = []
        for caller in callers {
            guard let times = caller.times else {
                all.append(caller)
                continue
            }
            for number in 1...times {
                guard all.count < ScenarioFile.callersMax else {
                    reportTooMany(caller.range)
                    return all
                }
                all.append(caller.member(number))
            }
        }
        return all
    }

    mutating func reportTooMany(_ range: SourceRange) {
        report("too-many-callers", "a scenario has at most \(ScenarioFile.callersMax) callers", range)
    }

    mutating func readTimes(_ node: YAMLNode) -> Int? {
        guard let scalar = node.scalar, case .integer(let times) = scalar.resolved,
            (1...Int64(ScenarioFile.callersMax)).contains(Int64(times))
        else {
            report("bad-value", "'times' is a number from 1 to \(ScenarioFile.callersMax)", node.range)
            return nil
        }
        return Int(times)
    }

    /// What each of many waits to see of themselves; of many others only one can be meant.
    mutating func trigger(
        _ trigger: ScriptLine.Trigger, for actor: Scenario.Actor, _ callers: [ScenarioCaller],
        _ range: SourceRange
    ) -> ScriptLine.Trigger {
        guard case .seen(let sight) = trigger, let seen = sight.caller,
            let example = callers.last(where: { $0.crowd == seen })
        else { return trigger }
        if actor.crowd == seen { return .seen(sight.naming(actor.name)) }
        report("bad-reference", "'\(seen)' are several callers; name one, as in '\(example.name)'", range)
        return trigger
    }
}

extension Scenario {
    /// Who does a line of `do`.
    struct Actor {
        var name: String
        var crowd: String?
    }
}

extension Scenario.Setting {
    /// The names in the file of those who are many.
    package var crowds: [String] {
        var names: [String] = []
        for caller in callers { if let crowd = caller.crowd, names.last != crowd { names.append(crowd) } }
        return names
    }

    /// Who is meant by a name in a line of `do`: one, or each of many.
    func actors(_ name: String) -> [Scenario.Actor] {
        if parties[name] != nil { return [Scenario.Actor(name: name)] }
        return callers.filter { $0.name == name || $0.crowd == name }
            .map { Scenario.Actor(name: $0.name, crowd: $0.crowd) }
    }
}

extension ScenarioCaller {
    fileprivate func member(_ number: Int) -> ScenarioCaller {
        var member = self
        member.name = "\(name) \(number)"
        member.crowd = name
        member.times = nil
        member.from = from.counted(up: number - 1)
        member.dials = dials + every * (number - 1)
        return member
    }
}

extension ScriptText {
    /// A phone number so many further; anything else stays, as many may call from one address.
    fileprivate func counted(up count: Int) -> ScriptText {
        guard parts.count == 1, case .text(let text) = parts[0], text.hasPrefix("+"),
            let number = Int64(text.dropFirst())
        else { return self }
        let (sum, overflow) = number.addingReportingOverflow(Int64(count))
        return overflow ? self : ScriptText("+\(sum)")
    }
}

extension Sight {
    /// Whom it is about; nobody where it is about a room.
    package var caller: String? {
        switch self {
        case .joins(let name), .leaves(let name), .hears(let name, _), .isAsked(let name), .says(let name, _),
            .presses(let name), .isAnswered(let name), .isConnected(let name), .ends(let name):
            name
        case .starts: nil
        }
    }

    /// The same, about somebody else.
    func naming(_ name: String) -> Sight {
        switch self {
        case .joins: .joins(name)
        case .leaves: .leaves(name)
        case .hears(_, let words): .hears(name, words)
        case .isAsked: .isAsked(name)
        case .says(_, let words): .says(name, words)
        case .presses: .presses(name)
        case .isAnswered: .isAnswered(name)
        case .isConnected: .isConnected(name)
        case .ends: .ends(name)
        case .starts: self
        }
    }
}
