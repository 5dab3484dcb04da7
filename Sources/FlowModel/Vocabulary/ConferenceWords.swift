// The closed word lists of `joinConference`, spelled as on the wire (relay-protocol.md §6.2,
// swml-language.md §4.1). Raw values are what a flow, an event and a callback say.

/// Who hears a tone, and when: the joining or leaving participant's own setting, heard by all the others.
public enum Beep: String, Sendable, Hashable, Codable, CaseIterable {
    /// On enter and on exit. A string even where YAML reads a boolean.
    case both = "true"
    case none = "false"
    case onEnter
    case onExit

    public var soundsOnEnter: Bool { self == .both || self == .onEnter }
    public var soundsOnExit: Bool { self == .both || self == .onExit }
}

/// Whether the room is recorded from its start.
public enum ConferenceRecording: String, Sendable, Hashable, Codable, CaseIterable {
    case recordFromStart = "record-from-start"
    case doNotRecord = "do-not-record"
}

/// Whether leading silence is cut from the recording.
public enum RecordingTrim: String, Sendable, Hashable, Codable, CaseIterable {
    case trimSilence = "trim-silence"
    case doNotTrim = "do-not-trim"
}

/// A word of `statusCallbackEvent`: which conference events are sent to `statusCallback`.
public enum ConferenceEventWord: String, Sendable, Hashable, Codable, CaseIterable {
    case start, end, join, leave, mute, hold, modify, speaker, announcement
}

/// A word of `recordingStatusCallbackEvent`.
public enum RecordingEventWord: String, Sendable, Hashable, Codable, CaseIterable {
    case inProgress = "in-progress"
    case completed, absent
}

/// `status` of a conference event (swml-language.md §4.6): only what a room of ours can report. The carrier's
/// further words (`participant-modify`, `record-pause`, `announcement-…`) belong to actions that no flow has.
public enum ConferenceStatus: String, Sendable, Hashable, Codable, CaseIterable {
    case conferenceStart = "conference-start"
    case conferenceEnd = "conference-end"
    case participantJoin = "participant-join"
    case participantLeave = "participant-leave"
    case participantMute = "participant-mute"
    case participantUnmute = "participant-unmute"
    case participantHold = "participant-hold"
    case participantUnhold = "participant-unhold"
    case participantSpeechStart = "participant-speech-start"
    case participantSpeechStop = "participant-speech-stop"
    case recordStart = "record-start"
    case recordStop = "record-stop"
}

/// `reason_ended` of `conference-end` (the ruling of swml-language.md §4.6).
public enum ConferenceEndReason: String, Sendable, Hashable, Codable, CaseIterable {
    case lastParticipantLeft = "last-participant-left"
    case participantWithEndOnExitLeft = "participant-with-end-on-exit-left"
    case endedByAPI = "ended-by-api"
    case error
}

/// The body's layout of a status callback.
public enum CallbackFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case relay, cxml, laml
}

/// How a status callback is sent.
public enum CallbackMethod: String, Sendable, Hashable, Codable, CaseIterable {
    case get = "GET"
    case post = "POST"
}

/// How a membership, or the attempt at one, came to its end: `conference.outcome` (design §2.1).
public enum ConferenceOutcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// The flow left by `leaveConference`, after the start.
    case left
    /// Somebody outside the flow took the participant out.
    case removed
    /// A member with `endOnExit` left, and the room ended with it.
    case endedByParticipant = "ended_by_participant"
    /// Nobody but coaches was left.
    case endedByLastLeave = "ended_by_last_leave"
    case endedByAPI = "ended_by_api"
    /// `leaveConference` before the room had started.
    case waitCanceled = "wait_canceled"
    case full
    case coachNotFound = "coach_not_found"
    case failed
    /// The participant's call ended inside the room.
    case hungUp = "hung_up"

    /// The value of `join_conference_result` for this outcome; `nil` for a hang-up, after which no step runs.
    public var joinResult: String? {
        switch self {
        case .left, .removed, .endedByParticipant, .endedByLastLeave, .endedByAPI: "completed"
        case .waitCanceled: "canceled"
        case .full, .coachNotFound, .failed: "failed"
        case .hungUp: nil
        }
    }
}
