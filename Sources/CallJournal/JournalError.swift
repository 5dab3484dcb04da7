import GRDB

/// Why a journal cannot be opened, read or written.
package struct JournalError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    package enum Kind: String, Sendable, Hashable {
        /// There is no such file, no such folder, or no permission.
        case cannotOpen
        /// A file of something else.
        case notAJournal
        /// Written by a newer version of this program.
        case newer
        /// Another worker writes it.
        case inUse
        /// SQLite, or what it holds, cannot be read.
        case damaged
        /// No room on the disk, or none below the limit.
        case full
        /// Another program keeps it locked.
        case locked
        case failed
    }
    package let kind: Kind
    package let path: String
    /// In the user's words, lower case, no full stop.
    package let message: String

    package init(_ kind: Kind, _ path: String, _ message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }

    package var description: String { "\(path): \(message)" }
}

extension JournalError {
    /// What a failure of SQLite means.
    init(_ error: any Error, _ path: String) {
        if let error = error as? JournalError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            // GRDB's own: a column holds something else than it should.
            self.init(.damaged, path, "the file is damaged; move it away to begin anew")
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.full, path, "there is no room for more")
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.locked, path, "another program keeps it locked")
        case .SQLITE_CORRUPT: self.init(.damaged, path, "the file is damaged; move it away to begin anew")
        case .SQLITE_NOTADB: self.init(.notAJournal, path, "this is no journal of callflow")
        case .SQLITE_CANTOPEN: self.init(.cannotOpen, path, "it cannot be opened")
        case .SQLITE_READONLY, .SQLITE_PERM: self.init(.cannotOpen, path, "it may not be written")
        case .SQLITE_IOERR: self.init(.failed, path, "the disk fails (\(error.extendedResultCode.rawValue))")
        case _: self.init(.failed, path, error.message ?? "SQLite error \(error.resultCode.rawValue)")
        }
    }
}
