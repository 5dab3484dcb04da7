import FlowRuntime

/// The callers with a name, and what they wait to see.
package struct Cast: Sendable {
    struct Actor: Sendable {
        let name: String
        let leg: LegID
        let script: CallerScript
        /// The lines that wait for a sight, in order; those before `next` have fired.
        let seenLines: [ScriptLine]
        var next = 0

        var watching: ScriptLine? { next < seenLines.count ? seenLines[next] : nil }
    }

    var actors: ContiguousArray<Actor> = []
    private var places: [String: Int32] = [:]
    /// Lines that have not fired: without any, nothing that happens has to be shown around.
    private(set) var waitingLines = 0

    var isWatching: Bool { waitingLines > 0 }

    mutating func add(_ script: CallerScript, leg: LegID) -> Int32 {
        let seen = script.lines.filter { if case .seen = $0.trigger { true } else { false } }
        let place = Int32(truncatingIfNeeded: actors.count)
        actors.append(Actor(name: script.name, leg: leg, script: script, seenLines: seen))
        places[script.name] = place
        waitingLines += seen.count
        return place
    }

    mutating func fired(_ place: Int) {
        actors[place].next += 1
        waitingLines -= 1
    }

    /// The leg of the caller of that name.
    package func leg(of name: String) -> LegID? { places[name].map { actors[Int($0)].leg } }

    /// The lines that have not happened, by caller: an author wants to know.
    package var unseen: [(caller: String, line: ScriptLine)] {
        actors.flatMap { actor in actor.seenLines[actor.next...].map { (actor.name, $0) } }
    }
}

/// Deeds under way, one after another.
struct Errand: Sendable {
    let leg: LegID
    let deeds: [Deed]
    var next = 0
    /// How many keys of the deed have been pressed.
    var pressed = 0
    var serial: UInt32 = 0
}

/// Errands by place; a place is used again, with another serial, when its errand is done.
struct ErrandTable: Sendable {
    var errands: ContiguousArray<Errand> = []
    private var free: [Int32] = []
    private var serial: UInt32 = 0

    mutating func add(_ leg: LegID, _ deeds: [Deed]) -> (place: Int32, serial: UInt32) {
        serial &+= 1
        let errand = Errand(leg: leg, deeds: deeds, serial: serial)
        if let place = free.popLast() {
            errands[Int(place)] = errand
            return (place, serial)
        }
        errands.append(errand)
        return (Int32(truncatingIfNeeded: errands.count - 1), serial)
    }

    mutating func remove(_ place: Int32) {
        errands[Int(place)].serial = 0
        free.append(place)
    }
}
