import CallFlow
import CallJournal
import Foundation
import RelayBackend

/// The worker that is measured, in a process of its own; it starts the phone system. It writes figures, each
/// with its name.
enum WorkerProcess {
    static let flag = "--relay-worker"

    /// What it does; each is an argument with further ones.
    enum Job: String {
        /// `load COUNT TOTAL JOURNAL EXECUTOR`
        case load
        /// `waiting COUNT`
        case waiting
        /// `speech CALLS MILLISECONDS`
        case speech
        /// `reconnect COUNT`
        case reconnect
        /// `row TOTAL`
        case row
    }

    static func run(_ arguments: [String]) async throws {
        let numbers = arguments.dropFirst().compactMap { Int($0) }
        switch (arguments.first.flatMap(Job.init), numbers.count) {
        case (.load, 4):
            try await load(numbers[0], numbers[1], isJournaled: numbers[2] > 0, usesExecutor: numbers[3] > 0)
        case (.waiting, 1): try await waiting(numbers[0])
        case (.speech, 2): try await speech(numbers[0], milliseconds: numbers[1])
        case (.reconnect, 1): try await reconnect(numbers[0])
        case (.row, 1): try await row(numbers[0])
        case (_, _): refuse("a worker does not understand \(arguments)")
        }
    }

    private static func phone() throws -> ChildProcess { try ChildProcess([PhoneProcess.flag]) }

    private static func tell(_ figures: KeyValuePairs<String, Double>) {
        for (name, value) in figures { print(name, value) }
    }

    // MARK: Jobs

    private static func load(
        _ count: Int, _ total: Int, isJournaled: Bool, usesExecutor: Bool
    ) async throws {
        let journal = isJournaled ? try TemporaryJournal() : nil
        let phone = try phone()
        let worker = try await RelayWorker(of: phone, journal: journal?.store, usesExecutor: usesExecutor)
        let warmUp = max(count, total / 10)
        async let answered: Void = worker.answer(warmUp + total)
        _ = await phone.ask("load \(count) \(warmUp)")
        _ = worker.watch.read()
        let (processor, wall) = (processSeconds(), wallSeconds())
        let frames = await phone.ask("load \(count) \(total)")
        await answered
        let spent = (processSeconds() - processor, wallSeconds() - wall)
        let latency = worker.watch.read()
        tell([
            "cpu": spent.0 / Double(total), "rate": Double(total) / spent.1,
            "median": latency.median, "p99": latency.percentile99,
            "frames": (Double(frames[0]) ?? 0) / Double(total),
        ])
        await worker.backend.shutDown()
        await journal?.remove()
        phone.end()
    }

    private static func waiting(_ count: Int) async throws {
        let phone = try phone()
        let worker = try await RelayWorker(of: phone)
        async let answered: Void = worker.answer(count)
        _ = await phone.ask("stay \(count)")
        require(worker.backend.status.calls == count, "only \(worker.backend.status.calls) calls wait")
        tell(["peak": Double(Usage.peakMemory)])
        _ = await phone.ask("end")
        await answered
        await worker.backend.shutDown()
        phone.end()
    }

    private static func speech(_ calls: Int, milliseconds: Int) async throws {
        let phone = try phone()
        let worker = try await RelayWorker(of: phone)
        let others = milliseconds / 20
        async let answered: Void = worker.answer(calls + 2 * others)
        _ = await phone.ask("load 1 \(others)")
        let alone = worker.watch.read()
        _ = await phone.ask("talk \(calls)")
        _ = worker.watch.read()
        let processor = processSeconds()
        let words = await phone.ask("speak \(milliseconds) \(others)").compactMap { Double($0) }
        let spent = processSeconds() - processor
        let beside = worker.watch.read()
        _ = await phone.ask("end")
        await answered
        tell([
            "rate": words[0] / words[1], "lost": words[2], "cpu": spent / words[0],
            "alone": alone.percentile99, "p99": beside.percentile99,
        ])
        await worker.backend.shutDown()
        phone.end()
    }

    private static func reconnect(_ count: Int) async throws {
        let phone = try phone()
        let worker = try await RelayWorker(of: phone)
        async let answered: Void = worker.answer(count)
        _ = await phone.ask("stay \(count)")
        let processor = processSeconds()
        let words = await phone.ask("drop").compactMap { Double($0) }
        let spent = processSeconds() - processor
        require(worker.backend.status.calls == count, "calls were lost with the connection")
        _ = await phone.ask("end")
        // Each has gone on to its end, or this process would have ended with its error.
        await answered
        tell(["back": words[0], "quiet": words[1] - words[0], "cpu": spent / Double(count)])
        await worker.backend.shutDown()
        phone.end()
    }

    private static func row(_ total: Int) async throws {
        let journal = try TemporaryJournal()
        let phone = try phone()
        let worker = try await RelayWorker(of: phone, journal: journal.store)
        async let answered: Void = worker.answer(total)
        _ = await phone.ask("load 100 \(total / 10)")
        let early = Traces(journal, worker)
        _ = await phone.ask("load 100 \(total - total / 10)")
        await answered
        let late = Traces(journal, worker)
        tell([
            "memory10": early.memory, "memory": late.memory, "files10": early.files, "files": late.files,
            "calls": late.calls, "journal10": early.journal, "journal": late.journal,
            "limit": Double(TemporaryJournal.limit),
        ])
        await worker.backend.shutDown()
        await journal.remove()
        phone.end()
    }

    /// What a worker holds.
    private struct Traces {
        let memory, files, calls, journal: Double

        init(_ journal: TemporaryJournal, _ worker: RelayWorker) {
            memory = Double(Usage.memory)
            files = Double(Usage.files)
            calls = Double(worker.backend.status.calls)
            self.journal = Double(journal.bytes)
        }
    }
}

/// A journal on disk, which is not kept.
struct TemporaryJournal {
    let store: JournalStore
    private let folder: URL

    /// Reached soon, so that old calls are deleted while new ones come.
    static let limit = 8 << 20

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "callflow-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var settings = JournalSettings()
        settings.maxBytes = Self.limit
        store = try JournalStore(at: folder.appending(path: "journal").path, settings)
    }

    /// Of all its files together.
    var bytes: Int {
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.fileSizeKey])
        return (files ?? []).reduce(0) { sum, file in
            sum + ((try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0)
        }
    }

    func remove() async {
        await store.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
