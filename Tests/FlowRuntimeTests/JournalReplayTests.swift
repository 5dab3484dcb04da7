import FlowModel
import FlowRuntime
import OrderedCollections
import SourceText
import Synchronization
import Testing

struct `A call that another worker goes on with` {
    private static let call = CallInfo(id: CallID("c-1"), from: "+15555550111", to: "+15555550100")

    private func flow(_ steps: String) throws -> Flow {
        let text = "version: 1.0.0\nsections: {main: [\(steps)]}"
        return try #require(Flow.read(SourceFile(name: "test.yaml", text: text)).flow)
    }

    private func event(_ event: CallEvent, after seconds: Int64 = 0) -> JournalRecord {
        .event(TimedEvent(event, at: Timestamp(milliseconds: seconds * 1000)))
    }

    private func replay(_ steps: String, _ records: [JournalRecord]) throws -> JournalReplay {
        try JournalReplay(
            try flow(steps), call: Self.call, environment: [:], variables: [:], records: records)
    }

    private let answer = CallCommand.answer(AnswerCommand())

    @Test func `has nothing to resume before its first event`() throws {
        let replay = try replay("answer", [])
        #expect(replay.unsent.isEmpty && replay.lastEventAt == nil && replay.end == nil)
        #expect(replay.resumption == CallResumption(Self.call, isAnswered: false, hasStarted: false))
        #expect(try self.replay("answer", [event(.started)]).resumption.hasStarted)
    }

    @Test func `begins with its first event when nothing of it was written down`() async throws {
        let session = ResumedSession(
            Self.call,
            [
                .started, .finished(CommandID(1), .done), .finished(CommandID(2), .done),
                .ended(CallEnding(by: .flow)),
            ])
        let end = try await FlowDriver(try flow("answer")).resume(try replay("answer", []), on: session)
        #expect(end.ending.by == .flow && session.log.withLock { $0 } == [CommandID(1), CommandID(2)])
    }

    @Test func `sends what was never written down`() throws {
        let replay = try replay("answer", [event(.started, after: 7)])
        #expect(replay.unsent.map(\.command) == [answer] && replay.resumption.pending.isEmpty)
        #expect(replay.lastEventAt == Timestamp(milliseconds: 7_000))
    }

    @Test func `tells a command that is on its way from one that was sent`() throws {
        var records = [event(.started), .command(CommandID(1), answer)]
        #expect(try replay("answer", records).resumption.pending.map(\.isSent) == [false])
        records.append(.sent(CommandID(1)))
        #expect(try replay("answer", records).resumption.pending.map(\.isSent) == [true])
        records.append(event(.finished(CommandID(1), .done)))
        let answered = try replay("answer", records)
        #expect(answered.resumption.pending.isEmpty && answered.resumption.isAnswered)
        #expect(answered.unsent.map(\.command) == [.hangup(.hangup)])
    }

    @Test func `keeps its recordings in mind`() throws {
        let steps = "recordCall: {controlId: r}, sleep: 5s, stopRecordCall: {controlId: r}, sleep: 5s"
            .split(separator: ", ").map { "{\($0)}" }.joined(separator: ", ")
        let told = try replay("answer, \(steps)", [event(.started)])
        var machine = told.machine
        var records: [JournalRecord] = [event(.started)]
        var seen: [[String: CommandID]] = []
        var begun: CommandID?
        var reaction = Reaction()
        var waiting = Array(told.unsent)
        while let next = waiting.first, records.count < 60 {
            waiting.removeFirst()
            records += [.command(next.id, next.command), .sent(next.id)]
            let result: CommandResult =
                if case .startRecording = next.command { .recordingStarted(url: "u") } else { .done }
            if case .startRecording = next.command { begun = next.id }
            let input = TimedEvent(.finished(next.id, result), at: Timestamp(milliseconds: 0))
            machine.handle(input.event, at: input.at, into: &reaction)
            records.append(.event(input))
            for case .perform(let id, let command) in reaction.items {
                waiting.append(.init(id, command, at: input.at, isSent: false))
            }
            reaction.removeAll()
            seen.append(try replay("answer, \(steps)", records).resumption.recordings)
        }
        let known = try #require(begun)
        #expect(seen.contains(["r": known]) && seen.first == [:] && seen.last == [:])
    }

    @Test func `is compared with secrets masked`() throws {
        let steps = "answer: {password: hunter2, username: u}"
        let command = try #require(try replay("{\(steps)}", [event(.started)]).unsent.first)
        guard case .answer(var answer) = command.command else {
            Issue.record("\(command) is no answer")
            return
        }
        #expect(answer.password?.revealed == "hunter2")
        answer.password = Secret(Secret.mask)
        let records = [event(.started), .command(command.id, .answer(answer))]
        let pending = try replay("{\(steps)}", records).resumption.pending
        // What is sent again has the secret.
        #expect(pending.map(\.command) == [command.command])
        answer.username = "v"
        let other = [event(.started), .command(command.id, .answer(answer))]
        #expect(throws: JournalMismatch.self) { try replay("{\(steps)}", other) }
    }

    @Test func `is refused where its journal is not what the flow does`() throws {
        let started = event(.started)
        let wrong: [([JournalRecord], Int)] = [
            ([.command(CommandID(1), answer)], 1),
            ([started, .command(CommandID(1), .hangup(.hangup))], 2),
            ([started, .command(CommandID(2), answer)], 2),
            ([started, .command(CommandID(1), .answer(AnswerCommand(maxDuration: .seconds(1))))], 2),
            ([started, event(.finished(CommandID(1), .done))], 2),
            ([started, .command(CommandID(1), answer), .command(CommandID(2), answer)], 3),
            ([started, .command(CommandID(1), answer), .sent(CommandID(2))], 3),
            ([.sent(CommandID(1))], 1),
        ]
        for (records, entry) in wrong {
            let error = #expect(throws: JournalMismatch.self) { try replay("answer", records) }
            #expect(error?.entry == entry)
            #expect(error?.description.hasPrefix("entry \(entry): ") == true)
        }
    }

    @Test func `that is over is not woken`() async throws {
        let records: [JournalRecord] = [
            event(.started), .command(CommandID(1), answer), event(.ended(CallEnding(by: .caller))),
        ]
        let told = try replay("answer, {play: 'say:hi'}", records)
        #expect(told.end?.ending.by == .caller && told.callHasEnded)
        let driver = FlowDriver(try flow("answer, {play: 'say:hi'}"))
        #expect(try await driver.resume(told, on: ResumedSession(Self.call, [])) == told.end)
    }

    @Test func `goes on with what comes after`() async throws {
        let steps = "answer, {play: 'say:hi'}"
        let records: [JournalRecord] = [
            event(.started), .command(CommandID(1), answer), event(.finished(CommandID(1), .done), after: 1),
        ]
        let session = ResumedSession(
            Self.call,
            [
                .finished(CommandID(2), .played(failedItems: [])), .finished(CommandID(3), .done),
                .ended(CallEnding(by: .flow)),
            ])
        let observed = Mutex([CommandID]())
        let driver = FlowDriver(try flow(steps)) { _, entry in
            if case .command(let id, _) = entry.content { observed.withLock { $0.append(id) } }
        }
        let end = try await driver.resume(try replay(steps, records), on: session)
        #expect(end.ending.by == .flow && session.log.withLock { $0 } == [CommandID(2), CommandID(3)])
        #expect(observed.withLock { $0 } == [CommandID(2), CommandID(3)])
    }
}

/// The rest of a call.
private final class ResumedSession: CallSession {
    let call: CallInfo
    let events: BackendStream<TimedEvent>
    let log = Mutex([CommandID]())

    init(_ call: CallInfo, _ events: [CallEvent]) {
        self.call = call
        let (stream, writer) = BackendStream<TimedEvent>.make()
        for event in events { writer.write(TimedEvent(event, at: Timestamp(milliseconds: 9_000))) }
        writer.finish()
        self.events = stream
    }

    func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
        log.withLock { $0.append(id) }
    }
    func close() async {}
}
