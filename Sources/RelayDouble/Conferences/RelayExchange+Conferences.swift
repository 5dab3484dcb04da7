import Conferencing
import FlowModel
import FlowRuntime
import JSONRPC

// `calling.join_conference`, `calling.leave_conference` and `calling.conference` (relay-protocol.md §6). Who
// is in, when it starts and when it ends is the room's business: `Conferencing.ConferenceRoom`.

extension RelayExchange {
    mutating func joinConference(_ request: Request, _ leg: Int) {
        guard let text = request.params["name"]?.string, let call = legs[leg] else { return }
        let name = ExactText(text)
        guard call.room == nil else { return refuse(request, 409, "Call is already in a conference") }
        guard call.peer == nil, call.hunt == nil else {
            return refuse(request, 409, "Call is connected with another")
        }
        let settings = ParticipantSettings(request.params)
        let events = enter(name, leg, settings, RoomSettings(request.params))
        if let refusal = events.joinRefusal { return refuseJoin(request, leg, refusal) }
        let id = configuration.joinResultHasID ? rooms[name].map { Room.id($0.instance) } : nil
        accept(request, leg) { result in
            if let id { result.member("conference_id", id) }
        }
        tell(events, of: name)
    }

    /// Takes a leg in, if the room lets it; nobody has been told yet.
    private mutating func enter(
        _ name: ExactText, _ leg: Int, _ participant: ParticipantSettings, _ room: RoomSettings
    ) -> [RoomEvent] {
        let instance = InstanceID(lastInstance + 1)
        let join = RoomInput.Join(
            ParticipantID(leg: leg), participant, room: room, newInstance: instance)
        let events = step(.join(join), in: name)
        if case .instanceCreated? = events.first {
            lastInstance += 1
            instances[lastInstance] = name
            rooms[name]?.instance = lastInstance
        }
        if events.joinRefusal == nil {
            legs[leg]?.room = name
            rooms[name]?.addListener(legs[leg]?.session)
        }
        return events
    }

    /// One step of a room, which is made when it is not there.
    private mutating func step(_ input: RoomInput, in name: ExactText) -> [RoomEvent] {
        var events: [RoomEvent] = []
        let time = RoomTime(milliseconds: now.milliseconds)
        rooms[name, default: Room(name: name)].room.handle(input, at: time, into: &events)
        if rooms[name]?.room.instanceID == nil, events.contains(where: \.isRefusal) { rooms[name] = nil }
        return events
    }

    private mutating func refuseJoin(_ request: Request, _ leg: Int, _ refusal: JoinRefusal) {
        let (code, message) = refusal.answer
        switch configuration.joinRefusal {
        case .result: refuse(request, code, message)
        case .errorEvent:
            accept(request, leg)
            emit("calling.error", ofLeg: leg) { params in
                params.member("code", String(code))
                params.member("message", message)
            }
        }
    }

    mutating func leaveConference(_ request: Request, _ leg: Int) {
        let instance = request.params["conference_id"]?.string.flatMap(Room.instance)
        guard let name = instance.flatMap({ instances[$0] }) else {
            return refuse(request, 404, "Conference does not exist")
        }
        guard legs[leg]?.room == name else { return refuse(request, 409, "Call is not in that conference") }
        accept(request, leg)
        leave(name, leg, .flow, of: legs[leg]?.session)
    }

    /// Takes a leg out, which may be over already.
    mutating func leave(_ name: ExactText, _ leg: Int, _ cause: LeaveCause, of session: Int?) {
        tell(step(.leave(ParticipantID(leg: leg), cause), in: name), of: name)
        // A leg that is over could not be looked up when it was released.
        if legs[leg] == nil { rooms[name]?.removeListener(session) }
    }

    /// The room hears that leg speak, or fall silent.
    mutating func hearSpeech(_ isSpeaking: Bool, on leg: Int) {
        guard let name = legs[leg]?.room else { return }
        tell(step(.speech(ParticipantID(leg: leg), isSpeaking), in: name), of: name)
    }
}

// Events.
extension RelayExchange {
    /// Sends a room's events to every client with somebody inside, then lets people see what happened.
    private mutating func tell(_ events: [RoomEvent], of name: ExactText) {
        guard let room = rooms[name] else { return }
        let audience = room.audience.keys.sorted()
        for event in events {
            guard configuration.sendsConferenceEvents, let status = status(of: event, room) else { continue }
            for session in audience { emit(status, of: room, to: session) }
        }
        for event in events { show(event, of: name) }
        guard let instance = events.endedInstance else { return }
        instances[instance] = nil
        rooms[name] = nil
    }

    private func status(of event: RoomEvent, _ room: Room) -> StatusCallback? {
        let milliseconds = event.recordedMilliseconds
        guard let milliseconds, milliseconds > 0 else { return event.statusCallback() }
        let url = "https://recordings.example/\(Room.id(room.instance)).mp3"
        // 32 kbit/s.
        let bytes = Int(milliseconds).multipliedReportingOverflow(by: 4).partialValue
        return event.statusCallback(recording: RecordingFile(url: ExactText(url), bytes: bytes))
    }

    private mutating func emit(_ status: StatusCallback, of room: Room, to session: Int) {
        emit("calling.conference", to: session) { params in
            params.member("conference_id", Room.id(room.instance))
            params.member("name", room.room.name)
            params.member("status", status.status.rawValue)
            if let participant = status.participant { participant.write(&params) }
            if let region = room.room.settings?.region { params.member("region", region.string) }
            params.member("size", Int(status.size))
            status.recording?.write(&params)
            status.end?.write(&params)
        }
    }

    /// Who is inside sees it.
    private mutating func show(_ event: RoomEvent, of name: ExactText) {
        switch event {
        case .participantJoined(let member):
            let leg = member.participant.leg
            notice(.joinsConference, on: leg)
            if !member.flags.contains(.waiting) { notice(.conferenceStarts, on: leg) }
        case .conferenceStarted:
            for member in rooms[name]?.room.members ?? [] {
                notice(.conferenceStarts, on: member.participant.leg)
            }
        case .released(let release):
            let leg = release.participant.leg
            guard let call = legs[leg] else { return }
            rooms[name]?.removeListener(call.session)
            legs[leg]?.room = nil
            legs[leg]?.errand.hasLeft = true
            notice(.leavesConference, on: leg)
        case .instanceCreated, .participantLeft, .participantChanged, .conferenceEnded, .recordStarted,
            .recordStopped, .streamOpened, .streamClosed, .waitingAudioStarted, .waitingAudioStopped, .beep,
            .coachingChanged, .joinRefused, .alreadyInside, .notInside, .notRunning, .settingIgnored,
            .waitingMediaFailed:
            break
        }
    }
}

// From outside: what a control API does, and people whose calls no client has.
extension RelayExchange {
    /// Somebody comes in whose call belongs to nobody here; the number of the call.
    package mutating func enterFromOutside(
        _ name: String, startOnEnter: Bool, endOnExit: Bool, isMuted: Bool
    ) -> Int {
        lastLeg += 1
        let device = Device(type: .phone, from: "+15555550199", to: "+15555550100")
        var leg = Leg(
            number: lastLeg, isInbound: true, device: device, state: .answered, errand: Errand([]),
            startedAt: now)
        leg.answeredAt = now
        legs[lastLeg] = leg
        let settings = ParticipantSettings(
            muted: isMuted, startOnEnter: startOnEnter, endOnExit: endOnExit)
        tell(enter(ExactText(name), lastLeg, settings, RoomSettings()), of: ExactText(name))
        return lastLeg
    }

    /// Mutes a participant, or opens the microphone again. Nothing for who is in no conference.
    package mutating func mute(_ leg: Int, _ on: Bool) {
        guard let name = legs[leg]?.room else { return }
        tell(step(.mute(ParticipantID(leg: leg), on), in: name), of: name)
    }

    /// Puts a participant on hold, or takes them back.
    package mutating func hold(_ leg: Int, _ on: Bool) {
        guard let name = legs[leg]?.room else { return }
        tell(step(.hold(ParticipantID(leg: leg), on), in: name), of: name)
    }

    /// Takes a participant out.
    package mutating func remove(_ leg: Int) {
        guard let call = legs[leg], let name = call.room else { return }
        leave(name, leg, .removed, of: call.session)
    }

    /// Ends a conference.
    package mutating func endConference(_ name: String) {
        let key = ExactText(name)
        guard let instance = rooms[key]?.room.instanceID else { return }
        tell(step(.end(instance, .api), in: key), of: key)
    }
}

extension JoinRefusal {
    /// Code and message of a refused join; neither 404 nor 410, which would mean that the call is gone.
    fileprivate var answer: (Int, String) {
        switch self {
        case .full: (409, "Conference is full")
        case .coachNotFound: (400, "The call to be coached is not in this conference")
        }
    }
}

extension [RoomEvent] {
    fileprivate var joinRefusal: JoinRefusal? {
        for case .joinRefused(_, let refusal) in self { return refusal }
        return nil
    }

    fileprivate var endedInstance: Int64? {
        for case .conferenceEnded(let end) in self { return end.instance.rawValue }
        return nil
    }
}

extension RoomEvent {
    /// Nothing has come of it.
    fileprivate var isRefusal: Bool {
        if case .joinRefused = self { return true }
        if case .notInside = self { return true }
        if case .notRunning = self { return true }
        return false
    }

    /// How long the recording is that is closed by now.
    fileprivate var recordedMilliseconds: Int64? {
        if case .recordStopped(let time, failed: false, _) = self { return time }
        if case .conferenceEnded(let end) = self { return end.recorded }
        return nil
    }
}

// The names on the wire are `start_on_join` and `end_on_leave` (relay-protocol.md §6.5).

extension Membership {
    fileprivate func write(_ params: inout JSONText) {
        params.member("call_id", Leg.id(participant.leg))
        params.member("node_id", Leg.node.description)
        params.member("muted", flags.contains(.muted))
        params.member("hold", flags.contains(.held))
        params.member("start_on_join", flags.contains(.startOnEnter))
        params.member("end_on_leave", flags.contains(.endOnExit))
        params.member("coaching", flags.contains(.coaching))
    }
}

extension StatusCallback.Recording {
    fileprivate func write(_ params: inout JSONText) {
        params.member("recording_url", file.url.string)
        params.member("recording_file_size", file.bytes)
        params.member("recording_duration", Double(milliseconds) / 1000)
    }
}

extension ConferenceEnd {
    fileprivate func write(_ params: inout JSONText) {
        params.member("reason_ended", reason.rawValue)
        if let by { params.member("call_id_ending_conf", Leg.id(by.leg)) }
    }
}
