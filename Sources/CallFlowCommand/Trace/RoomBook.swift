import Conferencing
import SimulatedBackend

/// Who is in which conference, kept from room events alone: what a trace needs to say who hears whom.
///
/// It follows the rules of the room (design §2.1): nobody hears anybody before the start, a coach is heard by
/// one call alone, a muted or held participant by nobody, a held one hears nobody.
struct RoomBook {
    struct Room {
        var name: String
        /// Counted per name, from 1.
        var instance: Int
        var isStarted = false
        var isRecording = false
        var isStreaming = false
        /// In join order.
        var members: [Member] = []
    }

    struct Member {
        var leg: LegID
        var flags: ParticipantFlags
        /// The one who hears a coach.
        var heardBy: LegID?
    }

    private(set) var rooms: [RoomID: Room] = [:]
    /// Instances so far.
    private(set) var instanceCount = 0
    private var instances: [String: Int] = [:]

    /// `name` is the room's, should the event create an instance.
    mutating func follow(_ event: RoomEvent, in id: RoomID, name: @autoclosure () -> String) {
        switch event {
        case .instanceCreated:
            let name = name()
            instances[name, default: 0] += 1
            instanceCount += 1
            rooms[id] = Room(name: name, instance: instances[name] ?? 1)
        case .participantJoined(let member):
            rooms[id]?.members.append(Member(leg: LegID(member.participant), flags: member.flags))
        case .participantLeft(let member):
            rooms[id]?.members.removeAll { $0.leg == LegID(member.participant) }
        case .participantChanged(_, let member):
            change(LegID(member.participant), in: id) { $0.flags = member.flags }
        case .coachingChanged(let coach, let listener):
            change(LegID(coach), in: id) { $0.heardBy = listener.map { LegID($0) } }
        case .conferenceStarted: rooms[id]?.isStarted = true
        case .recordStarted: rooms[id]?.isRecording = true
        case .recordStopped: rooms[id]?.isRecording = false
        case .streamOpened: rooms[id]?.isStreaming = true
        case .streamClosed: rooms[id]?.isStreaming = false
        case .conferenceEnded, .waitingAudioStarted, .waitingAudioStopped, .beep, .released, .joinRefused,
            .alreadyInside, .notInside, .notRunning, .settingIgnored, .waitingMediaFailed:
            break
        }
    }

    private mutating func change(_ leg: LegID, in room: RoomID, _ body: (inout Member) -> Void) {
        guard let place = rooms[room]?.members.firstIndex(where: { $0.leg == leg }) else { return }
        rooms[room].map { body(&rooms[room, default: $0].members[place]) }
    }

    func room(of leg: LegID) -> Room? {
        rooms.values.first { room in room.members.contains { $0.leg == leg } }
    }

    /// What becomes of something said by somebody in a room.
    struct Audience {
        var listeners: [LegID] = []
        /// Others in the room, who do not hear it.
        var others: [LegID] = []
        var isRecorded = false
        var isStreamed = false
    }

    func audience(of speaker: LegID) -> Audience? {
        guard let room = room(of: speaker), let member = room.members.first(where: { $0.leg == speaker })
        else {
            return nil
        }
        var audience = Audience()
        let isOpen = room.isStarted && member.flags.isDisjoint(with: [.muted, .held])
        let isCoach = member.flags.contains(.coaching)
        for other in room.members where other.leg != speaker {
            let hears = isOpen && !other.flags.contains(.held) && (!isCoach || other.leg == member.heardBy)
            if hears { audience.listeners.append(other.leg) } else { audience.others.append(other.leg) }
        }
        audience.isRecorded = isOpen && !isCoach && room.isRecording
        audience.isStreamed = isOpen && !isCoach && room.isStreaming
        return audience
    }
}
