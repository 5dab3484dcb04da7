import FlowRuntime
import Foundation
import GRDB
import Testing

@testable import CallJournal

@Suite("A journal that cannot be written") struct FailingJournalTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func isFailing(_ store: JournalStore, _ word: String) -> Bool {
        if case .failing(let reason, _) = store.state { reason.contains(word) } else { false }
    }

    /// Somebody else's lock on the file, until `unlock`.
    private struct Lock {
        let other: DatabaseQueue

        init(_ path: String) throws {
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            other = try DatabaseQueue(path: path, configuration: configuration)
            try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        }

        func unlock() throws { try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") } }
    }

    @Test func `because it is locked, lets calls go on, and has them afterwards`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        let lock = try Lock(scratch.path())
        try await TwoSounds.run(store, TwoSounds.call(1))
        #expect(isFailing(store, "locked"))
        try await TwoSounds.run(store, TwoSounds.call(2))
        try lock.unlock()
        await store.close()
        let archive = try JournalArchive(at: scratch.path())
        for call in try archive.calls() {
            let story = try archive.story(of: call)
            #expect(story.calls[0].problem == nil && story.calls[0].records.count == 11)
        }
        #expect(try archive.calls().count == 2)
    }

    /// What calls did meanwhile is not known: nothing of it may be done again.
    @Test func `when its worker is killed, leaves no call to be gone on with`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        let writer = store.begin(TwoSounds.call(1).call, flow: TwoSounds.flow, at: TwoSounds.events[0].at)
        let session = JournaledSession(TwoSounds.call(1), writer)
        try await session.perform(.sendDigits("1"), as: CommandID(1))
        let whole = try scratch.copy(of: scratch.path(), as: "whole")
        let lock = try Lock(scratch.path())
        try await session.perform(.sendDigits("2"), as: CommandID(2))
        #expect(isFailing(store, "locked"))
        let failing = try scratch.copy(of: scratch.path(), as: "failing")
        // Also when the next worker ends before it has given them up.
        for (path, problems) in [(whole, 0), (failing, 1), (failing, 1)] {
            let next = try JournalStore(at: path, .prompt)
            #expect(try next.unfinished().compactMap(\.problem).count == problems)
            await next.close()
        }
        let next = try JournalStore(at: failing, .prompt)
        for call in try next.unfinished() { next.giveUp(call, because: "unknown", at: call.began) }
        await next.close()
        let last = try JournalStore(at: failing, .prompt)
        _ = last.begin(TwoSounds.call(2).call, flow: TwoSounds.flow, at: TwoSounds.events[0].at)
        await last.committed()
        #expect(try last.unfinished().compactMap(\.problem).isEmpty)
        await last.close()
        try lock.unlock()
        await store.close()
    }

    @Test func `for too long, says which calls it does not have`() async throws {
        var settings = JournalSettings.prompt
        settings.queueBytes = 2 * JournalShare.beginBytes + 100
        let store = try JournalStore(at: scratch.path(), settings)
        let lock = try Lock(scratch.path())
        for number in 1...100 { try await TwoSounds.run(store, TwoSounds.call(number)) }
        #expect(store.figures.holedCalls > 90 && store.figures.waitingBytes <= settings.queueBytes)
        try lock.unlock()
        await store.close()
        let archive = try JournalArchive(at: scratch.path())
        let calls = try archive.calls()
        #expect((1...3).contains(calls.count) && calls.allSatisfy { $0.outcome == "flow hangup" })
        let problems = try calls.compactMap { try archive.story(of: $0).calls[0].problem }
        #expect(problems.allSatisfy { $0.message.contains("missing") } && problems.count == 1)
    }

    @Test func `because it is full, makes room as soon as calls are over`() async throws {
        var settings = JournalSettings.prompt
        settings.maxBytes = JournalFormat.smallestFile
        let store = try JournalStore(at: scratch.path(), settings)
        var open: [JournalWriter] = []
        let begin = TwoSounds.events[0].at
        while !isFailing(store, "room"), open.count < 5_000 {
            let writer = store.begin(TwoSounds.call(open.count).call, flow: TwoSounds.flow, at: begin)
            await writer.add(.sendDigits(String(repeating: "1", count: 500)), as: CommandID(1))
            open.append(writer)
        }
        #expect((100...2_000).contains(open.count))
        // No call is deleted that is not over.
        #expect(store.figures.deletedCalls == 0)
        for writer in open { writer.close() }
        await store.close()
        let size = try Data(contentsOf: URL(filePath: scratch.path())).count
        #expect(size <= JournalFormat.smallestFile)
        #expect(try JournalArchive(at: scratch.path()).calls().allSatisfy { $0.outcome == "given up" })
    }

    @Test func `has nothing of a record that is too large, and says so`() async throws {
        var settings = JournalSettings.prompt
        settings.queueBytes = 10_000
        let store = try JournalStore(at: scratch.path(), settings)
        let writer = store.begin(TwoSounds.call(1).call, flow: TwoSounds.flow, at: TwoSounds.events[0].at)
        await store.committed()
        await writer.add(.sendDigits(String(repeating: "1", count: 20_000)), as: CommandID(1))
        #expect(store.state == .open)
        try await TwoSounds.run(store, TwoSounds.call(2))
        await store.close()
        let archive = try JournalArchive(at: scratch.path())
        let problems = try archive.calls().map { try archive.story(of: $0).calls[0].problem?.kind }
        #expect(problems == [nil, .damaged])
    }
}

@Suite("The bounds of a journal") struct JournalBoundsTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `are kept by deleting the oldest calls`() async throws {
        var settings = JournalSettings.prompt
        settings.maxBytes = JournalFormat.smallestFile
        settings.retention = nil
        let store = try JournalStore(at: scratch.path(), settings)
        let begin = TwoSounds.events[0].at
        // One that is never over, and older than all.
        _ = store.begin(TwoSounds.call(0).call, flow: TwoSounds.flow, at: begin)
        for number in 1...3_000 {
            let writer = store.begin(TwoSounds.call(number).call, flow: TwoSounds.flow, at: begin)
            for event in TwoSounds.events { writer.add(event) }
            writer.close()
            if number % 50 == 0 { await store.committed() }
        }
        #expect(store.state == .open)
        await store.close()
        #expect(try Data(contentsOf: URL(filePath: scratch.path())).count <= settings.maxBytes)
        let calls = try JournalArchive(at: scratch.path()).calls().map(\.info.id.name)
        #expect(calls.first == "c-3000" && calls.last == "c-0")
        #expect((500..<3_000).contains(calls.count), "\(calls.count) calls are left")
        #expect(store.figures.deletedCalls == 3_001 - calls.count)
        // Those that are there are the newest, without a gap.
        #expect(calls.dropLast().last == "c-\(3_002 - calls.count)")
    }

    @Test func `are also those of time`() async throws {
        var settings = JournalSettings.prompt
        settings.retention = .seconds(3_600)
        let store = try JournalStore(at: scratch.path(), settings)
        for number in 1...500 { try await TwoSounds.run(store, TwoSounds.call(number)) }
        let last = TwoSounds.events[4].at
        store.expire(at: last.advanced(by: .seconds(3_599)))
        await store.committed()
        let archive = try JournalArchive(at: scratch.path())
        #expect(try archive.calls().count == 500)
        for _ in 0..<3 { store.expire(at: last.advanced(by: .seconds(3_601))) }
        await store.close()
        #expect(try archive.calls().isEmpty)
    }

    /// SQLite's `synchronous`: 2 brings every transaction to the disk, 1 only the file itself.
    @Test func `are also those of the disk, as one wants it`() throws {
        for (survives, level) in [(false, 1), (true, 2)] {
            var settings = JournalSettings.prompt
            settings.survivesPowerLoss = survives
            let file = try JournalFile(writing: scratch.path(), settings)
            #expect(try file.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == level)
            file.close()
        }
    }
}
