/// How a double behaves where the protocol leaves it open, and whom it lets in.
public struct RelayDoubleConfiguration: Sendable, Hashable {
    /// What a client may authenticate with.
    public enum Credentials: Sendable, Hashable {
        case token(project: String, token: String)
        case jwt(String)
    }

    /// How the double's time runs.
    public enum Pace: Sendable, Hashable {
        /// Nothing waits for a clock: whatever is due next is done in the next turn of the loop, in the order
        /// of the times. Scripts wait for cues here, not for times: a worker's answer is slower than any of
        /// them.
        case instant
        /// So many times as fast as life; 1 is life.
        case real(times: Double)
    }

    /// What a join says that cannot be done (relay-protocol.md §6.9: not documented).
    public enum JoinRefusal: Sendable, Hashable {
        /// A result with a failing code.
        case result
        /// The join is accepted, and `calling.error` follows.
        case errorEvent
    }

    public var credentials: [Credentials] = [.token(project: "project", token: "token"), .jwt("jwt")]
    public var pace = Pace.instant
    /// Whether a session that comes back is sent again what it has not acknowledged.
    public var redelivers = true
    /// How many unacknowledged events of a session are kept for that; the oldest are forgotten first. A
    /// client that acknowledges nothing must not fill the memory.
    public var unacknowledgedEvents = 100_000
    /// Whether `signalwire.authorization.state` follows each connect.
    public var sendsAuthorizationState = true
    /// The times between pings of the server; without any there are none. Real time, also when the pace is
    /// `instant`.
    public var pingInterval: Duration?
    /// Whether the result of a join has `conference_id` (relay-protocol.md §6.3: both occur).
    public var joinResultHasID = true
    /// Whether `calling.conference` events are sent at all (relay-protocol.md §6.10, time line 3).
    public var sendsConferenceEvents = true
    public var joinRefusal = JoinRefusal.result
    /// A second answer of a call: `true` is 200, `false` is 409.
    public var acceptsSecondAnswer = true
    /// How long the sound at a URL lasts; others last five seconds.
    public var sounds: [String: Duration] = [:]
    /// URLs without a sound: a play of one ends with `error`.
    public var missingSounds: Set<String> = []
    /// Who answers a number, a SIP URI or a resource name.
    public var parties: [String: RelayParty] = [:]
    /// Numbers to which no message is delivered.
    public var undeliverable: Set<String> = []
    /// How many frames the journal keeps, the latest; at least one.
    public var journalCapacity = 10_000

    public init() {}
}
