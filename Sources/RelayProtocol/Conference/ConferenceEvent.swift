import FlowRuntime
import JSONRPC

/// A `calling.conference` event as it came, read leniently (relay-protocol.md §6.5): what is absent or of
/// another type is empty or `nil`.
struct ConferenceEvent: Sendable {
    /// What the event tells, by its `status`.
    enum Status: Sendable, Hashable {
        /// Of the conference.
        case started, ended, recording(Bool)
        /// Of one participant.
        case join, leave, muted(Bool), held(Bool), modified, speech
        /// A word that changes nothing for us, known or not.
        case other(isOfParticipant: Bool, isKnown: Bool)

        /// It concerns the participant in `call_id`; whatever the others carry there is not about that call
        /// (§6.6 rule 5).
        var isOfParticipant: Bool {
            switch self {
            case .started, .ended, .recording: false
            case .join, .leave, .muted, .held, .modified, .speech: true
            case .other(let isOfParticipant, _): isOfParticipant
            }
        }
    }

    let status: Status
    let params: JSONItem

    init(_ params: JSONItem) {
        status = Status(params["status"])
        self.params = params
    }

    /// The instance, or empty.
    var conferenceID: String { params["conference_id"]?.string ?? "" }
    var name: String { params["name"]?.string ?? "" }
    var callID: String { params["call_id"]?.string ?? "" }
    /// Participants after the change; never negative.
    var size: Int? { params["size"]?.int.flatMap { $0 < 0 ? nil : $0 } }
    var isCoaching: Bool? { params["coaching"]?.bool }
    /// The participant starts the conference: `start_on_enter` of its join.
    var startsConference: Bool { params["start_on_join"]?.bool == true && isCoaching != true }
    /// Whether the conference ends when this participant leaves, if the event says.
    var endsConference: Bool? { params["end_on_leave"]?.bool }
}

extension ConferenceEvent.Status {
    /// By bytes, the frequent ones first: talk detection can tell a thousand times a second who speaks.
    init(_ word: JSONItem?) {
        guard let word else {
            self = .other(isOfParticipant: false, isKnown: false)
            return
        }
        for (text, status) in Self.words where word.isString(text) {
            self = status
            return
        }
        let isOfParticipant = word.string?.hasPrefix("participant-") ?? false
        self = .other(isOfParticipant: isOfParticipant, isKnown: false)
    }

    private static let words: [(StaticString, ConferenceEvent.Status)] = [
        ("participant-speech-start", .speech), ("participant-speech-stop", .speech),
        ("participant-join", .join), ("participant-leave", .leave),
        ("conference-start", .started), ("conference-end", .ended),
        ("record-start", .recording(true)), ("record-resume", .recording(true)),
        ("record-stop", .recording(false)),
        ("participant-mute", .muted(true)), ("participant-unmute", .muted(false)),
        ("participant-hold", .held(true)), ("participant-unhold", .held(false)),
        ("participant-modify", .modified),
        ("record-pause", .other(isOfParticipant: false, isKnown: true)),
        ("announcement-end", .other(isOfParticipant: false, isKnown: true)),
        ("announcement-fail", .other(isOfParticipant: false, isKnown: true)),
    ]
}
