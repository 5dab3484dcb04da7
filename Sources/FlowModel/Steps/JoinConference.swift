package import FlowExpressions

/// Puts the caller into a conference (design §2.1, swml-language.md §4).
///
/// What is not written stays `nil`: a later join that *writes* another room setting than the creator's gets a
/// warning, one that is silent about it does not.
package struct JoinConference: Sendable, Hashable {
    /// The room: the exact expanded text within a project.
    package var name: Given<Text> = .missing
    /// False when not written.
    package var muted: Given<Bool>?
    /// `true` (enter and exit) when not written.
    package var beep: Given<Beep>?
    /// True when not written.
    package var startOnEnter: Given<Bool>?
    /// False when not written.
    package var endOnExit: Given<Bool>?
    /// 2 to 100,000; 100,000 when not written. Everybody counts, coaches and waiters too.
    package var maxParticipants: Given<Int>?
    /// `do-not-record` when not written.
    package var record: Given<ConferenceRecording>?
    /// Sound or document while waiting; the default music when not written.
    package var waitUrl: Given<Text>?
    /// `global`, `us`, `eu`, `ch`; others are accepted with a warning (C-15).
    package var region: Given<Text>?
    /// `trim-silence` when not written.
    package var trim: Given<RecordingTrim>?
    /// The call to be coached. Written but empty is `coach_not_found`, never a plain join.
    package var coach: Given<Text>?
    package var statusCallback: Given<Text>?
    /// `start end join leave` when only the URL is written (C-17).
    package var statusCallbackEvent: Given<[ConferenceEventWord]>?
    /// `relay` when not written.
    package var statusCallbackEventType: Given<CallbackFormat>?
    /// `POST` when not written.
    package var statusCallbackMethod: Given<CallbackMethod>?
    package var recordingStatusCallback: Given<Text>?
    /// `completed` when only the URL is written (C-17).
    package var recordingStatusCallbackEvent: Given<[RecordingEventWord]>?
    package var recordingStatusCallbackEventType: Given<CallbackFormat>?
    package var recordingStatusCallbackMethod: Given<CallbackMethod>?
    package var stream: ConferenceStream?
    /// The default variable is `join_conference_result` (C-18).
    package var result: ResultHandler?
    /// Ours: `left` when not written.
    package var until: Given<JoinEnd>?
    package init() {}

    package static let defaultMaxParticipants = 100_000
    package static let defaultEvents: [ConferenceEventWord] = [.start, .end, .join, .leave]
    package static let defaultRecordingEvents: [RecordingEventWord] = [.completed]
}

extension JoinConference {
    static let parameters = ObjectSchema(
        "joinConference", "Puts the caller into a conference.", make: { JoinConference() }
    ) {
        Field("name", .nonEmptyText, .required, "The room: equal names meet in one conference.") {
            $0.name = $1
        }
        Field("muted", .boolean, "Whether the caller joins muted.", default: "false") { $0.muted = $1 }
        Field(
            "beep", .scalar(ParameterTypes.beep),
            "Whether the others hear a tone when the caller enters or leaves.",
            default: "\"true\""
        ) { $0.beep = $1 }
        Field(
            "startOnEnter", .boolean, "Whether the conference starts when the caller enters.", default: "true"
        ) {
            $0.startOnEnter = $1
        }
        Field("endOnExit", .boolean, "Whether the conference ends when the caller leaves.", default: "false")
        {
            $0.endOnExit = $1
        }
        Field(
            "maxParticipants", .integer(2...defaultMaxParticipants),
            "How many may be in, coaches and waiters counted.",
            default: "100000"
        ) { $0.maxParticipants = $1 }
        Field(
            "record", .scalar(ParameterTypes.conferenceRecording), "Whether the conference is recorded.",
            default: "do-not-record"
        ) { $0.record = $1 }
        Field("waitUrl", .webURL, "Sound or document while waiting for the start.") {
            $0.waitUrl = $1
        }
        Field("region", .scalar(ParameterTypes.region), "Where the conference is mixed.") { $0.region = $1 }
        Field("trim", .word(), "Whether silence is cut from the recording.", default: "trim-silence") {
            $0.trim = $1
        }
        Field("coach", .text, "The id of the call to coach: it alone hears the caller.") { $0.coach = $1 }
        Field("statusCallback", .webURL, "Is told the conference's events.") { $0.statusCallback = $1 }
        Field("statusCallbackEvent", .words(), "Which events.", default: "start end join leave") {
            $0.statusCallbackEvent = $1
        }
        Field("statusCallbackEventType", .word(), "The layout of the events.", default: "relay") {
            $0.statusCallbackEventType = $1
        }
        Field("statusCallbackMethod", .word(), "How the events are sent.", default: "POST") {
            $0.statusCallbackMethod = $1
        }
        Field("recordingStatusCallback", .webURL, "Is told the recording's events.") {
            $0.recordingStatusCallback = $1
        }
        Field("recordingStatusCallbackEvent", .words(), "Which recording events.", default: "completed") {
            $0.recordingStatusCallbackEvent = $1
        }
        Field(
            "recordingStatusCallbackEventType", .word(), "The layout of the recording events.",
            default: "relay"
        ) {
            $0.recordingStatusCallbackEventType = $1
        }
        Field("recordingStatusCallbackMethod", .word(), "How the recording events are sent.", default: "POST")
        {
            $0.recordingStatusCallbackMethod = $1
        }
        Field("stream", .object(ConferenceStream.parameters), "Streams the conference's audio.") {
            $0.stream = $1
        }
        Field(
            "result", .result("join_conference_result", swmlRequiresVariable: true),
            "What follows by the outcome."
        ) { $0.result = $1 }
        Field("until", .word(), "When the step is done.", default: "left", ours: true) { $0.until = $1 }
    }

    static let schema = StepSchema(parameters, scalar: "name") { .joinConference($0) }
}
