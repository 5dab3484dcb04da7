import CallJournal
import FlowExpressions
import FlowRuntime
import Foundation
import GRDB
import OrderedCollections
import Testing

@Suite("The journal of a worker") struct JournalStoreTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func archive(_ name: String = "calls.journal") throws -> JournalArchive {
        try JournalArchive(at: scratch.path(name))
    }

    @Test func `has every call, and what happened in it`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        for number in 1...20 { try await TwoSounds.run(store, TwoSounds.call(number)) }
        await store.close()
        #expect(store.state == .closed)
        let archive = try archive()
        let calls = try archive.calls()
        #expect(calls.map(\.info.id.name) == (1...20).reversed().map { "c-\($0)" })
        #expect(calls.allSatisfy { $0.outcome == "flow hangup" && $0.ended == TwoSounds.events[4].at })
        for call in calls {
            let story = try archive.story(of: call)
            #expect(story.calls.count == 1 && story.calls[0].problem == nil)
            #expect(story.calls[0].records.count == 5 + 2 * 3)
            #expect(story.flow.text == TwoSounds.text && story.flow.environment == ["pin": "4711"])
            try story.check()
        }
    }

    @Test func `has a command before it is sent, whatever the load`() async throws {
        let store = try JournalStore(at: scratch.path())
        let reader = try archive()
        let early = Tally()
        await withTaskGroup(of: Void.self) { group in
            for number in 1...30 {
                group.addTask {
                    var session = TwoSounds.call(number)
                    session.asked = { id, command in
                        let story = try? reader.call("c-\(number)").map { try reader.story(of: $0) }
                        let isThere = story?.calls[0].records.contains(.command(id, command)) ?? false
                        if !isThere { early.add() }
                    }
                    try? await TwoSounds.run(store, session)
                }
            }
        }
        #expect(early.count == 0)
        #expect(store.figures.batches < 30 * 4, "calls do not share their transactions")
        await store.close()
    }

    @Test func `is readable for its owner alone`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        try await TwoSounds.run(store)
        for suffix in ["", "-wal", "-lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path() + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
        }
        await store.close()
    }

    @Test func `is one worker's, until that one is gone`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        let error = #expect(throws: JournalError.self) { try JournalStore(at: scratch.path(), .prompt) }
        #expect(error?.kind == .inUse && error?.description.contains(scratch.path()) == true)
        await store.close()
        try await JournalStore(at: scratch.path(), .prompt).close()
    }

    @Test func `remembers the worker's session`() async throws {
        var store = try JournalStore(at: scratch.path(), .prompt)
        #expect(store.protocolName == nil)
        store.remember(protocolName: "signalwire_abc")
        #expect(store.protocolName == "signalwire_abc")
        await store.close()
        store = try JournalStore(at: scratch.path(), .prompt)
        #expect(store.protocolName == "signalwire_abc")
        await store.close()
    }

    @Test func `keeps a version of a flow once`() async throws {
        for _ in 0..<3 {
            let store = try JournalStore(at: scratch.path(), .prompt)
            try await TwoSounds.run(store)
            let other = JournaledFlow(name: "b.yaml", text: TwoSounds.text, environment: ["pin": "1"])
            store.begin(TwoSounds.call(2).call, flow: other, at: TwoSounds.events[0].at).end(
                FlowEnd(
                    ending: CallEnding(by: .caller), step: nil, error: ScriptError(.tooManySteps, "too many"))
            )
            await store.close()
        }
        let count = try await DatabaseQueue(path: scratch.path()).read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM flow")
        }
        #expect(count == 2)
        var query = JournalQuery()
        query.flow = "b.yaml"
        #expect(
            try archive().calls(query).map(\.outcome)
                == Array(repeating: "caller hangup; callflow_too_many_steps", count: 3))
        query.flow = "two.yaml"
        #expect(try archive().calls(query).count == 3)
        query.flow = "o.yaml"
        #expect(try archive().calls(query).isEmpty)
    }

    @Test func `tells calls that are not over, given up or passed on`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        let flow = TwoSounds.flow
        let begin = TwoSounds.events[0].at
        _ = store.begin(TwoSounds.call(1).call, flow: flow, at: begin)
        await JournaledSession(TwoSounds.call(2), store.begin(TwoSounds.call(2).call, flow: flow, at: begin))
            .close()
        await JournaledSession(TwoSounds.call(3), store.begin(TwoSounds.call(3).call, flow: flow, at: begin))
            .passOn()
        await store.close()
        #expect(try archive().calls().map(\.outcome) == ["passed on", "given up", nil])
    }
}

@Suite("A file that is no whole journal") struct DamagedJournalTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func kind(_ name: String) -> (JournalError.Kind?, JournalError.Kind?) {
        func kind(_ body: () throws -> Void) -> JournalError.Kind? {
            do { try body() } catch { return (error as? JournalError)?.kind }
            return nil
        }
        return (
            kind { _ = try JournalStore(at: scratch.path(name), .prompt) },
            kind { _ = try JournalArchive(at: scratch.path(name)).calls() }
        )
    }

    @Test func `is refused, and says what it is`() throws {
        #expect(kind("no/such/folder") == (.cannotOpen, .cannotOpen))
        try Data("version: 1.0.0".utf8).write(to: URL(filePath: scratch.path("flow.yaml")))
        #expect(kind("flow.yaml") == (.notAJournal, .notAJournal))
        try Data(count: 100_000).write(to: URL(filePath: scratch.path("zeros")))
        #expect(kind("zeros") == (.notAJournal, .notAJournal))
        try DatabaseQueue(path: scratch.path("other")).write { try $0.execute(sql: "CREATE TABLE a (b)") }
        #expect(kind("other") == (.notAJournal, .notAJournal))
        #expect(kind("") == (.notAJournal, .notAJournal))
        #expect(throws: JournalError.self) { try JournalArchive(at: scratch.path("none")) }
    }

    @Test func `of a newer form is left alone`() async throws {
        try await JournalStore(at: scratch.path(), .prompt).close()
        try await DatabaseQueue(path: scratch.path()).writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA user_version = 2")
        }
        #expect(kind("calls.journal") == (.newer, .newer))
    }

    /// Bytes of a page, or the whole of it, are changed, one place after the other.
    @Test func `never traps, wherever it is damaged`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        for number in 1...10 { try await TwoSounds.run(store, TwoSounds.call(number)) }
        _ = store.begin(TwoSounds.call(11).call, flow: TwoSounds.flow, at: TwoSounds.events[0].at)
        await store.close()
        let whole = try Data(contentsOf: URL(filePath: scratch.path()))
        var refused = 0
        for (round, offset) in stride(from: 16, to: whole.count, by: 311).enumerated() {
            var damaged = whole
            for byte in offset..<min(offset + 1 + round % 40, whole.count) { damaged[byte] ^= 0x5A }
            let name = "damaged"
            try damaged.write(to: URL(filePath: scratch.path(name)))
            do {
                let store = try JournalStore(at: scratch.path(name), .prompt)
                for call in try store.unfinished() { _ = try? call.replay() }
                let archive = try JournalArchive(at: scratch.path(name))
                for call in try archive.calls() {
                    if try archive.story(of: call).calls.contains(where: { $0.problem != nil }) {
                        refused += 1
                    }
                }
                await store.close()
            } catch {
                refused += 1
            }
            for suffix in ["", "-wal", "-shm", "-lock"] {
                try? FileManager.default.removeItem(atPath: scratch.path(name) + suffix)
            }
        }
        #expect(refused > 8, "\(refused) refused: too easy")
    }

    @Test func `lists the other calls beside a damaged row`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        for number in 1...4 { try await TwoSounds.run(store, TwoSounds.call(number)) }
        await store.close()
        try await DatabaseQueue(path: scratch.path()).write {
            try $0.execute(sql: "UPDATE call SET info = x'FF' WHERE number = 2")
            try $0.execute(sql: "UPDATE call SET began = 'noon' WHERE number = 3")
        }
        let archive = try JournalArchive(at: scratch.path())
        let list = try archive.list(JournalQuery())
        #expect(list.calls.map(\.number) == [4, 1])
        #expect(list.damages.map(\.kind) == [.damaged, .damaged])
        #expect(list.damages.first?.message == "call 3: its row is damaged")
        #expect(list.damages.last?.message.hasPrefix("call 2: ") == true)
        #expect(throws: JournalError.self) { try archive.calls() }
    }

    @Test func `is a file, and no folder`() throws {
        let folder = scratch.path("folder")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        #expect(kind("folder") == (.notAJournal, .notAJournal))
        #expect(!FileManager.default.fileExists(atPath: folder + "-lock"))
        do { _ = try JournalArchive(at: folder) } catch {
            #expect("\(error)".hasSuffix("this is a folder; a journal is a file"))
        }
    }

    @Test func `with a missing chunk gives the call up`() async throws {
        var settings = JournalSettings.prompt
        settings.lingering = .zero
        let store = try JournalStore(at: scratch.path(), settings)
        let writer = store.begin(TwoSounds.call(1).call, flow: TwoSounds.flow, at: TwoSounds.events[0].at)
        let session = JournaledSession(TwoSounds.call(1), writer)
        for number in 1...5 { try await session.perform(.sendDigits("1"), as: CommandID(Int32(number))) }
        await store.close()
        try await DatabaseQueue(path: scratch.path()).write {
            try $0.execute(sql: "DELETE FROM chunk WHERE id = 2")
        }
        let again = try JournalStore(at: scratch.path(), settings)
        let call = try #require(try again.unfinished().first)
        #expect(call.problem?.kind == .damaged && !call.records.isEmpty)
        #expect(throws: ResumingError.self) { try call.replay() }
        again.giveUp(call, because: "damaged", at: TwoSounds.events[4].at)
        await again.close()
        #expect(try JournalArchive(at: scratch.path()).calls().map(\.outcome) == ["lost: damaged"])
    }
}
