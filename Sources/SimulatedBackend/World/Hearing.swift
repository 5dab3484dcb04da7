package import Conferencing
package import FlowRuntime

/// Something that one party heard, and how long.
package struct Heard: Sendable, Hashable {
    /// What it was.
    package enum What: Sendable, Hashable {
        /// The leg's own media: a prompt, music, a ring tone.
        case sound(Sound)
        case speech(String, by: LegID)
        /// A tone of the conference, for somebody who came or went.
        case beep(BeepOccasion, by: LegID)
    }
    package var what: What
    package var from: Timestamp
    /// `nil`: it had not ended when the events ended.
    package var to: Timestamp?
}

/// Derives from events what one party hears: its own media, the conference it is in, the party it is
/// connected with.
///
/// Nothing is stored per pair of legs; whoever wants to know reads the events once more. Feed it every event,
/// in order (`Observation.story` keeps what it needs).
package struct Hearing: Sendable {
    private let listener: LegID
    /// In the order in which it began.
    package private(set) var heard: [Heard] = []

    private var rooms: [RoomID: Room] = [:]
    private var peer: LegID?
    /// Who speaks now, anywhere, in the order of having begun.
    private var speakers: [(leg: LegID, text: String)] = []
    /// Places in `heard` of what still goes on.
    private var sound: Int?
    private var voices: [LegID: Int] = [:]

    fileprivate struct Room: Sendable {
        var isStarted = false
        var members: [ParticipantID: ParticipantFlags] = [:]
        /// Who hears a coach; a coach without an entry is heard by nobody.
        var coached: [ParticipantID: ParticipantID] = [:]
    }

    package init(of listener: LegID) { self.listener = listener }

    /// Everything that this party heard.
    package static func of(_ listener: LegID, in events: [WorldEvent]) -> [Heard] {
        var hearing = Hearing(of: listener)
        for event in events { hearing.take(event) }
        return hearing.heard
    }

    /// The next event, which may let something be heard or stop.
    package mutating func take(_ event: WorldEvent) {
        switch event.what {
        case .sound(let what) where event.leg == listener: beginSound(what, event.at)
        case .silence where event.leg == listener: endSound(event.at)
        case .ended: leave(event)
        case .spoke(let text, _): if let leg = event.leg { speakers.append((leg, text)) }
        case .stoppedSpeaking: speakers.removeAll { $0.leg == event.leg }
        case .bridged(let leg) where event.leg == listener: peer = leg
        case .unbridged where event.leg == listener: peer = nil
        case .room(let room, let what): take(what, room, event.at)
        case .began, .dialled, .answered, .note, .performed, .finished, .sound, .silence, .pressed, .bridged,
            .unbridged, .recordingBegan, .recordingEnded, .callback, .unscripted, .warning:
            return
        }
        updateVoices(event.at)
    }

    private mutating func leave(_ event: WorldEvent) {
        speakers.removeAll { $0.leg == event.leg }
        guard event.leg == listener else { return }
        endSound(event.at)
        peer = nil
    }

    // MARK: Conferences

    private mutating func take(_ event: RoomEvent, _ room: RoomID, _ now: Timestamp) {
        switch event {
        case .participantJoined(let member), .participantChanged(_, let member):
            rooms[room, default: Room()].members[member.participant] = member.flags
        case .participantLeft(let member):
            rooms[room]?.members[member.participant] = nil
            rooms[room]?.coached[member.participant] = nil
        case .conferenceStarted: rooms[room]?.isStarted = true
        case .conferenceEnded: rooms[room] = nil
        case .coachingChanged(let coach, let heardBy): rooms[room]?.coached[coach] = heardBy
        case .beep(let cause, let occasion):
            if cause != listener.participant, rooms[room]?.carries(to: listener.participant) == true {
                heard.append(Heard(what: .beep(occasion, by: LegID(cause)), from: now, to: now))
            }
        case .instanceCreated, .recordStarted, .recordStopped, .streamOpened, .streamClosed,
            .waitingAudioStarted, .waitingAudioStopped, .released, .joinRefused, .alreadyInside, .notInside,
            .notRunning, .settingIgnored, .waitingMediaFailed:
            break
        }
    }

    private func hears(_ speaker: LegID) -> Bool {
        if speaker == listener { return false }
        return speaker == peer
            || rooms.values.contains { $0.carries(from: speaker.participant, to: listener.participant) }
    }

    // MARK: What begins and ends

    private mutating func beginSound(_ what: Sound, _ now: Timestamp) {
        endSound(now)
        sound = heard.count
        heard.append(Heard(what: .sound(what), from: now))
    }

    private mutating func endSound(_ now: Timestamp) {
        if let sound { heard[sound].to = now }
        sound = nil
    }

    private mutating func updateVoices(_ now: Timestamp) {
        for (leg, place) in voices where !speakers.contains(where: { $0.leg == leg }) || !hears(leg) {
            heard[place].to = now
            voices[leg] = nil
        }
        for speaker in speakers where voices[speaker.leg] == nil && hears(speaker.leg) {
            voices[speaker.leg] = heard.count
            heard.append(Heard(what: .speech(speaker.text, by: speaker.leg), from: now))
        }
    }
}

extension Hearing.Room {
    /// Whether the conference's sound reaches a member: not before the start, and not while it is held.
    func carries(to listener: ParticipantID) -> Bool {
        guard isStarted, let flags = members[listener] else { return false }
        return !flags.contains(.held)
    }

    func carries(from speaker: ParticipantID, to listener: ParticipantID) -> Bool {
        guard carries(to: listener), let flags = members[speaker], flags.isDisjoint(with: [.muted, .held])
        else {
            return false
        }
        return !flags.contains(.coaching) || coached[speaker] == listener
    }
}
