import CassetteBackend
import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend

/// Tells journals in the words of the simulated world, as far as they know them: what the flows did and were
/// told, not what the people at the far ends did or heard of each other.
struct CassetteStory {
    /// A conference, as its members were told of it.
    private struct Room {
        var id: RoomID
        var isStarted = false
        var isRecording = false
        /// Who came last: a room starts when somebody comes.
        var last: LegID
    }

    private struct Answer: Hashable {
        var leg: LegID
        var command: CommandID
    }

    private var answers: Set<Answer> = []
    private var rooms: [String: Room] = [:]

    /// What a line of a run's journal is in the world. A run that is no call is a script on another leg.
    mutating func events(_ entry: JournalEntry, of run: Int, isCall: Bool = true) -> [WorldEvent] {
        let leg = LegID(rawValue: Int32(truncatingIfNeeded: run))
        return what(entry.content, leg, isCall: isCall).map { WorldEvent($0, leg: leg, at: entry.at) }
    }

    private mutating func what(
        _ content: JournalEntry.Content, _ leg: LegID, isCall: Bool
    ) -> [WorldEvent.What] {
        switch content {
        case .note(let note): return [.note(note)]
        case .command(let id, let command):
            if case .answer = command { answers.insert(Answer(leg: leg, command: id)) }
            return [.performed(id, command)] + command.sounds.map { .sound(.media($0)) }
        case .event(.started): return isCall ? [.began] : []
        case .event(.ended(let ending)): return [.ended(ending)]
        case .event(.finished(let id, let result)):
            let isAnswer = result == .done && answers.contains(Answer(leg: leg, command: id))
            return [.finished(id, result)] + (isAnswer ? [.answered] : [])
        case .event(.conference(let change)): return follow(change, leg).map { .room($0, $1) }
        }
    }

    // MARK: Rooms

    private mutating func follow(_ change: ConferenceChange, _ leg: LegID) -> [(RoomID, RoomEvent)] {
        var events: [RoomEvent] = []
        var room =
            rooms[change.id] ?? Room(id: RoomID(rawValue: Int32(truncatingIfNeeded: rooms.count)), last: leg)
        let size = Int32(clamping: change.size)
        let instance = InstanceID(rawValue: Int64(room.id.rawValue) + 1)
        let member = Conferencing.Membership(leg.participant, size: size, flags: [])
        switch change.kind {
        case .joined(let isWaiting):
            if rooms[change.id] == nil { events.append(.instanceCreated(instance, by: leg.participant)) }
            events.append(.participantJoined(member))
            room.last = leg
            if !isWaiting { events += start(&room, size) }
        case .started: events += start(&room, size)
        case .changed: break
        case .left: events.append(.participantLeft(member))
        }
        if change.isRecording, !room.isRecording { events.append(.recordStarted(size: size)) }
        room.isRecording = change.isRecording
        rooms[change.id] = room
        return events.map { (room.id, $0) }
    }

    /// Every member is told of the start; it happened once.
    private func start(_ room: inout Room, _ size: Int32) -> [RoomEvent] {
        guard !room.isStarted else { return [] }
        room.isStarted = true
        return [.conferenceStarted(by: room.last.participant, size: size)]
    }
}

extension CallCommand {
    /// What the call is given to hear.
    fileprivate var sounds: [MediaItem] {
        switch self {
        case .play(let play): play.items
        case .prompt(let prompt): prompt.play.items
        case .answer, .hangup, .record, .startRecording, .stopRecording, .sendDigits, .joinConference,
            .leaveConference, .awaitKey, .connect, .dial, .sendSms, .userEvent, .startTimer, .request,
            .fetchDocument, .cancel:
            []
        }
    }
}
