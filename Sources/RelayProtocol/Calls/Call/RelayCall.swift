import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections

/// One call, as a value: what it was asked, what runs, how it ends (relay-protocol.md §3 to §5).
///
/// | state | a command | an event of an operation | `ended`, or 404/410 and nothing else in time |
/// |---|---|---|---|
/// | created, ringing | done if it works before the answer, or refused | settles the operation | ended |
/// | answered | becomes an operation | settles the operation | ended |
/// | ending | held: the end answers all | ignored | ended |
/// | ended | `.callGone`, but for messages and events | ignored | ignored |
///
/// States only go forwards (§3.4). An operation has a table of its own (`Operation`).
struct RelayCall: Sendable {
    let number: RelayCallNumber
    let info: CallInfo
    /// As last learned; goes with every command.
    var node: String
    /// Where its messages' states are told (§7).
    let context: String
    var state: CallState
    var operations: [Operation] = []
    var recordings: [Recording] = []
    /// We have asked for its end, with this reason.
    var endAsked: HangupReason?
    /// `ending` says, or the server knows no such call: what `ended` will say, if it says nothing itself.
    var ending: CallEnding?
    /// By then it has ended, whether we are told or not.
    var endDeadline: Timestamp?
    /// Nobody listens any more.
    var isClosed = false
    /// The connection was lost before the server confirmed the end that `close` asked for.
    var owesEnd = false
    /// How often that end was refused, and when it is asked for again.
    var endRefusals: UInt8 = 0
    var endRetry: Timestamp?
    /// When it is next looked at (`CallAlarms`).
    var alarm: Timestamp?
    /// A worker before this one left these; they are seen to when the connection is there.
    var inherited: [CallResumption.Pending] = []

    init(_ info: CallInfo, as number: RelayCallNumber, state: CallState) {
        self.number = number
        self.info = info
        node = info.nodeID
        self.state = state
        if case .map(let extra) = info.extra, case .string(let context)? = extra["context"] {
            self.context = context.string
        } else {
            context = "default"
        }
    }

    var id: CallID { info.id }
    var hasEnded: Bool { state == .ended }

    /// The next instant at which `clock` has something to do.
    var nextDeadline: Timestamp? {
        guard !hasEnded else { return nil }
        var next = endDeadline
        func consider(_ instant: Timestamp?) {
            if let instant { next = min(next ?? instant, instant) }
        }
        consider(endRetry)
        guard state < .ending else { return next }
        for operation in operations { consider(operation.deadline) }
        for recording in recordings { consider(recording.deadline) }
        return next
    }

    func place(of id: CommandID) -> Int? { operations.firstIndex { $0.id == id } }

    /// The operation is over, and its flow is told.
    mutating func settle(_ place: Int, _ result: CommandResult, _ out: inout CallOutbox) {
        out.finish(operations.remove(at: place).id, result)
    }
    mutating func fail(
        _ place: Int, _ code: CommandFailure.Code, _ detail: String, _ out: inout CallOutbox
    ) {
        settle(place, .failed(CommandFailure(code, detail)), &out)
    }
}
