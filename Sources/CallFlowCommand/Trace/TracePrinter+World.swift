import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend

// What happens around the flows: calls, sounds, people, rooms.
extension TracePrinter {
    mutating func addLife(_ what: WorldEvent.What, of leg: LegID, _ facts: some TraceFacts) {
        let (who, call) = (facts.name(of: leg), facts.call(of: leg))
        switch what {
        case .began:
            callNames[call.id.name] = who
            tell(who, "call \(call.id)", "\(call.from) -> \(call.to)", .party)
        case .dialled(let dialer):
            callNames[call.id.name] = who
            let id = who == call.id.name ? "" : "\(call.id), "
            tell(facts.name(of: dialer), "dials \(who)", id + call.to, .step)
        case .answered:
            if !enrich(leg, "answered") { tell(who, "answered", "", .step) }
        case .bridged(let peer):
            memories[leg, default: Memory()].peer = peer
            // Both legs are told; one line is enough.
            if leg < peer {
                tell(who, "connected", "with \(facts.name(of: peer)), \(facts.call(of: peer).to)", .step)
            }
        case .unbridged(let peer):
            memories[leg]?.peer = nil
            if leg < peer { tell(who, "disconnected", "from \(facts.name(of: peer))", .step) }
        case .ended(let ending): end(ending, leg, facts)
        case .note, .performed, .finished, .sound, .silence, .pressed, .spoke, .stoppedSpeaking,
            .recordingBegan,
            .recordingEnded, .room, .callback, .unscripted, .warning:
            break
        }
    }

    private mutating func end(_ ending: CallEnding, _ leg: LegID, _ facts: some TraceFacts) {
        let (who, call) = (facts.name(of: leg), facts.call(of: leg))
        let id = call.id
        if call.direction == .outbound, !call.isAnswered {
            return tell(who, "does not answer", "\(id) \(ending.reason)", .step)
        }
        let reason = ending.reason == "hangup" ? "" : " (\(ending.reason))"
        switch ending.by {
        case .caller:
            let place = memories[leg]?.place ?? ""
            tell(who, "HANGS UP", place.isEmpty ? "" : "during \(place); no later step runs", .end)
        case .flow:
            if heldStep(of: leg) != nil, enrich(leg, "call \(id) ended by the flow\(reason)") {
                return flush()
            }
            tell(who, "call ends", "call \(id) ended by the flow\(reason)", .step)
        case .system: tell(who, "CALL ENDS", "the phone system ended \(id)\(reason)", .end)
        }
    }

    // MARK: Sounds and people

    mutating func hear(_ sound: Sound, _ leg: LegID, _ facts: some TraceFacts) {
        let who = facts.name(of: leg)
        switch sound {
        case .media(.say(let text)): tell(who, "hears \"\(text)\"", "", .hearing)
        case .media(.url(let url)): tell(who, "hears ~ \(TraceWords.shortURL(url))", "", .hearing)
        case .media(.silence(let duration)):
            tell(who, "hears silence", Clock.seconds(duration.milliseconds), .hearing)
        case .media(.ring): tell(who, "hears ~ ringing", "", .hearing)
        case .waiting(let url):
            let name = url.map(TraceWords.shortURL) ?? "waiting music"
            memories[leg, default: Memory()].waitingSound = name
            tell(who, "hears ~ \(name)", "", .hearing)
        case .ringback: tell(who, "hears ~ ringing", "", .hearing)
        case .recordingBeep: tell(who, "hears a beep", "", .hearing)
        }
    }

    /// Only the end of waiting audio is told: other sounds end when something else begins.
    mutating func hearSilence(_ leg: LegID, _ facts: some TraceFacts) {
        guard let sound = memories[leg]?.waitingSound else { return }
        memories[leg]?.waitingSound = nil
        let isStarted = rooms.room(of: leg)?.isStarted ?? false
        tell(facts.name(of: leg), "hears . \(sound) off\(isStarted ? ", the room on" : "")", "", .hearing)
    }

    mutating func speak(_ text: String, _ leg: LegID, _ facts: some TraceFacts) {
        guard let audience = rooms.audience(of: leg) else {
            let peer = memories[leg]?.peer.map { " -> \(facts.name(of: $0))" } ?? ""
            return tell(facts.name(of: leg), "says \(TraceWords.quoted(text))\(peer)", "", .party)
        }
        func names(_ legs: [LegID]) -> String { legs.map(facts.name).joined(separator: ", ") }
        var text = "says \(TraceWords.quoted(text)) -> "
        text += audience.listeners.isEmpty ? "nobody" : names(audience.listeners)
        var left = audience.others.isEmpty ? [] : [names(audience.others)]
        let room = rooms.room(of: leg)
        if room?.isRecording == true, !audience.isRecorded { left.append("the recording") }
        if room?.isStreaming == true, !audience.isStreamed { left.append("the stream") }
        if !left.isEmpty { text += " (not \(left.joined(separator: ", ")))" }
        tell(facts.name(of: leg), text, "", .party)
    }

    // MARK: Rooms

    mutating func add(_ event: RoomEvent, in id: RoomID, _ facts: some TraceFacts) {
        if case .instanceCreated(_, let creator) = event {
            rooms.follow(event, in: id, name: memories[LegID(creator)]?.roomName ?? "")
            return joined(LegID(creator), "new", facts)
        }
        let before = rooms.rooms[id]
        rooms.follow(event, in: id, name: "")
        guard let room = before else { return }
        switch event {
        case .participantJoined(let member) where member.size == 1: break
        case .participantJoined(let member):
            joined(LegID(member.participant), "\(member.size) in it", facts)
        case .conferenceStarted(let starter, _):
            tell("* room", "START", "\(room.title), by \(facts.name(of: LegID(starter)))", .room)
        case .conferenceEnded(let end):
            tell("* room", "END", "\(room.title): \(TraceWords.end(end, facts))", .room)
        case .beep(let cause, let occasion):
            let hearers = room.members.map(\.leg).filter { $0 != LegID(cause) }.map(facts.name)
            tell("* room", "beep", "\(occasion.rawValue) -> \(hearers.joined(separator: ", "))", .background)
        case .recordStarted: tell("* room", "recording on", room.title, .room)
        case .recordStopped(let length, let failed, _):
            let words = failed ? "failed after " : ""
            tell("* room", "recording off", "\(room.title): \(words)\(Clock.seconds(length))", .room)
        case .streamOpened: tell("* room", "stream on", room.title, .room)
        case .streamClosed(let failed):
            tell("* room", "stream off", "\(room.title)\(failed ? ": it failed" : "")", .room)
        case .participantLeft, .participantChanged, .coachingChanged, .instanceCreated, .waitingAudioStarted,
            .waitingAudioStopped,
            .released, .joinRefused, .alreadyInside, .notInside, .notRunning, .settingIgnored,
            .waitingMediaFailed:
            break
        }
    }

    /// Told in the line of the step that joins, if it still stands.
    private mutating func joined(_ leg: LegID, _ words: String, _ facts: some TraceFacts) {
        guard !enrich(leg, words), let room = rooms.room(of: leg) else { return }
        tell(facts.name(of: leg), "joins", "\(room.title), \(words)", .room)
    }
}

extension RoomBook.Room {
    /// `standup-1 #1`.
    var title: String { "\(name) #\(instance)" }
}

extension TraceWords {
    static func end(_ end: ConferenceEnd, _ facts: some TraceFacts) -> String {
        let cause = end.by.map { facts.name(of: LegID($0)) }
        var text =
            switch end.reason {
            case .participantWithEndOnExitLeft: "\(cause ?? "somebody") left with endOnExit"
            case .lastParticipantLeft: "\(cause ?? "somebody") left as the last"
            case .endedByAPI: "ended from outside"
            case .error: "an error"
            }
        if let lasted = end.lasted {
            text += "; lasted \(Clock.seconds(lasted))"
        } else {
            text += "; it never started"
        }
        return text + ", peak \(end.peakSize)"
    }
}
