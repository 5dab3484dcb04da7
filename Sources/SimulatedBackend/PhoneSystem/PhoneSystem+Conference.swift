package import Conferencing
import FlowModel
import FlowRuntime

// Conferences: commands become inputs of a room, the room's events become what its members are told.
extension PhoneSystem {
    // MARK: Joining and leaving

    mutating func join(_ command: JoinConferenceCommand, _ id: CommandID, _ leg: LegID) {
        if let current = legs[leg.index].room {
            if ExactText(rooms[current].room.name) == ExactText(command.name) {
                observe(.warning("this call is in the conference already"), on: leg)
                return finish(id, .done, on: leg)
            }
            leaveRoom(leg, .flow)
        }
        let room = rooms.room(named: command.name)
        legs[leg.index].waitingAudio = WaitingAudio(url: command.waitURL)
        let join = RoomInput.Join(
            leg.participant, participantSettings(command), room: RoomSettings(command.room),
            newInstance: rooms.newInstance())
        handle(.join(join), in: room, joining: (leg, id))
    }

    private func participantSettings(_ command: JoinConferenceCommand) -> ParticipantSettings {
        let coach = command.coach.map { id in
            self.leg(ofCall: id).map { Coach.call($0.participant) } ?? .unknownCall
        }
        return ParticipantSettings(
            muted: command.muted, beep: command.beep, startOnEnter: command.startOnEnter,
            endOnExit: command.endOnExit, coach: coach,
            waitingMedia: command.waitURL == nil ? .standard : .own)
    }

    mutating func leave(_ conferenceID: String, _ id: CommandID, _ leg: LegID) {
        guard let room = legs[leg.index].room, self.conferenceID(of: room) == conferenceID else {
            return fail(id, .notFound, "the call is not in this conference", on: leg)
        }
        finish(id, .done, on: leg)
        leaveRoom(leg, .flow)
    }

    mutating func leaveRoom(_ leg: LegID, _ cause: LeaveCause) {
        guard let room = legs[leg.index].room else { return }
        handle(.leave(leg.participant, cause), in: room)
    }

    /// An input about a member, if the leg is one.
    mutating func tellRoom(_ input: RoomInput, of leg: LegID) {
        guard let room = legs[leg.index].room else { return }
        handle(input, in: room)
    }

    mutating func occupy(_ leg: LegID, _ isOccupied: Bool) {
        guard legs[leg.index].room != nil else { return }
        tellRoom(.occupy(leg.participant, isOccupied), of: leg)
        if !isOccupied { resumeWaitingScript(of: leg) }
    }

    /// What the control API of a carrier can do to a conference; for tests and interactive use.
    package mutating func control(_ input: RoomInput, room name: String) {
        guard let room = rooms.room(ifNamed: name) else { return }
        handle(input, in: room)
    }

    /// Runs the instance of that name to its end, as a carrier's control API does.
    package mutating func endConference(named name: String) {
        guard let room = rooms.room(ifNamed: name) else { return }
        handle(.end(rooms[room].instance, .api), in: room)
    }

    /// A room as it is now.
    package func room(_ room: RoomID) -> ConferenceRoom { rooms[room].room }
    /// The room of that exact name, if somebody is in it.
    package func room(named name: String) -> ConferenceRoom? {
        rooms.room(ifNamed: name).map { rooms[$0].room }
    }
    package var openRooms: [ConferenceRoom] { rooms.slots.map(\.room).filter { $0.instanceID != nil } }

    func conferenceID(of room: RoomID) -> String { rooms[room].conferenceID }

    // MARK: From the room's events to its members

    mutating func handle(_ input: RoomInput, in room: RoomID, joining: (leg: LegID, id: CommandID)? = nil) {
        var events = roomEvents
        roomEvents = []
        events.removeAll(keepingCapacity: true)
        let instant = RoomTime(milliseconds: now.milliseconds)
        let hasChanged = rooms[room].take(input, at: instant, into: &events)
        for event in events {
            observe(.room(room, event), on: nil)
            follow(event, in: room, joining)
            if rooms[room].hasCallbacks { post(event, of: room) }
        }
        if let joining { warnOfIgnored(events, joining.leg) }
        if hasChanged { tellMembers(of: room) }
        roomEvents = events
        rooms.releaseIfEmpty(room)
    }

    /// Only who creates a conference decides its settings: a join that says otherwise is told.
    private mutating func warnOfIgnored(_ events: [RoomEvent], _ leg: LegID) {
        let names = events.compactMap { event in
            if case .settingIgnored(_, let setting) = event { setting.rawValue } else { nil }
        }
        guard !names.isEmpty else { return }
        let verb = names.count == 1 ? "differs" : "differ"
        let list = names.joined(separator: ", ")
        observe(
            .warning("ignored: \(list) \(verb) from what the conference was created with"),
            on: leg)
    }

    private mutating func follow(_ event: RoomEvent, in room: RoomID, _ joining: (leg: LegID, id: CommandID)?)
    {
        switch event {
        case .instanceCreated(let instance, let creator):
            open(instance, by: LegID(creator), in: room)
        case .participantJoined(let member): tellJoined(member, room, joining)
        case .conferenceStarted(let starter, _): tellStarted(room, by: starter)
        case .released(let release): tellReleased(release, room)
        case .joinRefused(let participant, let refusal):
            legs[LegID(participant).index].waitingAudio = nil
            guard let joining else { break }
            fail(joining.id, refusal.failureCode, refusal.outcome.reasonText, on: joining.leg)
        case .waitingAudioStarted(let member, let media): startWaitingAudio(LegID(member), media)
        case .waitingAudioStopped(let member): stopWaitingAudio(LegID(member))
        case .waitingMediaFailed(let member):
            observe(.warning("the waiting media failed; the standard music plays"), on: LegID(member))
        case .streamOpened: openStream(of: room)
        case .streamClosed: postStream(.finished, of: room)
        case .participantLeft(let member): tookOut(LegID(member.participant), room)
        case .participantChanged, .conferenceEnded, .recordStarted, .recordStopped, .beep, .coachingChanged,
            .settingIgnored, .alreadyInside, .notInside, .notRunning:
            break
        }
    }

    private mutating func open(_ instance: InstanceID, by creator: LegID, in room: RoomID) {
        rooms[room].instance = instance
        rooms[room].conferenceID = identity.conference(instance.rawValue)
        rooms[room].creator = creator
        rooms[room].file = nil
        rooms[room].peak = rooms[room].room.peakSize
        guard let settings = rooms[room].room.settings else { return }
        rooms[room].settings = settings
        rooms[room].hasCallbacks =
            settings.statusCallback.url != nil || settings.recordingStatusCallback.url != nil
    }

    private func change(_ kind: ConferenceChange.Kind, in room: RoomID) -> ConferenceChange {
        ConferenceChange(
            id: conferenceID(of: room), name: rooms[room].name, kind: kind, size: rooms[room].size,
            isRecording: rooms[room].isRecording)
    }

    private mutating func tellJoined(
        _ member: Membership, _ room: RoomID, _ joining: (leg: LegID, id: CommandID)?
    ) {
        let leg = LegID(member.participant)
        if let joining { finish(joining.id, .done, on: joining.leg) }
        legs[leg.index].room = room
        legs[leg.index].roomVersion = rooms[room].version
        let isWaiting = member.flags.contains(.waiting)
        deliver(.conference(change(.joined(waiting: isWaiting), in: room)), to: leg)
    }

    /// Everybody who waited; who started the room knows from the join.
    private mutating func tellStarted(_ room: RoomID, by starter: ParticipantID) {
        let change = change(.started, in: room)
        for member in rooms[room].room.members where member.participant != starter {
            let leg = LegID(member.participant)
            legs[leg.index].roomVersion = rooms[room].version
            deliver(.conference(change), to: leg)
        }
    }

    /// The member is out. Its flow learns it by the release, when the whole room's change is complete.
    private mutating func tookOut(_ leg: LegID, _ room: RoomID) {
        endWaitingAudio(leg)
        // Its leave is the newest change; what came before may be news to it.
        let missed = rooms[room].version &- legs[leg.index].roomVersion
        if legs[leg.index].isLive, missed > 1 { tell(.changed, size: rooms[room].peak, leg, room) }
        legs[leg.index].room = nil
    }

    /// A call that is over has been told so; what became of its membership follows from that.
    private mutating func tellReleased(_ release: Release, _ room: RoomID) {
        guard legs[LegID(release.participant).index].isLive else { return }
        let by = release.by.map { callID(of: LegID($0)) }
        let kind = ConferenceChange.Kind.left(release.outcome, reason: release.reason, by: by)
        deliver(.conference(change(kind, in: room)), to: LegID(release.participant))
    }

    /// Rooms up to this size tell every member of every change at once. In larger ones a member is told
    /// before the next thing that its flow hears: nothing can tell the difference from inside a flow, and a
    /// hundred thousand joins do not make five thousand million events.
    static let toldAtOnceMax = 32

    private mutating func tellMembers(of room: RoomID) {
        guard rooms[room].isRunning, rooms[room].size <= Self.toldAtOnceMax else { return }
        let version = rooms[room].version
        for member in rooms[room].room.members
        where legs[LegID(member.participant).index].roomVersion != version {
            tellRoomChange(LegID(member.participant))
        }
    }

    /// Tells a member what has changed since it was told last; also the peak, if it may have passed unseen.
    mutating func tellRoomChange(_ leg: LegID) {
        guard let room = legs[leg.index].room else { return }
        let missed = rooms[room].version &- legs[leg.index].roomVersion
        guard missed > 0 else { return }
        legs[leg.index].roomVersion = rooms[room].version
        let (size, peak) = (rooms[room].size, rooms[room].peak)
        if missed > 1, peak > size { tell(.changed, size: peak, leg, room) }
        tell(.changed, size: size, leg, room)
    }

    private mutating func tell(_ kind: ConferenceChange.Kind, size: Int, _ leg: LegID, _ room: RoomID) {
        guard !legs[leg.index].isClosed else { return }
        var change = change(kind, in: room)
        change.size = size
        outbox.append(.conference(change), to: leg)
    }
}

extension JoinRefusal {
    fileprivate var failureCode: CommandFailure.Code {
        switch self {
        case .full: .full
        case .coachNotFound: .coachNotFound
        }
    }
}

extension RoomEvent {
    /// Whether the members' live values (`conference.size`, `conference.recording`) may be others now.
    var changesTheRoom: Bool {
        switch self {
        case .participantJoined, .participantLeft, .recordStarted, .recordStopped: true
        case .instanceCreated, .participantChanged, .conferenceStarted, .conferenceEnded, .streamOpened,
            .streamClosed, .waitingAudioStarted, .waitingAudioStopped, .beep, .coachingChanged, .released,
            .joinRefused, .alreadyInside, .notInside, .notRunning, .settingIgnored, .waitingMediaFailed:
            false
        }
    }
}
