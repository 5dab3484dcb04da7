import Conferencing
import FlowRuntime
import JSONRPC

/// The memberships of a connection's calls in conferences (relay-protocol.md §6). The carrier runs the rooms;
/// this knows who of ours is in which, from commands, their answers and `calling.conference` events, any of
/// which may come early, late, twice or never.
///
/// The life of a membership, one of each call at most (§6.7):
///
/// | phase       | what happens                                | then                                   |
/// |-------------|---------------------------------------------|----------------------------------------|
/// | -, out      | `join`                                      | joining; the request is sent           |
/// | joining     | own event; or accepted and conference-start | joined: `.done`, `.joined`             |
/// | joining     | accepted with an id, no event in time       | joined: the same, by the weak proof    |
/// | joining     | begun before a restart, no event in time    | joined, by no proof                    |
/// | joining     | refused                                     | out: `.failed`                         |
/// | joining     | accepted without an id, no event in time    | abandoned: `.failed`                   |
/// | joining     | not known whether done, no event in time    | abandoned: `.failed`                   |
/// | abandoned   | own event that is not a leave               | out; a leave is sent                   |
/// | joined      | `leave`                                     | leaving; the request is sent           |
/// | joined      | own leave, or we are said to have ended it  | unexplained                            |
/// | joined      | conference-end                              | out: `.left`                           |
/// | unexplained | conference-end, `leave`, or nothing in time | out: `.left`                           |
/// | leaving     | accepted                                    | leaving: `.done`; its event is awaited |
/// | leaving     | own leave, conference-end, gone, time is up | out: `.done` if it is due, `.left`     |
/// | leaving     | refused, or not known whether done          | joined: `.failed`                      |
/// | any         | the call ends                               | forgotten; nothing is told             |
///
/// `.done` answers a join when there is proof, not when the platform says that it means to: until then the
/// journal has the command without an answer, so that the wait survives this process and has an end.
///
/// **Why out** (design §2.1). Who asked to leave has `left`, or `wait_canceled` before the start. Otherwise
/// `conference-end` tells, by `reason_ended` and `call_id_ending_conf`. A leave that nobody asked for is
/// `removed`, a part of the room's end, or the first sign that the caller has hung up; all three begin alike,
/// so nothing is said for `explanationTime`.
///
/// Whoever owns this sends `outbox` out after every call, and asks `catchUp` before an event of another kind.
struct RelayConferences: Sendable {
    enum Output: Sendable {
        case deliver(RelayCallNumber, CallEvent)
        /// Sent for this call, with its `node_id` and `call_id`.
        case send(RelayCallNumber, Request)
        case notice(RelayNotice)
    }

    /// A request about one call; the answer goes to `answered` with its token.
    struct Request: Sendable {
        enum Content: Sendable {
            case join(JoinConferenceCommand)
            case leave(conferenceID: String)
        }
        var content: Content
        var token: Int32
    }

    /// How long a leave without a cause waits for one. An end of the room and the end of a call follow in the
    /// same burst; longer than this, and a caller who was taken out notices the silence.
    static let explanationTime = Duration.seconds(1)
    /// In rooms of more calls than this a member is told of changes when it is told something else
    /// (`catchUp`): ten thousand joins must not make fifty million events.
    static let toldAtOnceMax = 32

    let limits: RelayLimits
    var outbox: [Output] = []
    var members: [RelayCallNumber: RelayMembership] = [:]
    var rooms: [String: RelayRoom] = [:]
    /// Who joins a conference whose id is not known yet, by its name (§6.6 rule 2).
    var unplaced: [ExactText: Set<RelayCallNumber>] = [:]
    var deadlines = DeadlineQueue<RelayCallNumber>()
    private var lastToken: Int32 = 0
    private var joins: UInt64 = 0

    init(limits: RelayLimits) { self.limits = limits }

    /// Something may be due then; sometimes nothing is.
    var nextDeadline: Timestamp? { deadlines.next }

    // MARK: What the parts share

    /// Never 0, which is no token.
    mutating func nextToken() -> Int32 {
        lastToken = lastToken == .max ? 1 : lastToken + 1
        return lastToken
    }

    mutating func nextOrder() -> UInt64 {
        joins += 1
        return joins
    }

    mutating func setDeadline(_ duration: Duration, from now: Timestamp, for member: RelayCallNumber) {
        let deadline = now.advanced(by: duration)
        members[member]?.deadline = deadline
        deadlines.schedule(member, at: deadline)
    }

    mutating func finish(_ id: CommandID, _ result: CommandResult, on member: RelayCallNumber) {
        outbox.append(.deliver(member, .finished(id, result)))
    }

    mutating func fail(
        _ id: CommandID, _ code: CommandFailure.Code, _ detail: String, on member: RelayCallNumber
    ) {
        finish(id, .failed(CommandFailure(code, detail)), on: member)
    }

    mutating func notice(
        _ level: RelayNotice.Level, _ message: String, kind: RelayNotice.Kind = .conference,
        of call: CallID? = nil
    ) {
        outbox.append(.notice(RelayNotice(level, kind, message, call: call)))
    }

    /// What a member's flow is told, of its room as it is now.
    func change(_ kind: ConferenceChange.Kind, of membership: RelayMembership, size: Int? = nil)
        -> ConferenceChange
    {
        let room = rooms[membership.conferenceID]
        return ConferenceChange(
            id: membership.conferenceID, name: membership.name.string, kind: kind,
            size: size ?? room?.size ?? 0, isRecording: room?.isRecording ?? false)
    }
}

extension RelayConferences.Request {
    var method: StaticString {
        switch content {
        case .join: "calling.join_conference"
        case .leave: "calling.leave_conference"
        }
    }

    /// To join twice may be refused, or be a join of its own (relay-protocol.md §6.6 rule 9).
    var repeatability: Repeatability {
        switch content {
        case .join: .never
        case .leave: .always
        }
    }

    /// The members of the parameters, without `node_id` and `call_id`.
    func write(into params: inout JSONText) {
        switch content {
        case .join(let command): command.write(into: &params)
        case .leave(let id): params.member("conference_id", id)
        }
    }
}
