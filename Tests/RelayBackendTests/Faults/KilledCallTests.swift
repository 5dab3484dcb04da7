import CallJournal
import FlowRuntime
import RelayDouble
@testable import RelayProtocol
import Testing

/// Workers that are killed at each entry of a standard call's journal, on both sides of the frame that the
/// entry is about, and others that go on after a blink, a restart, and a minute.
///
/// What holds, at every entry and however long the worker is away:
///
/// - Nothing is done twice, nothing comes out of order, no step is skipped, and the flow comes to its end.
/// - When the frame had left, and the server sends again what nobody has acknowledged, the caller notices
///   nothing, and the flow neither; but for a wait of the flow's own that ran out meanwhile.
/// - When the frame had not left, the other worker sends it if it cannot have been done and be over by then
///   (`CallBounds.least`). Otherwise this one thing is missed, and nothing else.
/// - A join is never sent again: the server may refuse a second one, or move the call (§6.6 rule 9). When its
///   frame had not left, the caller is outside, and the flow believes that the caller is inside: nothing is
///   sent twice, and a flow that waits there goes on when the call ends.
///
/// More is impossible. A command is on the disk before its frame leaves, and nothing tells on which side of
/// the frame a process was killed: the note that it was sent is written a moment later. The server can be
/// asked whether a control id runs, and does not say whether one that does not is over or never was
/// (relay-protocol.md §1.14, §4.5). To do it again would be to do it twice when the frame had left, which is
/// far more likely: the frame follows the entry within microseconds, the note within 20 ms.
///
/// Whether events that nobody has acknowledged are sent again is not known (§11, question 5), so both kinds
/// of server are here. Where they are not, and for what was acknowledged and had not reached the disk (20 ms
/// at most), nothing is done twice either, and the flow goes on; what such an event would have told it is
/// lost, exactly as `KilledCallExpectation` has it.
@Suite("kill -9 at every entry of the journal", .timeLimit(.minutes(10)))
struct KilledCallTests {
    private static let absences: [Duration] = [.milliseconds(100), .seconds(2), .seconds(60)]

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
    private static func unwritten(_ call: VirtualCall, at count: Int) -> Int {
        let lingering = JournalSettings().lingering.milliseconds
        let death = call.times[count - 1]
        return zip(call.records, call.times).prefix(count).reversed().prefix { record, time in
            if case .command = record { return false }
            return death.milliseconds(since: time) < lingering
        }.count
    }

    /// Every way to be killed at every entry.
    private static func kills(_ whole: VirtualCall) -> [KilledCall.Kill] {
        var kills: [KilledCall.Kill] = []
        for record in 1..<whole.records.count where isWhole(whole.records.prefix(record)) {
            let isCommand = if case .command = whole.records[record - 1] { true } else { false }
            for lost in 0...unwritten(whole, at: record)
            where lost < record && isWhole(whole.records.prefix(record - lost)) {
                for leavesFrame in isCommand ? [false, true] : [false] {
                    for away in absences {
                        for isToldAgain in [true, false] {
                            kills.append(
                                KilledCall.Kill(
                                    death: .init(record: record, leavesFrame: leavesFrame), lost: lost,
                                    away: away, isToldAgain: isToldAgain))
                        }
                    }
                }
            }
        }
        return kills
    }

    // §8: 79, 80
    @Test(arguments: StandardCall.all)
    func `nothing is done twice, and only what nobody can know is missed`(_ call: StandardCall) throws {
        let whole = try #require(try undisturbed(call))
        #expect(whole.records.count > 10)
        var unnoticed = 0
        for kill in Self.kills(whole) {
            let killed = try KilledCall(call, kill)
            var problems = try killed.problems()
            let seen = KilledCallExpectation(killed)
            let expected = try KilledCallExpectation(of: killed, whole: whole)
            if let seen, seen != expected { problems.append("\(seen), expected \(expected)") }
            if Self.isUnnoticed(kill, whole, call) {
                unnoticed += 1
                if expected != KilledCallExpectation(undisturbed: call) { problems.append("\(expected)") }
            }
            for problem in problems {
                Issue.record("at \(kill) (\(whole.records[kill.death.record - 1])): \(problem)")
            }
        }
        #expect(unnoticed > whole.records.count)
    }

    /// Whether the caller, and the flow, must notice nothing: of the bounds above the two that allow of no
    /// exception.
    private static func isUnnoticed(_ kill: KilledCall.Kill, _ whole: VirtualCall, _ call: StandardCall)
        -> Bool
    {
        guard kill.isToldAgain, kill.lost == 0, call.waits.map({ kill.away < $0 }) ?? true else {
            return false
        }
        guard case .command(_, let command) = whole.records[kill.death.record - 1], !kill.death.leavesFrame
        else { return true }
        switch command {
        // Done again, whenever.
        case .answer, .hangup, .stopRecording, .leaveConference, .startTimer: return true
        // Never.
        case .joinConference: return false
        case .play, .prompt, .record, .startRecording, .sendDigits, .awaitKey, .connect, .dial, .sendSms,
            .userEvent, .request, .fetchDocument, .cancel:
            return kill.away + .milliseconds(100) < CallBounds.least(of: command)
        }
    }
}
