import CallJournal
import FlowRuntime
import RelayDouble
import RelayProtocol

/// A call whose worker is killed at an entry of its journal, and another worker that goes on from what the
/// disk has, while the server keeps the call.
struct KilledCall {
    /// How it is killed.
    struct Kill: Hashable, CustomStringConvertible {
        var death: VirtualWorker.Death
        /// Of the journal so many records have not reached the disk, the latest.
        var lost = 0
        /// Until the other worker begins.
        var away: Duration
        /// Whether the server sends again what nobody has acknowledged (relay-protocol.md §11, question 5).
        var isToldAgain: Bool

        var description: String {
            "\(death.record)\(death.leavesFrame ? ", frame gone" : ""), \(lost) lost, \(away)"
                + (isToldAgain ? "" : ", nothing told again")
        }
    }

    let call: StandardCall
    let kill: Kill
    /// What the disk has.
    private(set) var written: [JournalRecord] = []
    private(set) var served: VirtualCall?
    private(set) var exchange: RelayExchange
    /// Why there is nothing to be judged.
    private(set) var failure: String?

    private static let number = RelayCallNumber(0)
    /// Longer than any call lasts here: people have had enough after ten minutes.
    private static let longest = StandardCall.patience + .seconds(60)

    init(_ call: StandardCall, _ kill: Kill) throws {
        self.call = call
        self.kill = kill
        var double = RelayDoubleConfiguration()
        double.redelivers = kill.isToldAgain
        var line = VirtualLine(try call.flow(), double: double)
        line.atWorker { $0.death = kill.death }
        line.atDouble { _ = $0.place(call.caller) }
        line.run(for: Self.longest) { $0.worker?.isDead ?? true }
        exchange = line.exchange
        guard let dead = line.worker, let left = dead.calls[Self.number], dead.isDead else {
            failure = "it did not die"
            return
        }
        written = left.records.dropLast(kill.lost)
        line.kill()
        line.run(for: kill.away)
        try line.restart([(left.info, written)], session: dead.sessionName)
        let moves = Self.finish(&line)
        exchange = line.exchange
        served = line.worker?.calls[Self.number]
        if !moves { failure = "time stands still" }
    }

    /// Returns false when time stands still. A caller whose script waits for something that never came hangs
    /// up at last.
    private static func finish(_ line: inout VirtualLine) -> Bool {
        for _ in 0..<2 {
            let moves = line.run(for: longest) { line in
                line.exchange.liveCalls == 0 && line.worker?.calls[number]?.end != nil
            }
            guard moves else { return false }
            line.atDouble { _ = $0.perform(.hangUp, on: 1) }
        }
        return true
    }

    /// What must hold whatever became of the call: nothing is done twice, nothing comes in another order, the
    /// flow comes to its end, and the journal tells it all.
    func problems() throws -> [String] {
        guard failure == nil, let served, served.end != nil else {
            return [failure ?? "the flow has not ended: \(served?.records.suffix(3) ?? [])"]
        }
        let journal = exchange.journal
        var problems = served.problems(of: try call.flow())
        problems += journal.repeated.map { "sent twice: \($0)" } + journal.violations.map { "\($0)" }
        if exchange.liveCalls > 0 { problems.append("the call is still up") }
        return problems + passageProblems(journal.conferenceStatuses)
    }

    /// Into the conference and out of it, once each. What nobody acknowledged is told again, or was told to
    /// nobody.
    private func passageProblems(_ statuses: [String]) -> [String] {
        var told: [String] = []
        for passage in statuses where passage.hasPrefix("participant-") && told.last != passage {
            told.append(passage)
        }
        let hasJoined = call.joins && exchange.journal.experience.contains("join standup")
        let all = hasJoined ? ["participant-join", "participant-leave"] : []
        let isRight = kill.isToldAgain ? told == all : told.isInOrder(of: all)
        return isRight ? [] : ["the conference saw \(statuses)"]
    }
}
