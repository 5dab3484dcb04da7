import FlowRuntime

/// The callers and dialled parties with a name, and what they wait to see.
package struct Cast: Sendable {
    struct Actor: Sendable {
        let name: String
        /// The call they are in, or were in last; `nil` for a party that has not been dialled yet.
        var leg: LegID?
        /// The calls of a dialled party that are up, the latest last: several may dial the same number.
        var calls: [LegID] = []
        let script: CallerScript
        /// The lines that wait for a sight, by place in the script; those before `next` have fired.
        let seenLines: [Int]
        var next = 0
        /// How many deeds of each line of the script have been done.
        var done: [Int]

        /// Calls in, rather than being dialled.
        let isCaller: Bool

        /// The line that waits for its sight now.
        var watching: Int? { next < seenLines.count ? seenLines[next] : nil }
    }

    var actors: ContiguousArray<Actor> = []
    private var places: [String: Int32] = [:]
    /// Lines that have not fired: without any, nothing that happens has to be shown around.
    private(set) var waitingLines = 0

    var isWatching: Bool { waitingLines > 0 }

    mutating func add(_ script: CallerScript, leg: LegID?) -> Int32 {
        let seen = script.lines.indices.filter { line in
            if case .seen = script.lines[line].trigger { true } else { false }
        }
        let place = Int32(truncatingIfNeeded: actors.count)
        let done = [Int](repeating: 0, count: script.lines.count)
        actors.append(
            Actor(
                name: script.name, leg: leg, script: script, seenLines: seen, done: done,
                isCaller: leg != nil))
        places[script.name] = place
        waitingLines += seen.count
        return place
    }

    mutating func fired(_ place: Int) {
        actors[place].next += 1
        waitingLines -= 1
    }

    func place(of name: String) -> Int32? { places[name] }

    /// The leg of the caller or dialled party of that name: the latest that is up, or was.
    package func leg(of name: String) -> LegID? { places[name].flatMap { actors[Int($0)].leg } }

    /// A dialled party has a call more.
    mutating func took(_ leg: LegID, _ place: Int32) {
        actors[Int(place)].calls.append(leg)
        actors[Int(place)].leg = leg
    }

    /// The call is over; a dialled party may still be in another.
    mutating func left(_ leg: LegID, _ place: Int32) {
        actors[Int(place)].calls.removeAll { $0 == leg }
        if let last = actors[Int(place)].calls.last { actors[Int(place)].leg = last }
    }

    /// A deed of a line has been done, all of it.
    mutating func didDeed(of origin: ScriptOrigin) {
        actors[Int(origin.actor)].done[Int(origin.line)] += 1
    }

    /// The lines of which not everything has happened, by caller: an author wants to know.
    package var unplayed: [UnplayedLine] {
        actors.flatMap { actor in
            let waiting = actor.seenLines[actor.next...]
            return actor.script.lines.indices.compactMap { line -> UnplayedLine? in
                let why: UnplayedLine.Reason
                if waiting.contains(line) {
                    why = .notSeen
                } else if actor.done[line] < actor.script.lines[line].deeds.count {
                    why = actor.done[line] == 0 ? .noCall : .callEnded
                } else {
                    return nil
                }
                return UnplayedLine(caller: actor.name, line: line, reason: why)
            }
        }
    }
}

/// A line of a caller's script of which not everything has happened.
package struct UnplayedLine: Sendable, Hashable {
    /// Why not.
    package enum Reason: Sendable, Hashable {
        /// What it waits for was never seen, or not after the lines before it.
        case notSeen
        /// When its time came, the caller was in no call.
        case noCall
        /// The call ended before all its deeds were done.
        case callEnded
    }
    package var caller: String
    /// Its place in the caller's script.
    package var line: Int
    package var reason: Reason
}

/// The line of a script that deeds come from.
struct ScriptOrigin: Sendable, Hashable {
    /// A place in `Cast.actors`.
    var actor: Int32
    /// A place in the script.
    var line: Int32
}

/// Deeds under way, one after another.
struct Errand: Sendable {
    /// `nil` for a dialled party, until the first deed is due: then it is the leg of the origin's actor.
    var leg: LegID?
    let deeds: [Deed]
    /// The line of a script, if it is one.
    let origin: ScriptOrigin?
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

    mutating func add(_ leg: LegID?, _ deeds: [Deed], of origin: ScriptOrigin?) -> (
        place: Int32, serial: UInt32
    ) {
        serial &+= 1
        let errand = Errand(leg: leg, deeds: deeds, origin: origin, serial: serial)
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
