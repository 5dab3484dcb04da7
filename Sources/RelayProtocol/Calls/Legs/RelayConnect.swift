import FlowModel
import FlowRuntime

/// A `connect` under way, one of each call at most (relay-protocol.md §4.1, `calling.call.connect` of §5).
///
/// | phase     | what happens                         | then                                   |
/// |-----------|--------------------------------------|----------------------------------------|
/// | -         | `connect`                            | sent; the request is sent              |
/// | sent      | accepted, or connecting              | ringing                                |
/// | sent      | refused                              | forgotten: `.failed`                   |
/// | sent      | not known whether done               | uncertain; an event makes it certain   |
/// | -         | a worker before this one was asked   | uncertain; an event makes it certain   |
/// | uncertain | reconnected, and no event in time    | abandoned: `.failed`; or bridged, if a |
/// |           |                                      | worker before this one has sent it     |
/// | ringing   | failed                               | forgotten: `.failed` with the reason   |
/// | ringing   | no event for longer than it can ring | abandoned: `.failed(.noAnswer)`        |
/// | any       | connected                            | bridged; the other leg is known        |
/// | bridged   | the longest duration is over         | ending; the two are separated          |
/// | bridged   | the other leg ends                   | ending; the event of it gets some time |
/// | any       | disconnected, or ending long enough  | forgotten: `.bridged`                  |
/// | abandoned | connected                            | forgotten; the two are separated       |
/// | any       | the call ends                        | forgotten; nothing is told             |
struct RelayConnect: Sendable {
    enum Phase: Sendable, Hashable {
        case sent, uncertain, ringing, bridged, ending, abandoned
    }

    let id: CommandID
    let caller: CallID
    /// Repeated by its events, where they have one at all.
    let tag: String
    /// By when somebody has answered, or nobody will.
    let ringsUntil: Timestamp
    let maxDuration: Duration
    var phase = Phase.sent
    /// A worker before this one was asked for it.
    var isInherited = false
    /// That worker had handed it over for certain.
    var wasSent = false
    var peer: CallID?
    var bridged: Timestamp?
    var deadline: Timestamp?
}

extension ConnectCommand {
    /// The longest that its groups can ring and confirm, one after the other.
    func rings(from now: Timestamp) -> Timestamp {
        groups.reduce(now) { until, group in
            let longest = group.map { destination in
                destination.confirm == nil
                    ? until.advanced(by: destination.timeout)
                    : until.advanced(by: destination.timeout).advanced(by: destination.confirmTimeout)
            }
            return longest.max() ?? until
        }
    }

    /// What RELAY has no word for. Said, not dropped (design §3 item 9).
    var unsupportedByRELAY: String? {
        for destination in groups.joined() {
            if case .steps = destination.confirm { return "RELAY runs no steps on the leg that answers" }
            guard case .sip = LegDevice(destination.to) else { continue }
            if destination.username != nil || destination.password != nil {
                return "RELAY cannot authenticate at a SIP destination"
            }
            switch destination.sip.encryption {
            case nil, .optional: break
            case .mandatory, .forbidden: return "RELAY cannot be told how to encrypt a SIP leg"
            }
        }
        return nil
    }
}
