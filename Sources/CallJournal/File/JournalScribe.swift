import FlowRuntime
import Foundation
import GRDB

/// Writes batches into a journal's file and keeps it within its bounds. It lives on the store's queue.
struct JournalScribe {
    private let file: JournalFile
    private let settings: JournalSettings
    /// Numbers of the flows that are in the file; they are kept alive, for they are told apart by identity.
    private var flows: [ObjectIdentifier: (flow: JournaledFlow, number: Int64)] = [:]
    /// Bytes that were written since the last look at the file's size.
    private var unlooked = Int.max / 2
    private(set) var figures = JournalFigures()

    /// Most versions of flows that are remembered.
    private static let flowLimit = 256

    init(_ file: JournalFile, _ settings: JournalSettings) {
        self.file = file
        self.settings = settings
    }

    /// Writes a batch, whole or not at all, and makes room when the file is nearly full.
    ///
    /// Throws `.full` when there is no room and none can be made.
    mutating func write(_ batch: JournalBatch, latest: Timestamp) throws(JournalError) {
        do throws(JournalError) {
            return try attempt(batch, latest)
        } catch {
            guard error.kind == .full else { throw error }
            // Calls that are over now may leave enough room.
            let deleted = figures.deletedCalls
            try writeEnds(of: batch)
            try makeRoom(latest: latest)
            guard figures.deletedCalls > deleted else { throw error }
        }
        try attempt(batch, latest)
    }

    private mutating func attempt(_ batch: JournalBatch, _ latest: Timestamp) throws(JournalError) {
        var written = self
        try transaction { db in try written.put(batch, db, latest) }
        written.figures.batches += 1
        self = written
    }

    /// Writes which calls of a batch are over, into a file that has no room for more.
    private func writeEnds(of batch: JournalBatch) throws(JournalError) {
        try setLimit(settings.maxPages + JournalFormat.reservedPages)
        defer { try? setLimit(settings.maxPages) }
        try transaction { db in
            for share in batch.shares { try putEnd(of: share, db) }
        }
    }

    private func setLimit(_ pages: Int) throws(JournalError) {
        do {
            try file.database.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
        } catch {
            throw JournalError(error, file.path)
        }
    }

    /// Deletes what is too old, and what is too much.
    mutating func makeRoom(latest: Timestamp) throws(JournalError) {
        var written = self
        try transaction { db in try written.makeRoom(db, latest) }
        self = written
    }

    private func transaction(_ body: (Database) throws -> Void) throws(JournalError) {
        do { try file.database.write(body) } catch { throw JournalError(error, file.path) }
    }

    // MARK: Rows

    private mutating func put(_ batch: JournalBatch, _ db: Database, _ latest: Timestamp) throws {
        let chunk = try db.cachedStatement(sql: "INSERT INTO chunk (call, bytes) VALUES (?, ?)")
        for share in batch.shares {
            if let begin = share.begin { try put(begin, share.number, db) }
            for bytes in [share.bytes, share.hole] where !bytes.isEmpty {
                chunk.setUncheckedArguments([share.number, Data(bytes)])
                try chunk.execute()
            }
            unlooked += share.byteCount
            try putEnd(of: share, db)
        }
        if let name = batch.protocolName {
            try db.execute(sql: JournalFormat.set, arguments: ["protocol", name])
        }
        if unlooked >= settings.bytesBetweenLooks { try makeRoom(db, latest) }
    }

    private mutating func put(_ begin: JournalShare.Begin, _ number: Int64, _ db: Database) throws {
        var info = ByteWriter()
        info.add(begin.call)
        let statement = try db.cachedStatement(
            sql: "INSERT INTO call (number, name, parent, flow, began, info) VALUES (?, ?, ?, ?, ?, ?)")
        statement.setUncheckedArguments([
            number, begin.call.id.name, begin.call.dialled?.call.name, try self.number(of: begin.flow, db),
            begin.at.milliseconds, Data(info.bytes),
        ])
        try statement.execute()
    }

    private func putEnd(of share: JournalShare, _ db: Database) throws {
        guard let end = share.end else { return }
        let statement = try db.cachedStatement(sql: "UPDATE call SET ended = ?, outcome = ? WHERE number = ?")
        statement.setUncheckedArguments([end.at.milliseconds, end.outcome, share.number])
        try statement.execute()
    }

    /// The row of a flow; made when there is no equal one.
    private mutating func number(of flow: JournaledFlow, _ db: Database) throws -> Int64 {
        let key = ObjectIdentifier(flow)
        if let known = flows[key] { return known.number }
        let settings = Data(flow.settings)
        let equal = try Int64.fetchOne(
            db,
            sql: "SELECT number FROM flow WHERE digest = ? AND name = ? AND text = ? AND settings = ?",
            arguments: [flow.digest, flow.name, flow.text, settings])
        if equal == nil {
            try db.execute(
                sql: "INSERT INTO flow (digest, name, text, settings) VALUES (?, ?, ?, ?)",
                arguments: [flow.digest, flow.name, flow.text, settings])
        }
        if flows.count >= Self.flowLimit { flows.removeAll() }
        let number = equal ?? db.lastInsertedRowID
        flows[key] = (flow, number)
        return number
    }

    // MARK: Bounds

    private mutating func makeRoom(_ db: Database, _ latest: Timestamp) throws {
        unlooked = 0
        let pages = try pragma("page_count", db)
        var free = try pragma("freelist_count", db)
        let isTight = Double(pages - free) > Double(settings.maxPages) * JournalFormat.fullness
        let cutoff = settings.retention.map { latest.milliseconds - $0.milliseconds }
        if isTight || cutoff != nil {
            try delete(endedBefore: isTight ? .max : cutoff ?? .min, db)
            free = try pragma("freelist_count", db)
        }
        if free > 2 * JournalFormat.pagesGivenBack {
            try db.execute(sql: "PRAGMA incremental_vacuum(\(JournalFormat.pagesGivenBack))")
        }
        figures.bytes = try pragma("page_count", db) * JournalFormat.pageSize
    }

    private func pragma(_ name: String, _ db: Database) throws -> Int {
        let statement = try db.cachedStatement(sql: "PRAGMA \(name)")
        return try Int.fetchOne(statement) ?? 0
    }

    /// The oldest calls that are over go first; a call that is not is never deleted.
    private mutating func delete(endedBefore instant: Int64, _ db: Database) throws {
        let oldest = try db.cachedStatement(
            sql: "SELECT number, ended FROM call WHERE ended IS NOT NULL ORDER BY number LIMIT ?")
        let rows = try Row.fetchCursor(oldest, arguments: [JournalFormat.deletedAtOnce])
        var old: [Int64] = []
        while let row = try rows.next() {
            let ended = Int64.fromDatabaseValue(row[1]) ?? .min
            if ended <= instant, let number = Int64.fromDatabaseValue(row[0]) { old.append(number) }
        }
        guard !old.isEmpty else { return }
        let chunks = try db.cachedStatement(sql: "DELETE FROM chunk WHERE call = ?")
        let call = try db.cachedStatement(sql: "DELETE FROM call WHERE number = ?")
        for number in old {
            try chunks.execute(arguments: [number])
            try call.execute(arguments: [number])
        }
        figures.deletedCalls += old.count
        // More may be too old: another look follows soon.
        if old.count == JournalFormat.deletedAtOnce { unlooked = settings.bytesBetweenLooks }
    }
}
