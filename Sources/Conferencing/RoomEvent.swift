package import FlowModel

/// The marks of a participant that others may see: in events and, spelled out, in status callbacks.
package struct ParticipantFlags: OptionSet, Sendable, Hashable, Codable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not heard by anybody.
    package static let muted = ParticipantFlags(rawValue: 1 << 0)
    /// Neither hears the room nor is heard by it.
    package static let held = ParticipantFlags(rawValue: 1 << 1)
    /// Heard by one call alone.
    package static let coaching = ParticipantFlags(rawValue: 1 << 2)
    /// The participant's own setting, also for a coach, who starts nothing.
    package static let startOnEnter = ParticipantFlags(rawValue: 1 << 3)
    /// The room ends when this participant leaves.
    package static let endOnExit = ParticipantFlags(rawValue: 1 << 4)
    /// Inside a room that has not started.
    package static let waiting = ParticipantFlags(rawValue: 1 << 5)
}

/// A participant and its room right after the fact that the event tells.
package struct Membership: Sendable, Hashable, Codable {
    package var participant: ParticipantID
    /// Everybody inside, coaches and waiters too.
    package var size: Int32
    package var flags: ParticipantFlags

    package init(_ participant: ParticipantID, size: Int32, flags: ParticipantFlags) {
        self.participant = participant
        self.size = size
        self.flags = flags
    }
}

/// What changed about a participant that stays inside.
package enum ParticipantChange: String, Sendable, Hashable, Codable, CaseIterable {
    case muted, unmuted, held, unheld, speechStarted, speechStopped
}

/// What a tone tells.
package enum BeepOccasion: String, Sendable, Hashable, Codable, CaseIterable {
    case enter, exit
}

/// Why a join is refused.
package enum JoinRefusal: String, Sendable, Hashable, Codable, CaseIterable {
    case full
    /// The call to be coached is not inside the same, started room.
    case coachNotFound

    /// What the refused flow reads as `conference.outcome`.
    package var outcome: ConferenceOutcome {
        switch self {
        case .full: .full
        case .coachNotFound: .coachNotFound
        }
    }
}

/// How an instance came to its end.
package struct ConferenceEnd: Sendable, Hashable, Codable {
    package var instance: InstanceID
    package var reason: ConferenceEndReason
    /// Whose leaving ended it.
    package var by: ParticipantID?
    /// Milliseconds from the start; `nil` if it never started.
    package var lasted: Int64?
    /// Milliseconds of the recording; `nil` without one.
    package var recorded: Int64?
    /// The largest size the instance had.
    package var peakSize: Int32

    package init(
        _ instance: InstanceID, _ reason: ConferenceEndReason, by: ParticipantID?, lasted: Int64? = nil,
        recorded: Int64? = nil, peakSize: Int32
    ) {
        self.instance = instance
        self.reason = reason
        self.by = by
        self.lasted = lasted
        self.recorded = recorded
        self.peakSize = peakSize
    }
}

/// The end of one membership: with it the participant's flow goes on.
package struct Release: Sendable, Hashable, Codable {
    package var participant: ParticipantID
    package var outcome: ConferenceOutcome
    /// Whose leaving ended the room; `nil` when the participant went alone or nobody's leaving was the cause.
    package var by: ParticipantID?
    /// Milliseconds inside before the start.
    package var waited: Int64
    /// Milliseconds inside the started room.
    package var talked: Int64
    /// The largest size the instance has had so far.
    package var peakSize: Int32

    package init(
        _ participant: ParticipantID, _ outcome: ConferenceOutcome, by: ParticipantID? = nil,
        waited: Int64 = 0, talked: Int64 = 0, peakSize: Int32
    ) {
        self.participant = participant
        self.outcome = outcome
        self.by = by
        self.waited = waited
        self.talked = talked
        self.peakSize = peakSize
    }

    /// `conference.reason`: the outcome as a sentence without its full stop.
    package var reason: String { outcome.reasonText }
}

extension ConferenceOutcome {
    /// The sentence for a person, without its full stop.
    package var reasonText: String {
        switch self {
        case .left: "the flow left the conference"
        case .removed: "the participant was taken out of the conference"
        case .endedByParticipant: "a participant with endOnExit left, and the conference ended"
        case .endedByLastLeave: "the last participant who was not a coach left, and the conference ended"
        case .endedByAPI: "the conference was ended from outside"
        case .waitCanceled: "the flow left before the conference had started"
        case .full: "the conference is full"
        case .coachNotFound: "the call to be coached is not in this conference, or it has not started"
        case .failed: "the connection with the conference failed"
        case .hungUp: "the call ended inside the conference"
        }
    }
}

/// What a room says happened, in order. Everything a participant or an outside observer could notice is here.
///
/// A `participantLeft` takes with it all that concerned the one who left: waiting audio, speech, coaching.
package enum RoomEvent: Sendable, Hashable, Codable {
    case instanceCreated(InstanceID, by: ParticipantID)
    case participantJoined(Membership)
    case participantLeft(Membership)
    case participantChanged(ParticipantChange, Membership)
    case conferenceStarted(by: ParticipantID, size: Int32)
    case conferenceEnded(ConferenceEnd)
    case recordStarted(size: Int32)
    /// `failed`: no usable file; `milliseconds` counts until the failure.
    case recordStopped(milliseconds: Int64, failed: Bool, size: Int32)
    case streamOpened
    /// `failed`: the far end closed it before the room's end, or never answered.
    case streamClosed(failed: Bool)
    case waitingAudioStarted(ParticipantID, WaitingMedia)
    case waitingAudioStopped(ParticipantID)
    /// A tone for everybody inside but its cause.
    case beep(cause: ParticipantID, BeepOccasion)
    /// From now on the coach is heard by that call alone, or by nobody.
    case coachingChanged(coach: ParticipantID, heardBy: ParticipantID?)
    case released(Release)

    // Answers to what could not be done, and warnings.
    case joinRefused(ParticipantID, JoinRefusal)
    /// A join of the room one is in: no new membership.
    case alreadyInside(ParticipantID)
    /// An input about somebody who is not inside.
    case notInside(ParticipantID)
    /// An end of an instance that is not running.
    case notRunning(InstanceID)
    /// A later join wrote a value that differs from the creator's.
    case settingIgnored(ParticipantID, RoomSetting)
    /// The participant's own waiting media failed; the standard music takes its place.
    case waitingMediaFailed(ParticipantID)
}
