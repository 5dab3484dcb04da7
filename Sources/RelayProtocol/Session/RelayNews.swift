import FlowRuntime
import JSONRPC

/// What the connection tells its calls.
enum RelayNews: Sendable {
    /// An event of the phone system, acknowledged already. Not `signalwire.*`.
    case event(RelayEvent)
    case answered(RelayPurpose, RelayReply)
    /// There is a connection, and commands are sent. `isResumed`: with the session of before, so that its
    /// calls are still ours; otherwise they are lost.
    case ready(isResumed: Bool)
    /// There is no connection; what was in flight is answered before this.
    case disconnected
    /// Nothing will ever come again.
    case stopped(BackendError?)
}

/// An event as it came (relay-protocol.md §2.5).
struct RelayEvent: Sendable {
    var type: String
    /// The inner params: an object, empty when the event had none.
    var params: JSONItem
    /// `context` of the outer level.
    var outerContext: String?
}

/// What a request was for.
enum RelayPurpose: Sendable, Hashable {
    /// One of the connection's own.
    case connect, ping, receive, unreceive
    /// A call's; the token is the call's own.
    case call(RelayCallNumber, token: Int32)
    /// Of no call that we have: its answer matters to nobody.
    case aside
}

/// Whether a command may be sent a second time when it is not known what became of the first.
enum Repeatability: Sendable, Hashable {
    /// Twice does what once does: `calling.end`, `calling.answer`, `.stop`, `leave_conference`, `ping`.
    case always
    /// Whoever sent it decides, after having asked.
    case never
}
