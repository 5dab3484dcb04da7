import Conferencing
import FlowRuntime
import OrderedCollections
import SimulatedBackend

/// Reads what happened, event by event, and compares it with every invariant. It knows nothing of how rooms,
/// machines and phone systems are built.
package struct InvariantChecker {
    let evidence: RunEvidence
    private let complaints = Complaints()
    private var calls: [LegID: CallWatch] = [:]
    private var rooms: [RoomID: RoomWatch] = [:]
    private var instances: Set<Int64> = []
    /// The last join that each call asked for.
    private var joins: [LegID: JoinConferenceCommand] = [:]
    /// Calls that ended inside a conference, and when.
    private var leavesDue: [LegID: Timestamp] = [:]

    private init(_ evidence: RunEvidence) { self.evidence = evidence }

    /// Every invariant that does not hold, each once, in the order in which they were seen.
    package static func violations(of evidence: RunEvidence) -> [Violation] {
        var checker = InvariantChecker(evidence)
        for (place, event) in evidence.events.enumerated() { checker.take(event, at: place) }
        checker.finish()
        return Array(checker.complaints.violations.values)
    }

    /// The same of a scenario's run.
    package static func violations(of run: ScenarioRun) -> [Violation] {
        violations(of: RunEvidence(run.world, isOver: run.isOver))
    }

    private mutating func take(_ event: WorldEvent, at place: Int) {
        complaints.now = event.at
        checkLeaves(before: event.at)
        if case .room(let room, let what) = event.what {
            var watch = rooms.removeValue(forKey: room) ?? RoomWatch(complaints)
            watch.take(what, joins, evidence, &instances)
            if case .participantLeft(let member) = what { leavesDue[LegID(member.participant)] = nil }
            rooms[room] = watch
            return
        }
        guard let leg = event.leg else { return }
        var watch = calls.removeValue(forKey: leg) ?? CallWatch(leg, in: evidence, complaints)
        watch.take(event, at: place)
        if case .performed(_, .joinConference(let join)) = event.what { joins[leg] = join }
        if case .ended = event.what, rooms.values.contains(where: { $0.isInside(leg) }) {
            leavesDue[leg] = event.at
        }
        calls[leg] = watch
    }

    /// Who ended inside a conference has left it before time goes on.
    private mutating func checkLeaves(before instant: Timestamp?) {
        guard !leavesDue.isEmpty else { return }
        for (leg, since) in leavesDue where instant.map({ $0 > since }) ?? true {
            complaints.add(.leavesAtEnd, "\(evidence.name(of: leg)) stays inside")
        }
        if let instant { leavesDue = leavesDue.filter { $0.value >= instant } }
    }

    private mutating func finish() {
        complaints.now = evidence.now
        checkLeaves(before: nil)
        for leg in evidence.legs { calls[leg.id]?.finish(leg, evidence) }
        for (_, room) in rooms.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { room.finish(evidence) }
        for leg in evidence.legs where leg.isOver && !leg.holds.isEmpty {
            complaints.add(.released, "\(leg.name) holds \(leg.holds.joined(separator: ", "))")
        }
        if let room = evidence.openRooms.first { complaints.add(.nobodyLeftInside, "\"\(room)\" is open") }
        if !evidence.isOver { complaints.add(.comesToRest, "it still goes on") }
    }
}

/// The first violation of each invariant. A box, so that a check may read everything while it notes.
final class Complaints {
    private(set) var violations: OrderedDictionary<Invariant, Violation> = [:]
    /// The instant of what is being looked at.
    var now = Timestamp(milliseconds: 0)

    func add(_ invariant: Invariant, _ detail: String) {
        if violations[invariant] == nil { violations[invariant] = Violation(invariant, detail, at: now) }
    }
}
