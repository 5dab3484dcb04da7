import FlowRuntime
import RelayDouble
import RelayProtocol

// One standard call, whatever happens to its workers and their connections.
extension VirtualLine {
    static let onlyNumber = RelayCallNumber(0)
    /// Longer than any call lasts here.
    private static let longest = StandardCall.patience + .seconds(60)

    var onlyCall: VirtualCall? { worker?.calls[Self.onlyNumber] }

    /// Until the worker dies, or the call is over.
    mutating func runToEnd() {
        run(for: Self.longest) { line in
            line.worker?.isDead ?? true || line.exchange.liveCalls == 0 && line.onlyCall?.end != nil
        }
    }

    /// To the end of the call. A caller whose script waits for something that never came hangs up at last.
    mutating func finish() {
        runToEnd()
        atDouble { _ = $0.perform(.hangUp, on: 1) }
        runToEnd()
    }

    /// Kills the worker, unless it is dead, and starts another one with the journal of the call.
    mutating func replaceWorker(after away: Duration) throws {
        guard let dead = worker, let left = dead.calls[Self.onlyNumber] else { return }
        kill()
        run(for: away)
        try restart([(left.info, left.records)], session: dead.sessionName)
    }

    /// What must not be, however often there was another worker or another connection: something is done
    /// twice or out of order, the journal tells another story, or the call does not end.
    func problems(of call: StandardCall) throws -> [String] {
        guard let served = onlyCall, served.end != nil else { return ["the flow has not ended"] }
        let journal = exchange.journal
        var problems = served.problems(of: try call.flow())
        problems += journal.repeated.map { "sent twice: \($0)" } + journal.violations.map { "\($0)" }
        if exchange.liveCalls > 0 { problems.append("the call is still up") }
        if !journal.experience.isInOrder(of: call.experience + call.aftermath) {
            problems.append("the caller heard \(journal.experience)")
        }
        return problems
    }
}
