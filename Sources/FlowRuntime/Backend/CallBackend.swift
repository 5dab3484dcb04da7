/// A phone system: something that has calls and does what a flow asks of each.
///
/// The simulated phone system (`SimulatedBackend`) and recorded calls (`CassetteBackend`) conform; so will
/// SignalWire RELAY and Asterisk.
///
/// **The contract.** A session belongs to one call. `BackendConformance` (in `CallFlowTestKit`) holds a
/// backend to it, sentence by sentence:
///
/// - *Commands.* `perform` hands a command over and returns as soon as it has been taken. Its answer is one
///   `CallEvent.finished` in `events`, with its id and in bounded time: a result of its own kind, or
///   `.failed`. `cancel` has no answer, and what it gave up is not answered any more. A command that is
///   refused is answered, too, and the call goes on; one that the backend cannot do is answered by
///   `.unsupported`, exactly where `capabilities` does not hold what it needs.
/// - *Events.* The first is `started`; nothing is asked before it. They come in the order in which things
///   happened, and no time is before the one before. What happens without a command (a hang-up, a change of
///   the conference) is an event, too.
/// - *The end.* A call ends once, with `ended`, whoever ended it; a dead call never throws. What was
///   under way may then stay without an answer. After `ended` only answers follow: commands that need no
///   call (`request`, `fetchDocument`, `sendSms`, `userEvent`, timers) are done as ever, and all others given
///   after it are answered by `.callGone`.
/// - *Conferences.* A call in one is told so by `joined`, then `started` if it waited, then changes, then
///   one `left`; a call that ends inside gets `ended` and no `left`.
/// - *Closing.* `close` hangs up a call that is still up; the events end then, at most with an `ended`.
/// - *Calls.* Each inbound call comes once. Calls at the same time do not disturb each other.
/// - *Loss.* `BackendError` is thrown when the phone system can no longer be reached, and only then. A
///   backend that reconnects by itself answers afterwards what was under way.
///
/// **Calls that a flow dials** (`CallCommand.dial`). Whoever answers is a call of its own: the backend hands
/// its session over in `inboundCalls`, like that of a call that came in, with `CallInfo.direction` outbound,
/// `isAnswered`, and `CallInfo.dialled` made of the dialling call's id, the command's id and
/// `DialCommand.run`. That is all its flow begins with: whoever runs calls runs this one with the same flow,
/// and the machine opens the section that was dialled for. A leg that does not answer is nobody's call. The
/// end of the dialling call ends no leg that has answered or rings. A backend bounds how many legs one call
/// that came in leads to, also through calls that its legs dial, and refuses what is beyond (`.refused`).
public protocol CallBackend: Sendable {
    associatedtype Session: CallSession
    associatedtype Calls: AsyncSequence<Session, BackendError>

    /// As in `--backend NAME`.
    static var name: String { get }
    /// What it can do. Read by the linter: a flow that needs more is refused before anyone dials.
    static var capabilities: Set<Capability> { get }
    /// Every call that wants a flow, each once: those that come in, when they ring, and those that a flow has
    /// dialled, when they are answered; in the order of that. Ends when the backend is shut down.
    var inboundCalls: Calls { get }
}

/// One call of a backend.
public protocol CallSession: Sendable {
    associatedtype Events: AsyncSequence<TimedEvent, BackendError>

    var call: CallInfo { get }
    /// Everything that happens to this call, in order, each with its time. May be iterated once.
    var events: Events { get }
    /// Takes a command. Throws only when the phone system can no longer be reached.
    func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError)
    /// Nothing more will be asked: hangs up if the call is up, and ends `events`. Called once, after the
    /// flow's end or in the middle of it.
    func close() async
    /// Gives a call that nothing was asked of to another worker, instead of `close`. A phone system that has
    /// no others hangs up, which is what happens by default.
    func passOn() async
}

extension CallSession {
    public func passOn() async { await close() }
}

/// An event and when it happened.
public struct TimedEvent: Sendable, Hashable, Codable {
    public var at: Timestamp
    public var event: CallEvent
    /// Decisions of the flow that are settled, because a recording that is played has them. Empty on every
    /// live phone system.
    public var decisions: [ForcedDecision]
    public init(_ event: CallEvent, at: Timestamp, decisions: [ForcedDecision] = []) {
        self.at = at
        self.event = event
        self.decisions = decisions
    }
}

/// The phone system can no longer be reached, or broke the contract.
public struct BackendError: Error, Sendable, Hashable {
    /// What kind of loss it was.
    public enum Code: String, Sendable, Hashable {
        case connectionLost, closed, protocolViolation, refused
    }
    public var code: Code
    public var detail: String
    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}

/// What a backend may or may not be able to do; one word per thing that a flow can ask for.
public enum Capability: String, Sendable, Hashable, CaseIterable {
    case speech, recordCall, connect, confirm, dial, conference, coach, conferenceRecording, conferenceStream
    case waitDocument, keysInConference, sendSms, userEvent, earlyMedia
    /// A refusal tells `full` from `failed` (design §2.1, *Values*).
    case tellsFullConference
}
