import Conferencing
import SimulatedBackend
import SourceText
import YAMLTree

/// What happens to a conference, in the words of `events`.
enum RoomFact: Sendable, Hashable {
    case party(Verb, String)
    case room(Moment)

    /// What somebody does, or what becomes of them.
    enum Verb: String, Sendable, CaseIterable {
        case joins, leaves
        case isRefused = "is refused"
        case isMuted = "is muted"
        case isUnmuted = "is unmuted"
        case isHeld = "is held"
        case isUnheld = "is unheld"
    }

    /// What concerns everybody.
    enum Moment: String, Sendable, CaseIterable {
        case start, end
        case recordingStarts = "recording starts"
        case recordingStops = "recording stops"
        case streamOpens = "stream opens"
        case streamCloses = "stream closes"
    }

    var shown: String {
        switch self {
        case .party(let verb, let name): "\(name) \(verb.rawValue)"
        case .room(let moment): moment.rawValue
        }
    }

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let text = reader.text(node, "an event") else { return nil }
        if let moment = Moment(rawValue: text) {
            self = .room(moment)
            return
        }
        guard let verb = Verb.allCases.first(where: { text.hasSuffix(" " + $0.rawValue) }) else {
            reader.report(
                "bad-value", "no conference has the event '\(text)'" + Self.hint(text, reader.parties),
                node.range)
            return nil
        }
        guard let name = reader.party(String(text.dropLast(verb.rawValue.count + 1)), at: node.range) else {
            return nil
        }
        self = .party(verb, name)
    }

    /// What was probably meant: somebody's other deed, or an event of everybody.
    private static func hint(_ text: String, _ parties: [String]) -> String {
        let moments = Moment.allCases.map(\.rawValue)
        let name = parties.filter { text.hasPrefix($0 + " ") }.max { $0.utf8.count < $1.utf8.count }
        let deeds = name.map { name in Verb.allCases.map { "\(name) \($0.rawValue)" } } ?? []
        if let near = nearest(to: text, among: moments + deeds) { return "; did you mean '\(near)'?" }
        return "; known are \(listed(moments + Verb.allCases.map { "NAME \($0.rawValue)" }))"
    }

    /// The fact that an event tells; `nil` for what `events` does not know: sounds, speech, answers.
    init?(_ event: RoomEvent, _ evidence: Evidence) {
        func party(_ verb: Verb, _ id: ParticipantID) -> RoomFact {
            .party(verb, evidence.name(of: LegID(id)))
        }
        switch event {
        case .participantJoined(let member): self = party(.joins, member.participant)
        case .participantLeft(let member): self = party(.leaves, member.participant)
        case .joinRefused(let id, _): self = party(.isRefused, id)
        case .participantChanged(let change, let member):
            switch change {
            case .muted: self = party(.isMuted, member.participant)
            case .unmuted: self = party(.isUnmuted, member.participant)
            case .held: self = party(.isHeld, member.participant)
            case .unheld: self = party(.isUnheld, member.participant)
            case .speechStarted, .speechStopped: return nil
            }
        case .conferenceStarted: self = .room(.start)
        case .conferenceEnded: self = .room(.end)
        case .recordStarted: self = .room(.recordingStarts)
        case .recordStopped: self = .room(.recordingStops)
        case .streamOpened: self = .room(.streamOpens)
        case .streamClosed: self = .room(.streamCloses)
        case .instanceCreated, .waitingAudioStarted, .waitingAudioStopped, .beep, .coachingChanged, .released,
            .alreadyInside, .notInside, .notRunning, .settingIgnored, .waitingMediaFailed:
            return nil
        }
    }
}

/// A list of facts that is expected.
struct RoomFacts: Sendable {
    let facts: [(fact: RoomFact, range: SourceRange)]

    init?(_ node: YAMLNode, _ key: String, _ reader: inout ExpectationReader) {
        guard let items = reader.list(node, "'\(key)'") else { return nil }
        facts = items.compactMap { item in RoomFact(item, &reader).map { ($0, item.range) } }
    }

    /// What happened to a room, in the same words.
    static func seen(_ room: RoomEvidence, _ evidence: Evidence) -> [Seen<RoomFact>] {
        room.events.compactMap { event in
            RoomFact(event.value, evidence).map { Seen(value: $0, at: event.at, event: event.event) }
        }
    }
}
