import Foundation
import GRDB

/// A journal's SQLite file. Used by one queue at a time.
final class JournalFile: Sendable {
    let path: String
    let database: DatabaseQueue
    private let ownership: FileOwnership?

    /// Opens the file to write it; makes it when it is not there.
    init(writing path: String, _ settings: JournalSettings) throws(JournalError) {
        self.path = path
        try FileSystem.isNoFolder(path)
        ownership = try FileOwnership(of: path)
        try FileSystem.create(path)
        do {
            database = try DatabaseQueue(path: path, configuration: Self.writing(path, settings))
            try database.write { db in
                try Self.migrate(db, path)
                try db.execute(sql: JournalFormat.set, arguments: ["backend", settings.backend])
            }
        } catch {
            throw JournalError(error, path)
        }
    }

    /// Opens the file to read it, also while a worker writes it.
    init(reading path: String) throws(JournalError) {
        self.path = path
        ownership = nil
        try FileSystem.isReadable(path)
        var configuration = Self.configuration
        configuration.readonly = true
        configuration.prepareDatabase { db in
            if try Self.version(of: db, path) == 0 {
                throw JournalError(.notAJournal, path, "the file is empty")
            }
        }
        do { database = try DatabaseQueue(path: path, configuration: configuration) } catch {
            throw JournalError(error, path)
        }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws(JournalError) -> Result {
        do { return try database.read(body) } catch { throw JournalError(error, path) }
    }

    /// Keeps for the next worker whether this one could write: otherwise commands went out that no journal
    /// has, and calls cannot be gone on with.
    func mark(isFailing: Bool) { ownership?.mark(isFailing: isFailing) }

    /// The worker before could not write when it ended.
    var wasFailing: Bool { ownership?.wasFailing ?? false }

    /// Nothing is read or written afterwards.
    func close() {
        // What an unfinished statement might keep open goes with the file object itself.
        try? database.close()
        ownership?.release()
    }

    // MARK: Opening

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(JournalFormat.lockTimeout)
        configuration.foreignKeysEnabled = false
        configuration.label = "callflow.journal"
        return configuration
    }

    private static func writing(_ path: String, _ settings: JournalSettings) -> Configuration {
        var configuration = configuration
        configuration.prepareDatabase { db in
            // Before anything is changed: the file may be somebody else's.
            if try version(of: db, path) == 0 { try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
            try db.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = \(settings.survivesPowerLoss ? "FULL" : "NORMAL");
                    PRAGMA journal_size_limit = \(JournalFormat.logLimit);
                    PRAGMA max_page_count = \(settings.maxPages);
                    """)
        }
        return configuration
    }

    /// The form's version, 0 of an empty file.
    private static func version(of db: Database, _ path: String) throws -> Int {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id")
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        if tables == 0, version == 0 { return 0 }
        guard application == JournalFormat.applicationID else {
            throw JournalError(.notAJournal, path, "this is no journal of callflow")
        }
        guard (1...JournalFormat.version).contains(version) else {
            throw JournalError(
                .newer, path, "a newer callflow wrote this journal (form \(version)); use that one")
        }
        return version
    }

    private static func migrate(_ db: Database, _ path: String) throws {
        let version = try version(of: db, path)
        guard version < JournalFormat.version else { return }
        for migration in JournalFormat.migrations[version...] { try db.execute(sql: migration) }
        try db.execute(
            sql: """
                PRAGMA application_id = \(JournalFormat.applicationID);
                PRAGMA user_version = \(JournalFormat.version);
                """)
    }
}

extension JournalSettings {
    private var bytes: Int { max(maxBytes, JournalFormat.smallestFile) }

    /// `maxBytes` in pages, less those in reserve.
    var maxPages: Int { bytes / JournalFormat.pageSize - JournalFormat.reservedPages }

    /// Bytes of one transaction, more or less: so that room can be made between two.
    var batchBytes: Int { min(JournalFormat.batchBytes, bytes / JournalFormat.batchesPerFile) }

    /// Bytes between two looks at the file's size; fewer than what one look can delete.
    var bytesBetweenLooks: Int { 2 * batchBytes }
}
