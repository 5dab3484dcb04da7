/// What somebody at the far end of a call sees or hears, and waits for before an act.
public enum RelayCue: String, Sendable, Hashable, CaseIterable {
    /// The telephone rings: the call has come in. Holds until the call is over.
    case rings
    /// Somebody answers. Holds from then on.
    case isAnswered
    /// A sound begins: `calling.play`, or the sounds of `calling.play_and_collect`.
    case hearsSound
    /// Input is collected: `calling.play_and_collect` or `calling.collect` begins.
    case isAsked
    /// A recording begins: `calling.record`.
    case isRecorded
    /// Is inside a conference, waiting or not. Holds as long as that is so.
    case joinsConference
    /// Is inside a conference that has started. Holds as long as that is so.
    case conferenceStarts
    /// Was inside a conference, and is out.
    case leavesConference
    /// Is connected with another leg by `calling.connect`. Holds as long as that is so.
    case isConnected
}

/// What somebody at the far end of a call does.
public enum RelayDeed: Sendable, Hashable {
    /// Presses keys (`0-9*#A-D`) one after another, a tenth of a second each.
    case press(String)
    /// Speaks, by default for 60 ms a character. Without a text nobody understands it.
    case say(String, for: Duration?)
    case hangUp
}

/// One act of a script. The acts of one person are done one after another.
public struct RelayAct: Sendable, Hashable {
    /// What is waited for, from the beginning of the act before on. Without a cue the act before is done
    /// to its end.
    public var cue: RelayCue?
    /// How long the person takes then.
    public var after: Duration
    public var deed: RelayDeed

    public init(_ deed: RelayDeed, upon cue: RelayCue? = nil, after: Duration = .zero) {
        self.deed = deed
        self.cue = cue
        self.after = after
    }
}

/// How long things take, where nothing else says so; the same times as in the simulated phone system.
enum DoubleTiming {
    /// A sound from a URL.
    static let media = Duration.seconds(5)
    /// One character of spoken text: about 170 words a minute.
    static let character = Duration.milliseconds(60)
    /// One cadence of a ring tone.
    static let ringCadence = Duration.seconds(6)
    /// One DTMF digit and the gap after it.
    static let digit = Duration.milliseconds(100)
    /// `W` and `w` of `calling.send_digits` (relay-protocol.md §4.5).
    static let longPause = Duration.seconds(1)
    static let shortPause = Duration.milliseconds(500)
    /// Telling a person from a machine.
    static let detection = Duration.seconds(1)
    /// The next try to give away a call that everybody has passed on.
    static let nextOffer = Duration.seconds(1)
    /// From `signalwire.disconnect` to the closing of the socket, if the client does not answer before.
    static let disconnectGrace = Duration.seconds(2)
    /// A frame that is to come after the next one goes alone when there is no next one.
    static let swapPatience = Duration.seconds(1)
    /// From one state of a message to the next.
    static let messageStep = Duration.milliseconds(200)
    /// The longest time that anything of a request may ask for: more than any call lasts.
    static let longest = Duration.seconds(86_400)

    /// Spoken by a machine or a person; a scalar counts as a character.
    static func speaking(_ text: String) -> Duration {
        // Each scalar has one byte that does not continue another.
        character * text.utf8.count { $0 & 0xC0 != 0x80 }
    }
}
