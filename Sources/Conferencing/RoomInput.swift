package import FlowModel

/// An instant, given from outside; a room never asks for the time.
///
/// Instants may come in any order and of any size: a duration is clamped to zero or more and never overflows.
package struct RoomTime: Sendable, Hashable, Comparable, Codable {
    /// Counted from any zero that all inputs of a room share.
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: RoomTime, right: RoomTime) -> Bool { left.milliseconds < right.milliseconds }

    /// Milliseconds from `earlier` until this instant, at least 0.
    package func milliseconds(since earlier: RoomTime) -> Int64 {
        guard milliseconds > earlier.milliseconds else { return 0 }
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflow ? .max : difference
    }
}

/// One call, as a room sees it: a handle of whoever runs the rooms, which keeps the table from call ids to
/// handles.
///
/// The same call keeps its handle when it leaves and comes back; that is how a coach finds it again. A
/// handle of four bytes, and not the call id's text, keeps a member at 24 bytes and a step free of
/// reference counting.
package struct ParticipantID: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }
    package init(_ rawValue: Int32) { self.rawValue = rawValue }
}

/// One running instance of a name, `conference_id` on the wire: a handle made outside, new for every
/// instance.
package struct InstanceID: RawRepresentable, Sendable, Hashable, Codable {
    package let rawValue: Int64

    package init(rawValue: Int64) { self.rawValue = rawValue }
    package init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// Whom a joining participant coaches (swml-language.md §4.4).
package enum Coach: Sendable, Hashable, Codable {
    case call(ParticipantID)
    /// `coach` was written, but its text is empty or names no call: the join is refused, never a plain one.
    case unknownCall
}

/// What a waiting participant hears before the start.
package enum WaitingMedia: Sendable, Hashable, Codable {
    /// The participant's own `waitUrl`.
    case own
    /// The platform's music: no `waitUrl`, or it failed.
    case standard
}

/// The participant's own part of `joinConference` (swml-language.md §4.2): it never concerns the others'
/// settings.
package struct ParticipantSettings: Sendable, Hashable, Codable {
    /// Comes in muted.
    package var muted: Bool
    /// The tones that this participant causes; the others hear them.
    package var beep: Beep
    /// Coming in starts the room.
    package var startOnEnter: Bool
    /// Going out ends the room, waiting or not.
    package var endOnExit: Bool
    /// Whom this participant coaches; `nil` for a plain join.
    package var coach: Coach?
    /// Whether `waitUrl` was given.
    package var waitingMedia: WaitingMedia

    /// The defaults are those of swml-language.md §4.1.
    package init(
        muted: Bool = false, beep: Beep = .both, startOnEnter: Bool = true, endOnExit: Bool = false,
        coach: Coach? = nil, waitingMedia: WaitingMedia = .standard
    ) {
        self.muted = muted
        self.beep = beep
        self.startOnEnter = startOnEnter
        self.endOnExit = endOnExit
        self.coach = coach
        self.waitingMedia = waitingMedia
    }
}

/// Why a participant goes out, when it is not the room's end.
package enum LeaveCause: String, Sendable, Hashable, Codable, CaseIterable {
    /// The participant's own flow: `leaveConference`, or a join of another room.
    case flow
    /// The participant's call ended, whoever ended it: also the flow's `hangup`, also a dead phone noticed
    /// late.
    case hungUp
    /// Somebody outside the flow took the participant out.
    case removed
    /// The participant's connection with the room broke while the call lives on.
    case failed
}

/// Why an instance is ended from outside.
package enum OutsideEnd: String, Sendable, Hashable, Codable, CaseIterable {
    /// By a request of the control API.
    case api
    /// By a failure of the system that carries the room.
    case error
}

/// Everything that can happen to a room.
package enum RoomInput: Sendable, Hashable, Codable {
    case join(Join)
    case leave(ParticipantID, LeaveCause)
    /// Ends that instance; nothing happens to another one that has the name by now.
    case end(InstanceID, OutsideEnd)
    case mute(ParticipantID, Bool)
    case hold(ParticipantID, Bool)
    /// Talk detection of that leg: speech began (`true`) or stopped.
    case speech(ParticipantID, Bool)
    /// A step (`play`, `prompt`, `record`) began or stopped acting on that leg alone; it pauses the waiting
    /// audio.
    case occupy(ParticipantID, Bool)
    /// The participant's own waiting media could not be played.
    case waitingMediaFailed(ParticipantID)
    case recordingFailed(InstanceID)
    /// The far end of the instance's stream closed it, or could not be reached.
    case streamClosed(InstanceID)

    /// A participant asks to come in.
    package struct Join: Sendable, Hashable, Codable {
        package var participant: ParticipantID
        package var settings: ParticipantSettings
        /// They hold for the whole instance when this join creates it, and are compared with its settings
        /// if not.
        package var room: RoomSettings
        /// The instance's id, should this join create one; never used twice.
        package var newInstance: InstanceID

        package init(
            _ participant: ParticipantID, _ settings: ParticipantSettings = ParticipantSettings(),
            room: RoomSettings = RoomSettings(), newInstance: InstanceID
        ) {
            self.participant = participant
            self.settings = settings
            self.room = room
            self.newInstance = newInstance
        }
    }
}
