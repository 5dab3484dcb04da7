package import FlowExpressions
package import SourceText

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

/// Where the room's audio is streamed to (swml-language.md §4.3).
package struct ConferenceStream: Sendable, Hashable {
    /// `wss` only.
    package var url: Given<Text> = .missing
    package var name: Given<Text>?
    /// `PCMU` when not written.
    package var codec: Given<StreamCodec>?
    package var statusUrl: Given<Text>?
    /// `POST` when not written.
    package var statusUrlMethod: Given<CallbackMethod>?
    /// Whether the endpoint may send audio into the room; false when not written.
    package var realtime: Given<Bool>?
    package var authorizationBearerToken: Given<Text>?
    package var customParameters: [NamedText]?
    package var range = SourceRange(0, 0)
    package init() {}
}
