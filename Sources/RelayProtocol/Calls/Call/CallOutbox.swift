import FlowRuntime

/// What calls have to say after an input, in order: to their flows, to the server, to the log.
struct CallOutbox: Sendable {
    enum Output: Sendable {
        case deliver(CallEvent)
        /// Whoever sent it is told what came of it; without an errand nobody is.
        case send(CallRequest, Errand?, of: CallID, at: String)
        case notice(RelayNotice)
    }

    /// What a request of a call was for.
    enum Errand: Sendable, Hashable {
        /// A command, begun.
        case start(CommandID)
        /// Whether an operation still runs.
        case question(CommandID)
        /// Whether the call is still there.
        case stillThere
        /// The end of a call whose session is closed.
        case closing
    }

    private(set) var outputs: [(call: RelayCallNumber, Output)] = []
    /// Whose turn it is, by number, id and node.
    private var call = RelayCallNumber(0)
    private var id = CallID("")
    private var node = ""
    /// The instant of the input.
    private(set) var now = Timestamp(milliseconds: 0)
    /// How long the proof of something accepted may take (`RelayLimits`).
    let proofTimeout: Duration

    init(proofTimeout: Duration) { self.proofTimeout = proofTimeout }

    /// From now on a call speaks.
    mutating func turn(to call: RelayCall, at now: Timestamp) {
        self.call = call.number
        id = call.id
        node = call.node
        self.now = now
    }

    mutating func deliver(_ event: CallEvent) { outputs.append((call, .deliver(event))) }
    mutating func finish(_ id: CommandID, _ result: CommandResult) { deliver(.finished(id, result)) }
    mutating func fail(_ id: CommandID, _ code: CommandFailure.Code, _ detail: String) {
        finish(id, .failed(CommandFailure(code, detail)))
    }
    mutating func send(_ request: CallRequest, for errand: Errand? = nil) {
        outputs.append((call, .send(request, errand, of: id, at: node)))
    }
    mutating func notice(_ notice: RelayNotice) { outputs.append((call, .notice(notice))) }

    /// All of it has been done.
    mutating func clear() { outputs.removeAll(keepingCapacity: true) }

    /// The instant by which something that was accepted must have been proved.
    var proofDeadline: Timestamp { now.advanced(by: proofTimeout) }
}
