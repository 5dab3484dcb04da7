import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend

/// A conference name, and what happened to it through all its instances.
struct RoomEvidence: Sendable {
    let name: String
    var instances: [Instance] = []
    /// What happened, in order; also joins that were refused when there was no instance.
    var events: [Seen<RoomEvent>] = []

    /// One instance, from the join that created it.
    struct Instance: Sendable {
        var created: Int
        /// What its creator asked for.
        var settings: JoinConferenceCommand.RoomSettings
        var start: Seen<ParticipantID>?
        var ends: [Seen<ConferenceEnd>] = []
        /// Inside now, with the marks that others see.
        var members: [ParticipantID: ParticipantFlags] = [:]
        var peak = 0
        /// The event by which it was reached.
        var peaked: Int?
        var recording = Capture()
        var stream = Capture()
    }
}

/// Follows the events of a run and keeps what happened in its conferences.
///
/// It follows the rules of the room (design §2.1): the words of a coach, and of who is muted or held, are in
/// no recording and no stream.
struct RoomHistory {
    private(set) var rooms: [RoomEvidence] = []
    /// The conference that uses a place of the phone system's table now.
    private var current: [RoomID: Int] = [:]
    /// What a call asked to join last.
    private var asked: [LegID: JoinConferenceCommand] = [:]
    /// Who speaks now, and what.
    private var speakers: [LegID: String] = [:]

    mutating func take(_ event: WorldEvent, at place: Int) {
        switch event.what {
        case .performed(_, .joinConference(let join)):
            if let leg = event.leg { asked[leg] = join }
        case .spoke(let text, _):
            if let leg = event.leg { speakers[leg] = text }
        case .stoppedSpeaking, .ended:
            if let leg = event.leg { speakers[leg] = nil }
        case .room(let id, let what): take(what, id, event.at, place)
        case .began, .dialled, .answered, .note, .performed, .finished, .sound, .silence, .pressed, .bridged,
            .unbridged, .recordingBegan, .recordingEnded, .callback, .unscripted, .warning:
            return
        }
        updateVoices(event.at, place)
    }

    private mutating func take(_ event: RoomEvent, _ id: RoomID, _ now: Timestamp, _ place: Int) {
        switch event {
        case .instanceCreated(_, let creator):
            let room = room(askedBy: creator)
            current[id] = room
            let settings = asked[LegID(creator)]?.room ?? .init()
            rooms[room].instances.append(.init(created: place, settings: settings))
        case .joinRefused(let participant, _):
            // There may be no instance, and the place may have been another conference's.
            let room = room(askedBy: participant)
            rooms[room].events.append(Seen(value: event, at: now, event: place))
            return
        case .participantJoined, .participantLeft, .participantChanged, .conferenceStarted, .conferenceEnded,
            .recordStarted, .recordStopped, .streamOpened, .streamClosed, .waitingAudioStarted,
            .waitingAudioStopped, .beep, .coachingChanged, .released, .alreadyInside, .notInside, .notRunning,
            .settingIgnored, .waitingMediaFailed:
            break
        }
        guard let room = current[id], let last = rooms[room].instances.indices.last else { return }
        rooms[room].events.append(Seen(value: event, at: now, event: place))
        rooms[room].instances[last].take(event, at: now, place)
    }

    private mutating func room(askedBy participant: ParticipantID) -> Int {
        let name = asked[LegID(participant)]?.name ?? ""
        if let place = rooms.firstIndex(where: { $0.name.isExactly(name) }) { return place }
        rooms.append(RoomEvidence(name: name))
        return rooms.count - 1
    }

    private mutating func updateVoices(_ now: Timestamp, _ place: Int) {
        for room in current.values {
            guard let last = rooms[room].instances.indices.last else { continue }
            rooms[room].instances[last].updateVoices(speakers, now, place)
        }
    }
}

extension RoomEvidence.Instance {
    fileprivate mutating func take(_ event: RoomEvent, at now: Timestamp, _ place: Int) {
        let here = Seen(value: (), at: now, event: place)
        switch event {
        case .participantJoined(let member), .participantChanged(_, let member):
            members[member.participant] = member.flags
            if member.size > peak { (peak, peaked) = (Int(member.size), place) }
        case .participantLeft(let member): members[member.participant] = nil
        case .conferenceStarted(let starter, _):
            start = Seen(value: starter, at: now, event: place)
        case .conferenceEnded(let end): ends.append(Seen(value: end, at: now, event: place))
        case .recordStarted: recording.begin = here
        case .recordStopped(let milliseconds, let failed, _):
            recording.stop(here, failed: failed)
            recording.cut(toMilliseconds: milliseconds)
        case .streamOpened: stream.begin = here
        case .streamClosed(let failed): stream.stop(here, failed: failed)
        case .instanceCreated, .waitingAudioStarted, .waitingAudioStopped, .beep, .coachingChanged, .released,
            .joinRefused, .alreadyInside, .notInside, .notRunning, .settingIgnored, .waitingMediaFailed:
            break
        }
    }

    fileprivate mutating func updateVoices(_ speakers: [LegID: String], _ now: Timestamp, _ place: Int) {
        let heard = speakers.filter { leg, _ in
            guard let flags = members[leg.participant] else { return false }
            return start != nil && flags.isDisjoint(with: [.muted, .held, .coaching])
        }
        recording.update(heard, now, place)
        stream.update(heard, now, place)
    }
}
