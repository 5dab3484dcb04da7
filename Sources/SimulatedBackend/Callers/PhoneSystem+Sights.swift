import Conferencing
import FlowRuntime

// Lines of a script that begin after something was seen.
extension PhoneSystem {
    /// Lets everybody act who has waited to see this: in the same instant, after all that is under way.
    mutating func show(_ what: WorldEvent.What, _ leg: LegID?) {
        for place in cast.actors.indices {
            guard let number = cast.actors[place].watching else { continue }
            let line = cast.actors[place].script.lines[number]
            guard case .seen(let sight) = line.trigger, shows(what, leg, sight) else { continue }
            cast.fired(place)
            // Which call a dialled party is in is known when the time has come.
            let leg = cast.actors[place].isCaller ? cast.actors[place].leg : nil
            begin(
                line.deeds, on: leg, at: later(line.delay),
                of: ScriptOrigin(
                    actor: Int32(truncatingIfNeeded: place), line: Int32(truncatingIfNeeded: number)))
        }
    }

    private func shows(_ what: WorldEvent.What, _ leg: LegID?, _ sight: Sight) -> Bool {
        func isLeg(of name: String) -> Bool { leg != nil && leg == cast.leg(of: name) }
        switch (sight, what) {
        case (.joins(let name), .room(_, .participantJoined(let member))),
            (.leaves(let name), .room(_, .participantLeft(let member))):
            return cast.leg(of: name)?.participant == member.participant
        case (.isAsked(let name), .performed(_, .prompt)), (.isAnswered(let name), .answered),
            (.isConnected(let name), .bridged), (.presses(let name), .pressed):
            return isLeg(of: name)
        case (.ends(let name), .ended): return isLeg(of: name) && leg.map(isParty) == true
        case (.says(let name, let words), .spoke(let text, _)):
            return isLeg(of: name) && text.containsText(words)
        case (.starts(let name), .room(let room, .conferenceStarted)):
            return name == nil || name == rooms[room].room.name
        case (.hears(let name, let words), _):
            return cast.leg(of: name).map { hears($0, words, what, leg) } ?? false
        case (.joins, _), (.leaves, _), (.isAsked, _), (.isAnswered, _), (.isConnected, _), (.ends, _),
            (.presses, _), (.says, _), (.starts, _):
            return false
        }
    }

    /// Whether this makes the listener hear the words.
    private func hears(_ listener: LegID, _ words: String, _ what: WorldEvent.What, _ leg: LegID?) -> Bool {
        switch what {
        case .sound(let sound): return leg == listener && sound.text.containsText(words)
        case .spoke(let text, _):
            guard let speaker = leg, text.containsText(words) else { return false }
            return hears(listener, speaker: speaker)
        case .room(let room, .beep(let cause, _)):
            return words == "beep" && legs[listener.index].room == room && cause != listener.participant
                && rooms[room].room.hearsRoom(listener.participant)
        case .began, .dialled, .answered, .ended, .note, .performed, .finished, .silence, .pressed,
            .stoppedSpeaking, .bridged, .unbridged, .recordingBegan, .recordingEnded, .room, .callback,
            .unscripted, .warning:
            return false
        }
    }

    /// Whether the party at the far end speaks now.
    package func isSpeaking(_ leg: LegID) -> Bool { legs[leg.index].voice.isSpeaking }

    /// Whether one leg hears what the party of another says: in a conference, or connected with it.
    package func hears(_ listener: LegID, speaker: LegID) -> Bool {
        if legs[listener.index].peer == speaker { return true }
        guard let room = legs[listener.index].room, legs[speaker.index].room == room else { return false }
        return rooms[room].room.hears(listener.participant, speaker.participant)
    }
}

extension Sound {
    /// What a script can recognise it by: the words, the URL, or a word for it.
    package var text: String {
        switch self {
        case .media(.say(let text)): text
        case .media(.url(let url)): url
        case .media(.silence): "silence"
        case .media(.ring): "ring"
        case .waiting(let url): url ?? "music"
        case .ringback: "ringback"
        case .recordingBeep: "beep"
        }
    }
}

extension String {
    /// Whether these bytes occur in the text's; an empty text occurs everywhere.
    package func containsText(_ needle: String) -> Bool {
        guard let first = needle.utf8.first else { return true }
        var rest = self.utf8[...]
        while let start = rest.firstIndex(of: first) {
            if rest[start...].starts(with: needle.utf8) { return true }
            rest = rest[rest.index(after: start)...]
        }
        return false
    }
}
