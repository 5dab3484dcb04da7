package import FlowRuntime
import Foundation
import GRDB

/// A call as its row tells it.
package struct JournaledCall: Sendable {
    /// Its number in the file; later calls have higher ones.
    package let number: Int64
    package let info: CallInfo
    package let began: Timestamp
    /// `nil` while it goes on, and when its worker was killed.
    package let ended: Timestamp?
    /// Who ended it, and why; in words.
    package let outcome: String?
    let flow: Int64
    package let flowName: String
}

/// Which calls.
package struct JournalQuery: Sendable {
    package var since: Timestamp?
    /// The end of the flow's file name.
    package var flow: String?
    /// The call's id.
    package var id: String?
    /// The call that dialled it.
    package var parent: String?
    /// Only calls that are not over.
    package var isUnfinished = false
    package var limit: Int?
    package init() {}
}

extension JournalFile {
    /// The calls, the newest first; throws at the first that is damaged.
    func calls(_ query: JournalQuery) throws(JournalError) -> [JournaledCall] {
        let list = try list(query)
        if let damage = list.damages.first { throw damage }
        return list.calls
    }

    /// The calls, the newest first, and what is wrong with the others.
    func list(_ query: JournalQuery) throws(JournalError) -> JournalListing {
        var conditions = ["TRUE"]
        var arguments: StatementArguments = []
        if let since = query.since {
            conditions.append("began >= ?")
            arguments += [since.milliseconds]
        }
        if let name = query.flow {
            conditions.append("(flow.name = ? OR substr(flow.name, -length(?) - 1) = '/' || ?)")
            arguments += [name, name, name]
        }
        if let id = query.id {
            conditions.append("call.name = ?")
            arguments += [id]
        }
        if let parent = query.parent {
            conditions.append("parent = ?")
            arguments += [parent]
        }
        if query.isUnfinished { conditions.append("ended IS NULL") }
        arguments += [query.limit ?? -1]
        return try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT call.number, began, ended, outcome, info, flow, flow.name AS flowName
                    FROM call JOIN flow ON flow.number = call.flow
                    WHERE \(conditions.joined(separator: " AND "))
                    ORDER BY call.number DESC LIMIT ?
                    """, arguments: arguments)
            var list = JournalListing()
            while let row = try rows.next() {
                do { list.calls.append(try self.call(row)) } catch {
                    list.damages.append(self.damage(of: row, error))
                }
            }
            return list
        }
    }

    private func call(_ row: Row) throws -> JournaledCall {
        let number: Int64 = try row.value("number")
        var reader = ByteReader([UInt8](try row.value("info", Data.self)))
        let info: CallInfo
        do throws(JournalDamage) { info = try reader.next() } catch {
            throw damage(error, of: "call \(number)")
        }
        let ended: Int64? = try row.value("ended")
        return JournaledCall(
            number: number, info: info, began: Timestamp(milliseconds: try row.value("began")),
            ended: ended.map { Timestamp(milliseconds: $0) }, outcome: try row.value("outcome"),
            flow: try row.value("flow"), flowName: try row.value("flowName"))
    }

    /// Named by the row's number, if that can be read.
    private func damage(of row: Row, _ error: any Error) -> JournalError {
        if let error = error as? JournalError { return error }
        let number = Int64.fromDatabaseValue(row["number"])
        return JournalError(
            .damaged, path, (number.map { "call \($0)" } ?? "a call") + ": its row is damaged")
    }

    private func damage(_ damage: JournalDamage, of what: String) -> JournalError {
        JournalError(.damaged, path, "\(what): \(damage.message)")
    }

    /// The flow of a call.
    func flow(_ number: Int64) throws(JournalError) -> JournaledFlow {
        let found: JournaledFlow? = try read { db in
            let sql = "SELECT name, text, settings FROM flow WHERE number = ?"
            guard let row = try Row.fetchOne(db, sql: sql, arguments: [number]) else { return nil }
            let (name, text): (String, String) = (try row.value("name"), try row.value("text"))
            let settings = [UInt8](try row.value("settings", Data.self))
            do throws(JournalDamage) {
                return try JournaledFlow(name: name, text: text, settings: settings)
            } catch {
                throw damage(error, of: "flow \(number)")
            }
        }
        guard let found else { throw JournalError(.damaged, path, "a call's flow is missing") }
        return found
    }

    /// What is written of a call, and what is wrong with the rest.
    func records(
        of call: JournaledCall
    ) throws(JournalError) -> (records: [JournalRecord], problem: JournalError?) {
        var reader = RecordReader(since: call.began)
        let problem: JournalError? = try read { db in
            let chunks = try Data.fetchCursor(
                db, sql: "SELECT bytes FROM chunk WHERE call = ? ORDER BY id", arguments: [call.number])
            while let chunk = try chunks.next() {
                do throws(JournalDamage) { try reader.read([UInt8](chunk)) } catch {
                    return damage(error, of: "call \(call.info.id)")
                }
            }
            return nil
        }
        return (reader.records, problem)
    }

    func protocolName() throws(JournalError) -> String? { try setting("protocol") }

    /// The name of the backend whose calls are journaled.
    func backend() throws(JournalError) -> String { try setting("backend") ?? "" }

    private func setting(_ name: String) throws(JournalError) -> String? {
        try read { db in
            try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
        }
    }

    func lastCallNumber() throws(JournalError) -> Int64 {
        try read { db in try Int64.fetchOne(db, sql: "SELECT max(number) FROM call") ?? 0 }
    }
}

extension Row {
    /// A column, whatever a damaged file has in it; GRDB's subscript would trap.
    fileprivate func value<T: DatabaseValueConvertible>(
        _ column: String, _ type: T.Type = T.self
    ) throws -> T {
        guard let value = T.fromDatabaseValue(self[column]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return value
    }

    fileprivate func value<T: DatabaseValueConvertible>(_ column: String) throws -> T? {
        let value: DatabaseValue = self[column]
        return value.isNull ? nil : try self.value(column, T.self)
    }
}
