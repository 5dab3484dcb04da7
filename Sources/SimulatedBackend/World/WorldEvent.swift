package import Conferencing
package import FlowRuntime

/// One thing that happened in the simulated world. The stream of these is all that a trace, a JSON log and
/// the expectations of a scenario read.
package struct WorldEvent: Sendable, Hashable {
    package var at: Timestamp
    /// The leg that it happened to; `nil` for what concerns a room as a whole.
    package var leg: LegID?
    package var what: What

    /// What happened.
    package enum What: Sendable, Hashable {
        /// An inbound call rings.
        case began
        /// `connect` or `dial` of that leg dials this one.
        case dialled(for: LegID)
        case answered
        case ended(CallEnding)

        // What its flow did.
        case note(JournalNote)
        case performed(CommandID, CallCommand)
        case finished(CommandID, CommandResult)

        // What the leg is given to hear by itself; what it hears of others follows from rooms and bridges.
        case sound(Sound)
        /// The sound stopped, at its end or before.
        case silence

        // What the party at the far end does.
        /// `nil` for a key pressed into a prompt that keeps a secret.
        case pressed(Key?)
        case spoke(String, milliseconds: Int64)
        case stoppedSpeaking

        case bridged(with: LegID)
        case unbridged(from: LegID)
        case recordingBegan(controlID: String)
        case recordingEnded(controlID: String, RecordingSummary)
        case room(RoomID, RoomEvent)
        /// A status callback was posted: its place in `PhoneSystem.callbacks`.
        case callback(Int)

        // What the author of a scenario should know.
        /// A request that no double answers, as `METHOD URL`.
        case unscripted(String)
        case warning(String)
    }

    package init(_ what: What, leg: LegID?, at instant: Timestamp) {
        at = instant
        self.leg = leg
        self.what = what
    }
}

/// What a leg's own media gives it to hear.
package enum Sound: Sendable, Hashable {
    case media(MediaItem)
    /// The audio of a waiting member, again and again; `nil` is the phone system's own music.
    case waiting(url: String?)
    /// The provider's tone while `connect` dials.
    case ringback
    case recordingBeep
}

/// A key of a telephone, as an ASCII character.
package struct Key: RawRepresentable, Sendable, Hashable {
    package let rawValue: UInt8

    /// `nil` for what is no DTMF digit: `0-9`, `*`, `#`, `A-D` (also in lower case).
    package init?(rawValue: UInt8) {
        switch rawValue {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "#"),
            UInt8(ascii: "A")...UInt8(ascii: "D"):
            self.rawValue = rawValue
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            self.rawValue = rawValue - 0x20
        case _:
            return nil
        }
    }

    package var text: String { String(UnicodeScalar(rawValue)) }
    func isAmong(_ keys: String) -> Bool { keys.utf8.contains(rawValue) }
}

/// How much of what happens is kept in `PhoneSystem.events`.
package enum Observation: UInt8, Sendable, Hashable {
    case nothing
    /// All but commands and their answers, which the notes tell in fewer words.
    case story
    case everything

    func keeps(_ what: WorldEvent.What) -> Bool {
        switch self {
        case .nothing: return false
        case .everything: return true
        case .story: break
        }
        switch what {
        case .performed, .finished: return false
        case .began, .dialled, .answered, .ended, .note, .sound, .silence, .pressed, .spoke, .stoppedSpeaking,
            .bridged, .unbridged, .recordingBegan, .recordingEnded, .room, .callback, .unscripted, .warning:
            return true
        }
    }
}
