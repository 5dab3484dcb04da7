package import FlowRuntime

/// One leg: a call, as the phone system sees it.
package struct Leg: Sendable {
    /// How far the call has come; it never goes back.
    package enum Phase: UInt8, Sendable, Hashable, Comparable {
        /// A scripted caller who has not dialled yet.
        case scheduled
        case ringing, answered, ended

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// Why the leg is there.
    package enum Role: Sendable, Hashable {
        case inbound
        /// Dialled by `connect`: the place in the table of connects, and the destination in its group.
        case dialled(connect: Int32, destination: Int32)
        /// Dialled by `dial`, a call of its own: the place in the table of dials, the destination in its
        /// list, and the attempt, from 1.
        case placed(dial: Int32, destination: Int32, attempt: Int32)
        /// Runs a waiting document for a member; no party is at its far end.
        case waiting(for: LegID)
    }

    package internal(set) var info: CallInfo
    package let role: Role
    package internal(set) var phase: Phase
    /// Whoever runs its flow wants nothing more.
    package internal(set) var isClosed = false
    /// The room it is in.
    package internal(set) var room: RoomID?
    /// The leg it is connected with.
    package internal(set) var peer: LegID?
    package internal(set) var began = Timestamp(milliseconds: 0)

    var activity = Activity.none
    /// Of the one moment of `activity` that counts.
    var activitySerial: UInt32 = 0
    var limitSerial: UInt32 = 0
    var voice = Voice()
    var keyWait: KeyWait?
    /// Running timers; those that `cancel` took out are ignored when they come due.
    var timers: [CommandID] = []
    var recordings: [BackgroundRecording] = []
    /// The version of the room that its flow has been told of.
    var roomVersion: UInt32 = 0
    /// The running `connect`, a place in the table.
    var connect: Int32?
    var waitingAudio: WaitingAudio?
    /// Runs a waiting document, and has stood still where a step of its member began.
    var isHeldBack = false
    /// The place of its party in the cast, for those who have a name.
    var actor: Int32?

    init(_ info: CallInfo, _ role: Role, _ phase: Phase) {
        self.info = info
        self.role = role
        self.phase = phase
    }

    /// Whether a party is at its far end: not so where a waiting document runs.
    package var isCall: Bool {
        if case .waiting = role { false } else { true }
    }
    /// Does something that it does alone.
    var isBusy: Bool { !activity.isNone || connect != nil }
    package var isLive: Bool { phase == .ringing || phase == .answered }
}

/// What a leg is busy with; one thing at a time.
enum Activity: Sendable {
    case none
    indirect case play(Playback)
    indirect case prompt(Prompting)
    indirect case record(RecordingInProgress)
    case sendDigits(CommandID)

    var isNone: Bool {
        if case .none = self { true } else { false }
    }
}

struct KeyWait: Sendable {
    let id: CommandID
    let keys: String
}

/// What the party at the far end says.
struct Voice: Sendable {
    var isSpeaking = false
    var serial: UInt32 = 0
    var text = ""
}

/// What a waiting member is given to hear before the conference starts.
struct WaitingAudio: Sendable {
    let url: String?
    /// The leg on which a waiting document runs.
    var script: LegID?
    var serial: UInt32 = 0
    /// The member is to hear it now: the conference has not started, and no step has the leg.
    var isHeard = false
    var isFetched = false
}
