import FlowModel
import FlowRuntime
import JSONRPC

/// The legs that calls of a connection have others make: `connect`, which bridges one with the caller, and
/// `dial`, whose legs become calls of their own (relay-protocol.md §4.1, §4.2). The tables are at
/// `RelayConnect` and `RelayDial`.
///
/// Whoever owns this sends `outbox` out after every call.
struct RelayLegs: Sendable {
    enum Output: Sendable {
        case deliver(RelayCallNumber, CallEvent)
        /// Sent on behalf of this call, also when it is over by now: its answer goes to `answered`.
        case send(RelayCallNumber, Request)
        /// A leg has answered: a call that was not there before, and is answered.
        case offer(CallInfo)
        case notice(RelayNotice)
    }

    /// A request; `write` writes its parameters.
    struct Request: Sendable {
        enum Content: Sendable {
            case connect(ConnectCommand, tag: String, for: CallInfo)
            case disconnect
            case dial(LegAddress, tag: String)
            /// A leg that nobody waits for any more.
            case end(CallID, nodeID: String)
        }
        var content: Content
        var token: Int32
    }

    /// Nobody's phone tree is larger; a flow that is made up must not make a thousand phones ring.
    static let destinationsPerCommand = 100
    /// Legs that one call that came in may lead to, also through calls that its legs dial: five people ten
    /// times over are fifty. Flows that dial each other must not go on for ever.
    static let legsPerCall = 1000
    /// How long the tag of a leg that was given up is known: who answers so late is hung up on.
    static let lateAnswerTime = Duration.seconds(60)

    let limits: RelayLimits
    var outbox: [Output] = []
    var connects: [RelayCallNumber: RelayConnect] = [:]
    /// Whose bridge a leg of another is part of.
    var peers: [CallID: RelayCallNumber] = [:]
    var dials: [Int: RelayDial] = [:]
    var dialsOf: [RelayCallNumber: [Int]] = [:]
    /// By the tag that the phone system repeats.
    var attempts: [String: DialAttempt] = [:]
    var trees = DialTrees()
    var deadlines = DeadlineQueue<Deadline>()
    private var waiting: [Int32: Deadline] = [:]
    private var lastToken: Int32 = 0
    private var lastDial = 0

    /// Whose time is up, or whose request was answered.
    enum Deadline: Sendable, Hashable {
        case connect(RelayCallNumber)
        case attempt(tag: String)
    }

    init(limits: RelayLimits) { self.limits = limits }

    /// Something may be due then; sometimes nothing is.
    var nextDeadline: Timestamp? { deadlines.next }

    // MARK: What both have

    /// The answer to a request of `outbox`.
    mutating func answered(
        _ token: Int32, of member: RelayCallNumber, _ reply: RelayReply, at now: Timestamp
    ) {
        switch waiting.removeValue(forKey: token) {
        case .connect(let member): connectAnswered(member, reply, at: now)
        case .attempt(let tag): dialAnswered(tag, reply, at: now)
        case nil: break
        }
    }

    mutating func clock(at now: Timestamp) {
        while let due = deadlines.popDue(at: now) {
            switch due {
            case .connect(let member): connectIsDue(member, at: now)
            case .attempt(let tag): attemptIsDue(tag, at: now)
            }
        }
        deadlines.tidy(for: connects.count + attempts.count) { [connects, attempts] key, instant in
            switch key {
            case .connect(let member): connects[member]?.deadline == instant
            case .attempt(let tag): attempts[tag]?.deadline == instant
            }
        }
    }

    /// A call is over. Its connect ends with it; nobody else is called for its `dial` in turn, and whoever
    /// rings rings on.
    mutating func callEnded(_ member: RelayCallNumber, _ call: CallID, at now: Timestamp) {
        forgetConnect(of: member)
        for dial in dialsOf.removeValue(forKey: member) ?? [] { dials[dial]?.isOrphan = true }
        trees.ended(call)
    }

    /// There is a connection again, with the session of before. What may not have been sent has some time to
    /// show that it was.
    mutating func reconnected(at now: Timestamp) {
        for member in connects.keys.sorted() { connectReconnected(member, at: now) }
        for tag in attempts.keys.sorted() { attemptReconnected(tag, at: now) }
    }

    /// The session is lost, and all its calls and legs with it.
    mutating func sessionLost(at now: Timestamp) {
        let failure = CommandFailure(.failed, "the connection was lost for good")
        for member in connects.keys.sorted() { connectFailed(member, failure) }
        for number in dials.keys.sorted() { answerDial(number, .failed(failure)) }
        for number in dials.keys { trees.released(dials[number]?.root) }
        connects = [:]
        peers = [:]
        dials = [:]
        dialsOf = [:]
        attempts = [:]
        waiting = [:]
    }

    mutating func send(
        _ content: Request.Content, for member: RelayCallNumber, awaitedBy who: Deadline? = nil
    ) {
        repeat { lastToken = lastToken == .max ? 1 : lastToken + 1 } while waiting[lastToken] != nil
        waiting[lastToken] = who
        outbox.append(.send(member, Request(content: content, token: lastToken)))
    }

    mutating func finish(_ id: CommandID, _ result: CommandResult, on member: RelayCallNumber) {
        outbox.append(.deliver(member, .finished(id, result)))
    }

    mutating func nextDial() -> Int {
        lastDial += 1
        return lastDial
    }
}

extension RelayLegs.Request {
    var method: StaticString {
        switch content {
        case .connect: "calling.connect"
        case .disconnect: "calling.disconnect"
        case .dial: "calling.dial"
        case .end: "calling.end"
        }
    }

    /// To connect or to dial twice makes two phones ring.
    var repeatability: Repeatability {
        switch content {
        case .connect, .dial: .never
        case .disconnect, .end: .always
        }
    }

    /// It is about the call for which it is sent: `node_id` and `call_id` of that are due.
    var isOfCall: Bool {
        switch content {
        case .connect, .disconnect: true
        case .dial, .end: false
        }
    }

    /// The members of the parameters, without those that `isOfCall` asks for.
    func write(into params: inout JSONText) {
        switch content {
        case .connect(let command, let tag, let caller): command.write(into: &params, tag, for: caller)
        case .disconnect: break
        case .dial(let leg, let tag):
            params.member("tag", tag)
            params.array("devices") { $0.array { $0.device(leg) } }
        case .end(let call, let node):
            params.member("node_id", node)
            params.member("call_id", call.name)
            params.member("reason", "cancel")
        }
    }
}

extension ConnectCommand {
    fileprivate func write(into params: inout JSONText, _ tag: String, for caller: CallInfo) {
        // Not on the command itself: whether that counts minutes or seconds is not certain
        // (relay-protocol.md §9 row 21). A device counts seconds.
        let limit = maxDuration == Connect.defaultMaxDuration ? nil : maxDuration
        params.array("devices") { groups in
            for group in self.groups {
                groups.array { list in
                    for destination in group { list.device(destination, for: caller, maxDuration: limit) }
                }
            }
        }
        if !ringback.isEmpty { params.member("ringback", wholeRingback, spokenBy: .standard) }
        params.member("tag", tag)
        if let statusURL { params.member("status_url", statusURL) }
    }

    /// As often as the flow says; how often the platform repeats it is the platform's business.
    private var wholeRingback: [MediaItem] {
        let most = max(1, Self.soundsPerRingback / ringback.count)
        let loops = min(max(1, ringbackLoops ?? 1), most)
        return Array(repeatElement(ringback, count: loops).joined())
    }

    /// Sounds in one request: a minute of ringing has fewer, and a frame stays small.
    private static let soundsPerRingback = 64
}
