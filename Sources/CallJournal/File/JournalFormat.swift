/// The form of a journal file: an SQLite database.
///
/// | table | a row is | |
/// |---|---|---|
/// | `flow` | a version of a flow and what it was started with | `JournaledFlow` |
/// | `call` | a call; `began` and `ended` are milliseconds since 1970 | `outcome` is how it ended, in words |
/// | `chunk` | what one batch has of one call, in the order of `id` | `RecordCoding` says how |
/// | `setting` | what the worker itself remembers | `backend`; `protocol`: the name of its session |
///
/// Chunks of all calls are appended one after the other, so that a batch of a hundred calls writes few pages;
/// ordered by call it would write one page for each. No index is there for people's questions: a scan of
/// 100,000 calls takes a few hundredths of a second, an index would cost every call.
enum JournalFormat {
    /// Raised when an older program would misunderstand what is written; `migrations` brings older files up.
    static let version = 1
    /// SQLite's `application_id`: "CFJ1".
    static let applicationID = 0x4346_4A31

    /// What makes version n + 1 of version n, from the empty file on.
    static let migrations = [
        """
        CREATE TABLE flow (
            number INTEGER PRIMARY KEY, digest INTEGER NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL,
            settings BLOB NOT NULL);
        CREATE TABLE call (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, parent TEXT, flow INTEGER NOT NULL,
            began INTEGER NOT NULL, ended INTEGER, outcome TEXT, info BLOB NOT NULL);
        CREATE TABLE chunk (id INTEGER PRIMARY KEY, call INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE INDEX chunk_call ON chunk (call);
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """
    ]

    /// Sets a row of `setting`.
    static let set = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"

    /// How long a batch waits for a file that somebody has locked, in seconds: a pause that a caller hardly
    /// hears. After it, calls go on without the journal.
    static let lockTimeout = 0.25
    /// What SQLite's log is cut to after it has grown, in bytes.
    static let logLimit = 8 << 20
    /// Pages of SQLite, in bytes.
    static let pageSize = 4096
    /// Pages beyond the limit, to write down which calls of a full file are over.
    static let reservedPages = 16
    /// The smallest limit of a file, in bytes: room for the tables and a few calls.
    static let smallestFile = 256 << 10
    /// The fullness from which on room is made.
    static let fullness = 0.9
    /// Most calls that are deleted in one transaction: a few milliseconds.
    static let deletedAtOnce = 200
    /// The largest transaction, in bytes: a few milliseconds.
    static let batchBytes = 64 << 10
    /// How many transactions a full file holds at least: what `fullness` leaves is more than three of them.
    static let batchesPerFile = 32
    /// Free pages that are given back to the system at once, when there are many.
    static let pagesGivenBack = 256
}
