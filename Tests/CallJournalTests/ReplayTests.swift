import CallJournal
import FlowModel
import FlowRuntime
import SimulatedBackend
import Testing

@Suite("A journal that is played to its flow") struct JournalReplayTests {
    /// For every prefix of every journal: the machine is where it was, and the rest of the inputs takes it
    /// where it went; every command was sent once.
    @Test(arguments: [1, 2] as [UInt64]) func `is the call as it was, from every record on`(seed: UInt64)
        throws
    {
        let calls = try ToldCalls.shipped(seed: seed)
        var prefixes = 0
        for told in calls {
            for count in 0...told.records.count {
                let replay = try told.replay(told.records[..<count])
                if count > 0 {
                    #expect(replay.machine == told.machines[count - 1], "\(told.call.id), \(count)")
                }
                #expect(goesOn(replay, told, from: count), "\(told.call.id), record \(count)")
                prefixes += 1
            }
        }
        #expect(calls.count > 20 && prefixes > 500, "\(calls.count) calls, \(prefixes) prefixes: too easy")
    }

    /// Whether what was never sent, and what follows from the inputs that are left, is what was sent then.
    private func goesOn(_ replay: JournalReplay, _ told: ToldCall, from count: Int) -> Bool {
        var given = replay.unsent.map { JournalRecord.command($0.id, $0.command) }
        var machine = replay.machine
        var reaction = Reaction()
        for case .event(let timed) in told.records[count...] {
            machine.handle(timed.event, at: timed.at, into: &reaction)
            for case .perform(let id, let command) in reaction.items { given.append(.command(id, command)) }
            reaction.removeAll()
        }
        let wanted = told.records[count...].filter { if case .command = $0 { true } else { false } }
        return given == Array(wanted) && (told.machines.isEmpty || machine == told.machines.last)
    }

    @Test func `says what is pending, and whether it was sent`() throws {
        for told in try ToldCalls.shipped(seed: 3) {
            var open: [CommandID: Bool] = [:]
            for (place, record) in told.records.enumerated() {
                switch record {
                case .command(_, .cancel(let given)): open[given] = nil
                case .command(let id, _): open[id] = false
                case .sent(let id): if open[id] != nil { open[id] = true }
                case .event(let timed): if case .finished(let id, _) = timed.event { open[id] = nil }
                case .resumed: break
                }
                let pending = try told.replay(told.records[...place]).resumption.pending
                #expect(Dictionary(uniqueKeysWithValues: pending.map { ($0.id, $0.isSent) }) == open)
                #expect(pending.map(\.id) == pending.map(\.id).sorted())
            }
        }
    }

    @Test func `says in which conference the call is`() throws {
        var (inside, waiting) = (0, 0)
        for told in try ToldCalls.shipped(seed: 4) {
            var member: String?
            for (place, record) in told.records.enumerated() {
                guard case .event(let timed) = record else { continue }
                switch timed.event {
                case .conference(let change):
                    if case .joined = change.kind { member = change.id }
                    if case .left = change.kind { member = nil }
                case .ended: member = nil
                case .started, .finished: break
                }
                let membership = try told.replay(told.records[...place]).resumption.membership
                #expect(membership?.id == member)
                guard let membership else { continue }
                guard case .joined(let isWaiting) = membership.kind else {
                    Issue.record("\(membership.kind) is no membership")
                    continue
                }
                if isWaiting { waiting += 1 } else { inside += 1 }
            }
        }
        #expect(inside > 20 && waiting > 5, "\(inside) inside, \(waiting) waiting: too easy")
    }

    @Test func `is refused when the flow does something else`() throws {
        var refused = 0
        for told in try ToldCalls.shipped(seed: 5) {
            for (place, record) in told.records.enumerated() {
                guard case .command(let id, let command) = record else { continue }
                let others: [JournalRecord] = [
                    .command(id, .sendDigits("0W1")), .command(CommandID(id.number + 1), command),
                ]
                for other in others {
                    var records = told.records
                    records[place] = other
                    #expect(throws: JournalMismatch.self) { try told.replay(records) }
                    refused += 1
                }
                // A command that is missing is noticed at the next event, if there is one.
                var records = told.records
                records.removeSubrange(place...place + 1)
                let isLast = !records[place...].contains { if case .sent = $0 { false } else { true } }
                if !isLast { #expect(throws: JournalMismatch.self) { try told.replay(records) } }
            }
        }
        #expect(refused > 200)
    }
}
