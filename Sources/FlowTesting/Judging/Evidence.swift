import FlowRuntime
import SimulatedBackend

/// What happened in a run, as expectations look at it.
struct Evidence: Sendable {
    let scenario: Scenario
    let world: World
    let start: Timestamp
    /// In the order of the scenario file, callers first; also of those who were never in a call.
    let calls: [CallEvidence]
    /// Every conference name that somebody asked for, in the order of the first time.
    let rooms: [RoomEvidence]
    /// Names of everybody who has one, by leg.
    private let names: [LegID: String]

    init(_ run: ScenarioRun) {
        scenario = run.scenario
        world = run.world
        start = run.start
        names = Self.names(run)
        calls = run.scenario.setting.names.enumerated().map { place, name in
            CallEvidence(name: name, isCaller: place < run.scenario.setting.callers.count, in: run)
        }
        var history = RoomHistory()
        for (place, event) in run.world.phone.events.enumerated() { history.take(event, at: place) }
        rooms = history.rooms
    }

    /// Whoever is dialled under a name has it in all their calls.
    private static func names(_ run: ScenarioRun) -> [LegID: String] {
        let (setting, phone) = (run.scenario.setting, run.world.phone)
        var names: [LegID: String] = [:]
        for caller in setting.callers {
            if let leg = phone.cast.leg(of: caller.name) { names[leg] = caller.name }
        }
        guard !setting.partyNames.isEmpty else { return names }
        for (place, leg) in phone.legs.enumerated() where leg.info.direction == .outbound {
            if let name = setting.legs[leg.info.to]?.name {
                names[LegID(rawValue: Int32(truncatingIfNeeded: place))] = name
            }
        }
        return names
    }

    /// A caller's name, or the id of a call that has none.
    func name(of leg: LegID) -> String {
        names[leg] ?? world.phone.legs[Int(leg.rawValue)].info.id.name
    }

    /// The name for a call id; the id when it is nobody's.
    func name(ofCall id: String) -> String { world.phone.leg(ofCall: id).map(name) ?? id }

    /// The id of a caller's call.
    func callID(of name: String) -> String {
        world.phone.cast.leg(of: name).map { world.phone.legs[Int($0.rawValue)].info.id.name } ?? ""
    }

    /// Time since the beginning.
    func time(_ instant: Timestamp) -> Duration { .milliseconds(instant.milliseconds(since: start)) }

    /// The last event at an instant, or before it: all that the instant brought has happened then.
    func lastEvent(at instant: Timestamp) -> Int {
        let events = world.phone.events
        var (low, high) = (0, events.count)
        while low < high {
            let middle = (low + high) / 2
            if events[middle].at <= instant { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }

    /// When the last thing happened.
    var end: Timestamp { world.phone.events.last?.at ?? start }
}

/// Something that was seen, and where in the events.
struct Seen<Value: Sendable>: Sendable {
    let value: Value
    let at: Timestamp
    /// A place in the world's events.
    let event: Int
}

extension Duration {
    /// As a scenario writes it: `12.3s`.
    var shown: String {
        let milliseconds = milliseconds
        let fraction = String(1000 + milliseconds.magnitude % 1000).dropFirst()
        let digits = fraction.prefix(3 - fraction.reversed().prefix { $0 == "0" }.count)
        let sign = milliseconds < 0 ? "-" : ""
        return sign + "\(milliseconds.magnitude / 1000)" + (digits.isEmpty ? "" : ".\(digits)") + "s"
    }
}
