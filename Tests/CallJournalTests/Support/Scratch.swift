import CallJournal
import FlowRuntime
import Foundation
import Synchronization

/// A folder of its own for the files of one test, gone with it.
final class Scratch: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "callflow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String = "calls.journal") -> String { folder.appending(path: name).path }

    /// A copy of a journal as it is at this moment, as a killed worker would leave it.
    func copy(of path: String, as name: String) throws -> String {
        let copy = self.path(name)
        for suffix in ["", "-wal", "-lock"] where FileManager.default.fileExists(atPath: path + suffix) {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
        }
        return copy
    }
}

extension JournalSettings {
    /// Nobody waits for others.
    static var prompt: JournalSettings {
        var settings = JournalSettings()
        settings.gathering = .zero
        settings.lingering = .zero
        settings.backend = "simulator"
        return settings
    }
}

/// Counts what several tasks see.
final class Tally: Sendable {
    private let state = Mutex(0)
    var count: Int { state.withLock { $0 } }
    func add() { state.withLock { $0 += 1 } }
}
