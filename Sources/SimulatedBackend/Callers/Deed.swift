/// Something that a person at the far end of a leg does.
package enum Deed: Sendable, Hashable {
    /// Presses keys (`0-9*#A-D`) one after another, `Timing.digit` each.
    case press(String)
    /// Speaks for a time, by default `Timing.speaking`.
    case speak(String, Duration?)
    /// Stays silent, and does nothing else.
    case wait(Duration)
    case hangUp
    /// Hangs up unless somebody is there to talk to: a started conference, or a connected party.
    case giveUp

    /// Whether somebody whose telephone only rings cannot do it.
    var needsCall: Bool {
        switch self {
        case .press, .speak: true
        case .wait, .hangUp, .giveUp: false
        }
    }
}
