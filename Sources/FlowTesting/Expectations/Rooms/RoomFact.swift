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
        let verb = Verb.allCases.first { text.hasSuffix(" " + $0.rawValue) }
        guard let verb else {
            let words = Moment.allCases.map(\.rawValue) + Verb.allCases.map { "NAME \($0.rawValue)" }
            let candidates =
                Moment.allCases.map(\.rawValue)
                + reader.parties.flatMap { name in Verb.allCases.map { "\(name) \($0.rawValue)" } }
            let hint =
                nearest(to: text, among: candidates).map { "; did you mean '\($0)'?" }
                ?? "; known are \(listed(words))"
            reader.report("bad-value", "no conference has the event '\(text)'" + hint, node.range)
            return nil
        }
        let name = String(text.dropLast(verb.rawValue.count + 1))
        guard reader.parties.contains(where: name.isExactly) else {
            let hint = nearest(to: name, among: reader.parties).map { "; did you mean '\($0)'?" } ?? ""
            reader.report("unknown-caller", "there is no caller '\(name)'" + hint, node.range)
            return nil
        }
        self = .party(verb, name)
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
