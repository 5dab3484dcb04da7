import FlowRuntime
import SimulatedBackend

/// What happened in a run, as expectations look at it.
struct Evidence: Sendable {
    let scenario: Scenario
    let world: World
    let start: Timestamp
    /// In the order of the scenario file; also those who never dialled.
    let calls: [CallEvidence]
    /// Every conference name that somebody asked for, in the order of the first time.
    let rooms: [RoomEvidence]
    /// Names of everybody who has one, by leg.
    private let names: [LegID: String]

    init(_ run: ScenarioRun) {
        scenario = run.scenario
        world = run.world
        start = run.start
        let parties = run.scenario.setting.callers.map(\.name)
        let legs = parties.map { run.world.phone.cast.leg(of: $0) }
        var names: [LegID: String] = [:]
        for (name, leg) in zip(parties, legs) {
            if let leg { names[leg] = name }
        }
        self.names = names
        calls = zip(parties, legs).map { CallEvidence(name: $0, leg: $1, in: run) }
        var history = RoomHistory()
        for (place, event) in run.world.phone.events.enumerated() { history.take(event, at: place) }
        rooms = history.rooms
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
