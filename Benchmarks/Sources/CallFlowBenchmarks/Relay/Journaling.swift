import CallFlow
import CallJournal
import Foundation
import FlowRuntime

/// The journal on disk alone: a hundred calls at once, each of 25 entries, without phone system and flow.
enum Journaling {
    private static let calls = 100

    static func figures(isLong: Bool) async throws -> [Figure] {
        let journal = try TemporaryJournal()
        let rounds = isLong ? 100 : 20
        _ = await cost(of: 3, in: journal.store)
        let bare = await cost(of: rounds, in: nil)
        let spent = await cost(of: rounds, in: journal.store) - bare
        await journal.remove()
        return [
            Figure("a call of \(entries) entries in the journal", seconds: spent, of: 70e-6, "limit"),
            Figure(
                name: "an entry of it", measured: Amount.time(spent / Double(entries)),
                against: "a call's share, \(Amount.time(70e-6 / Double(entries)))", ratio: spent / 70e-6),
        ]
    }

    /// Processor time of one call, that of the writer's thread included. Without a journal it is what the
    /// script itself costs.
    private static func cost(of rounds: Int, in journal: JournalStore?) async -> Double {
        let before = processSeconds()
        for round in 0..<rounds {
            await withDiscardingTaskGroup { group in
                for call in 0..<calls {
                    group.addTask { await one(round * calls + call, in: journal) }
                }
            }
        }
        return (processSeconds() - before) / Double(rounds * calls)
    }

    private static func one(_ number: Int, in store: JournalStore?) async {
        let call = CallInfo(id: CallID("call-\(number)"), from: "+15555550111", to: "+15555550100")
        let session = ScriptedSession(call: call)
        guard let store else { return await play(on: session) }
        await play(on: JournaledSession(session, store.begin(call, flow: flow, at: start)))
    }

    private static func play<Session: CallSession>(on session: Session) async {
        var events = session.events.makeAsyncIterator()
        do {
            for entry in script {
                switch entry {
                case .event:
                    let event = try await events.next(isolation: #isolation)
                    require(event != nil, "the script is over too early")
                case .command(let id, let command): try await session.perform(command, as: id)
                }
            }
        } catch {
            refuse("the journal fails: \(error)")
        }
        await session.close()
    }

    // MARK: What is journaled

    private static let start = Timestamp(milliseconds: 1_790_000_000_000)
    private static let flow = JournaledFlow(Running.mix)
    private static let entries = script.reduce(0) { sum, entry in
        switch entry {
        case .event: sum + 1
        // A command is written before it is sent, and marked after it.
        case .command: sum + 2
        }
    }

    fileprivate enum Entry {
        case event(CallEvent)
        case command(CommandID, CallCommand)
    }

    /// Answer, two sounds, a conference, a last sound, hang-up.
    fileprivate static let script: [Entry] = {
        let play = CallCommand.play(PlayCommand(items: [.say("Welcome to our conference.")]))
        let join = CallCommand.joinConference(JoinConferenceCommand(name: "room"))
        func conference(_ kind: ConferenceChange.Kind) -> CallEvent {
            .conference(ConferenceChange(id: "room-1", name: "room", kind: kind, size: 2, isRecording: false))
        }
        let commands: [(CallCommand, CommandResult)] = [
            (.answer(AnswerCommand()), .done), (play, .played(failedItems: [])),
            (play, .played(failedItems: [])), (join, .done),
            (.leaveConference(conferenceID: "room-1"), .done),
            (play, .played(failedItems: [])),
        ]
        var entries: [Entry] = [.event(.started)]
        for (place, (command, result)) in commands.enumerated() {
            let id = CommandID(Int32(place + 1))
            entries += [.command(id, command), .event(.finished(id, result))]
        }
        entries += [
            .event(conference(.joined(waiting: false))), .event(conference(.changed)),
            .event(conference(.left(.left, reason: "left", by: nil))),
            .command(CommandID(7), .hangup(.hangup)), .event(.ended(CallEnding(by: .flow))),
        ]
        return entries
    }()
}

/// A call that does what the script says, at once.
private struct ScriptedSession: CallSession {
    let call: CallInfo
    let events: BackendStream<TimedEvent>

    init(call: CallInfo) {
        self.call = call
        let (stream, writer) = BackendStream<TimedEvent>.make()
        var at = Timestamp(milliseconds: 1_790_000_000_000)
        for case .event(let event) in Journaling.script {
            at = at.advanced(by: .milliseconds(250))
            writer.write(TimedEvent(event, at: at))
        }
        writer.finish()
        events = stream
    }

    func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {}
    func close() async {}
}
