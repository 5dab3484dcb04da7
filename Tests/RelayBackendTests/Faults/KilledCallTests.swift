import CallJournal
import FlowRuntime
import RelayDouble
import RelayProtocol
import Testing

/// A worker that is killed after each entry of a call's journal, and another that goes on from what the disk
/// has, while the server keeps the call.
@Suite("kill -9 at every entry of the journal", .timeLimit(.minutes(5)))
struct KilledCallTests {
    /// A call whose worker dies when its journal has so many records, of which the file has all but the last
    /// few. Gives what is wrong.
    private func problems(
        _ call: StandardCall, diesAt record: Int, losing lost: Int, away: Duration,
        _ double: RelayDoubleConfiguration
    ) throws -> [String] {
        let flow = try call.flow()
        let first = RelayCallNumber(0)
        var line = VirtualLine(flow, double: double)
        line.atWorker { $0.diesAtRecord = record }
        line.atDouble { _ = $0.place(call.caller) }
        line.run(for: FaultRun.longest) { $0.worker?.isDead ?? true }
        guard let dead = line.worker, let left = dead.calls[first], dead.isDead else {
            return ["it did not die"]
        }
        line.kill()
        line.run(for: away)
        try line.restart([(left.info, Array(left.records.dropLast(lost)))], session: dead.sessionName)
        let moves = line.run(for: FaultRun.longest) { line in
            line.exchange.liveCalls == 0 && line.worker?.calls[first]?.end != nil
        }
        guard moves, let served = line.worker?.calls[first], let end = served.end else {
            return ["the flow has not ended"]
        }
        var problems = served.problems(of: flow)
        problems += self.problems(call, served, end, line.exchange)
        let written = left.records.dropLast(lost)
        guard lost > 0 || Self.isUnrepeatable(written) else {
            return problems + strictProblems(call, served, end, line.exchange.journal)
        }
        // The exceptions. What the dead worker had acknowledged and not written nobody tells again: an answer
        // of the caller may be missed, and whether a join came about is not known then. And RELAY cannot be
        // asked whether digits were sent. Nothing is done twice for it; the flow is told that it failed.
        if served.failures.count > 1 { problems.append("several commands failed: \(served.failures)") }
        return problems
    }

    private func problems(
        _ call: StandardCall, _ served: VirtualCall, _ end: FlowEnd, _ exchange: RelayExchange
    ) -> [String] {
        let journal = exchange.journal
        var problems = journal.repeated.map { "sent twice: \($0)" } + journal.violations.map { "\($0)" }
        if !journal.experience.isInOrder(of: call.experience + call.aftermath) {
            problems.append("the caller heard \(journal.experience)")
        }
        if exchange.liveCalls > 0 { problems.append("the call is still up") }
        return problems
    }

    /// Everything that had been written is as if nobody had died.
    private func strictProblems(
        _ call: StandardCall, _ served: VirtualCall, _ end: FlowEnd, _ journal: RelayJournal
    ) -> [String] {
        var problems = served.failures.map { "failed: \($0)" }
        if journal.experience != call.experience { problems.append("the caller heard \(journal.experience)") }
        if end.ending.by != call.endsBy { problems.append("it ended by \(end.ending)") }
        let passages = journal.conferenceStatuses.filter {
            $0 == "participant-join" || $0 == "participant-leave"
        }
        let expected = call.joins ? ["participant-join", "participant-leave"] : []
        // Those that nobody acknowledged are told again.
        var told: [String] = []
        for passage in passages where told.last != passage { told.append(passage) }
        if told != expected { problems.append("the conference saw \(passages)") }
        return problems
    }

    /// Whether a command was under way that is never repeated, and that nobody can be asked about.
    private static func isUnrepeatable(_ records: some BidirectionalCollection<JournalRecord>) -> Bool {
        for record in records.reversed() {
            switch record {
            case .command(_, .sendDigits), .command(_, .connect): return true
            case .command, .event: return false
            case .sent, .resumed: continue
            }
        }
        return false
    }

    /// Whether a sound, a question or a recording was written last. Whoever comes back later than it lasts
    /// cannot know whether it had been begun, and does not begin it a second time: the caller misses it.
    /// `Calls of a worker that was killed` holds that; here such a worker comes back at once.
    private static func mayBeOver(_ records: some BidirectionalCollection<JournalRecord>) -> Bool {
        switch records.last {
        case .command(_, .play), .command(_, .prompt), .command(_, .record), .command(_, .startRecording):
            true
        case .command, .event, .sent, .resumed, nil: false
        }
    }

    /// A file has the proof of a join whole or not at all (`JournalWriter`).
    private static func isWhole(_ records: some BidirectionalCollection<JournalRecord>) -> Bool {
        guard case .event(let timed)? = records.last, case .finished(let id, .done) = timed.event else {
            return true
        }
        return !records.contains { if case .command(id, .joinConference) = $0 { true } else { false } }
    }

    /// A call of which nobody dies.
    private func undisturbed(_ call: StandardCall) throws -> VirtualCall? {
        try FaultRun(call, RelayDoubleConfiguration(), nil).line.worker?.calls[RelayCallNumber(0)]
    }

    /// What may not have reached the file: what waits for no command, and is young.
    private func unwritten(_ call: VirtualCall, at count: Int) -> Int {
        let lingering = JournalSettings().lingering.milliseconds
        let death = call.times[count - 1]
        return zip(call.records, call.times).prefix(count).reversed().prefix { record, time in
            if case .command = record { return false }
            return death.milliseconds(since: time) < lingering
        }.count
    }

    // §8: 79, 80
    @Test(arguments: StandardCall.all)
    func `the caller notices nothing`(_ call: StandardCall) throws {
        let whole = try #require(try undisturbed(call))
        #expect(whole.records.count > 10)
        for count in 1..<whole.records.count {
            for lost in 0...unwritten(whole, at: count) where lost < count {
                // The worker has written both halves of a proof by then.
                guard Self.isWhole(whole.records.prefix(count)),
                    Self.isWhole(whole.records.prefix(count - lost))
                else { continue }
                let isSure = !Self.mayBeOver(whole.records.prefix(count - lost))
                for away in [Duration.milliseconds(100), .seconds(2)] where isSure || away < .seconds(1) {
                    let problems = try problems(
                        call, diesAt: count, losing: lost, away: away, RelayDoubleConfiguration())
                    for problem in problems {
                        Issue.record(
                            "at \(count) (\(whole.records[count - 1])), \(lost) lost, \(away): \(problem)")
                    }
                }
            }
        }
    }
}
