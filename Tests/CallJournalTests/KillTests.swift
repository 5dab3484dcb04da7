import FlowRuntime
import Foundation
import OrderedCollections
import Synchronization
import Testing

@testable import CallJournal

/// A worker is killed: all that is left of it is its file, as it is at that moment.
@Suite("A killed worker") struct KilledWorkerTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// What a worker with that file does: the calls it resumes, and what they ask for.
    private func resume(
        _ path: String, with events: ArraySlice<TimedEvent>
    ) async throws -> (commands: [CommandID], pending: [CallResumption.Pending]) {
        let store = try JournalStore(at: path, .prompt)
        let call = try #require(try store.unfinished().first)
        let replay = try call.replay()
        var session = ScriptedSession(Array(events))
        let asked = Mutex([CommandID]())
        session.asked = { id, _ in asked.withLock { $0.append(id) } }
        let writer = store.resume(call, at: replay.lastEventAt ?? call.began)
        let driver = FlowDriver(try #require(call.flow.flow), environment: call.flow.environment)
        let end = try await driver.resume(replay, on: JournaledSession(session, writer))
        #expect(end.ending.by == .flow)
        await store.close()
        let archive = try JournalArchive(at: path)
        let resumed = try #require(try archive.calls().first)
        #expect(resumed.outcome == "flow hangup")
        try archive.story(of: resumed).check()
        return (asked.withLock { $0 }, replay.resumption.pending)
    }

    @Test func `leaves its calls to the next one, whenever it dies`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        let copies = Mutex(0)
        var session = TwoSounds.call(1)
        session.asked = { [scratch] id, _ in
            // While the command is on its way: nobody knows whether it was sent.
            _ = try? scratch.copy(of: scratch.path(), as: "at-\(id.number)")
            copies.withLock { $0 += 1 }
        }
        try await TwoSounds.run(store, session)
        #expect(copies.withLock { $0 } == 3)
        for killed in 1...3 {
            let events = TwoSounds.events[killed...]
            let (commands, pending) = try await resume(scratch.path("at-\(killed)"), with: events)
            #expect(commands.map(\.number) == Array(Int32(killed + 1)..<4), "killed at \(killed)")
            #expect(pending.map(\.id.number) == [Int32(killed)] && pending.allSatisfy { !$0.isSent })
        }
    }

    /// One by one, every record of a call is the last that reached the file.
    @Test func `leaves nothing done twice, and nothing undone`() async throws {
        let flow = try #require(TwoSounds.flow.flow)
        let told = ToldCall(
            flow, TwoSounds.call(1).call, environment: TwoSounds.flow.environment, variables: [:],
            TwoSounds.events)
        let store = try JournalStore(at: scratch.path(), .prompt)
        let writer = store.begin(told.call, flow: TwoSounds.flow, at: TwoSounds.events[0].at)
        for (count, record) in told.records.enumerated() {
            switch record {
            case .event(let timed): writer.add(timed)
            case .command(let id, let command): await writer.add(command, as: id)
            case .sent(let id): writer.add(sent: id)
            case .resumed: break
            }
            await store.committed()
            let done = told.records[...count]
            let copy = try scratch.copy(of: scratch.path(), as: "at-\(count)")
            let events = done.count { if case .event = $0 { true } else { false } }
            guard count + 1 < told.records.count else { break }
            let sent = done.count { if case .command = $0 { true } else { false } }
            let (commands, _) = try await resume(copy, with: TwoSounds.events[events...])
            #expect(commands.map(\.number) == Array(Int32(sent + 1)..<4), "killed after record \(count)")
        }
        await store.close()
    }

    /// Half a proof would leave a call that is said to be in a conference, and nobody knows in which.
    @Test func `leaves the proof of a join whole, or not at all`() async throws {
        let text = "version: 1.0.0\nsections: {main: [joinConference: {name: a}, hangup]}\n"
        let store = try JournalStore(at: scratch.path(), .prompt)
        let call = TwoSounds.call(1).call
        let flow = JournaledFlow(name: "join.yaml", text: text)
        let writer = store.begin(call, flow: flow, at: TwoSounds.events[0].at)
        let join = CallCommand.joinConference(JoinConferenceCommand(name: "a"))
        let joined = ConferenceChange(
            id: "cf", name: "a", kind: .joined(waiting: false), size: 1, isRecording: false)
        func left(_ name: String) async throws -> CallResumption {
            await store.committed()
            let next = try JournalStore(at: try scratch.copy(of: scratch.path(), as: name), .prompt)
            let resumption = try #require(try next.unfinished().first).replay().resumption
            await next.close()
            return resumption
        }
        writer.add(TwoSounds.at(0, .started))
        await writer.add(join, as: CommandID(1))
        writer.add(sent: CommandID(1))
        writer.add(TwoSounds.at(1, .finished(CommandID(1), .done)))
        let before = try await left("before")
        #expect(before.pending.map(\.isSent) == [true] && before.membership == nil)
        writer.add(TwoSounds.at(1, .conference(joined)))
        let after = try await left("after")
        #expect(after.pending.isEmpty && after.membership == joined)
        await store.close()
    }

    @Test func `leaves no call that was over`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        for number in 1...3 { try await TwoSounds.run(store, TwoSounds.call(number)) }
        await store.committed()
        let next = try JournalStore(at: try scratch.copy(of: scratch.path(), as: "copy"), .prompt)
        #expect(try next.unfinished().isEmpty)
        await next.close()
        await store.close()
    }
}
