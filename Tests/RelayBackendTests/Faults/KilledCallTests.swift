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
        let journal = line.exchange.journal
        var problems = served.problems(of: flow)
        problems += journal.repeated.map { "sent twice: \($0)" } + journal.violations.map { "\($0)" }
        problems += served.failures.map { "failed: \($0)" }
        if journal.experience != call.experience { problems.append("the caller heard \(journal.experience)") }
        if end.ending.by != call.endsBy { problems.append("it ended by \(end.ending)") }
        if line.exchange.liveCalls > 0 { problems.append("the call is still up") }
        let passages = journal.conferenceStatuses.filter { $0.hasPrefix("participant-") }
        if call.experience.contains("join standup"),
            passages.filter({ $0 == "participant-join" }).count < 1 || !passages.contains("participant-leave")
        {
            problems.append("the conference saw \(passages)")
        }
        return problems
    }

    /// How many records a call has when nobody dies, and which are commands.
    private func records(of call: StandardCall) throws -> [JournalRecord] {
        try FaultRun(call, RelayDoubleConfiguration(), nil).line.worker?.calls[RelayCallNumber(0)]?.records
            ?? []
    }

    /// What waits for no command may not have reached the file: everything after the last command.
    private func unwritten(_ records: some BidirectionalCollection<JournalRecord>) -> Int {
        records.reversed().prefix { if case .command = $0 { false } else { true } }.count
    }

    // §8: 79, 80
    @Test(arguments: StandardCall.all)
    func `the caller notices nothing`(_ call: StandardCall) throws {
        let records = try records(of: call)
        #expect(records.count > 10)
        for count in 1..<records.count {
            for lost in 0...unwritten(records.prefix(count)) where lost < count {
                for away in [Duration.milliseconds(100), .seconds(2)] {
                    let problems = try problems(
                        call, diesAt: count, losing: lost, away: away, RelayDoubleConfiguration())
                    for problem in problems {
                        Issue.record(
                            "killed at \(count) (\(records[count - 1])), \(lost) lost, \(away): \(problem)")
                    }
                }
            }
        }
    }
}
