import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The right to write a journal: one worker has it at a time, and it ends with the process, however that
/// ends. Two workers with one journal would both resume its calls.
///
/// A file of its own beside the journal: a second descriptor of the database would, when it is closed, take
/// SQLite's own locks along. It also says whether the journal was failing, which the journal itself cannot:
/// a byte is overwritten where it stands, for which a full disk has room.
final class FileOwnership: Sendable {
    /// The worker before was killed, or stopped, while it could not write: its calls went on without their
    /// journals.
    let wasFailing: Bool
    private let state: Mutex<(descriptor: Int32?, isFailing: Bool)>

    private static let whole = UInt8(ascii: "w")
    private static let failing = UInt8(ascii: "f")

    init(of path: String) throws(JournalError) {
        let descriptor = open(path + "-lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw JournalError(.cannotOpen, path, FileSystem.reason(errno)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw JournalError(
                .inUse, path, "another worker writes this journal; give each worker one of its own")
        }
        var left = Self.whole
        let count = pread(descriptor, &left, 1, 0)
        wasFailing = count == 1 && left == Self.failing
        state = Mutex((descriptor, wasFailing))
        // Until the first batch, with which this worker gives those calls up, nothing is better.
        if !wasFailing { mark(isFailing: false, always: true) }
    }

    /// Keeps for the next worker whether the journal takes what it is told.
    func mark(isFailing: Bool, always: Bool = false) {
        state.withLock { state in
            guard let descriptor = state.descriptor, always || state.isFailing != isFailing else { return }
            state.isFailing = isFailing
            var byte = isFailing ? Self.failing : Self.whole
            _ = pwrite(descriptor, &byte, 1, 0)
        }
    }

    /// Another worker may have the journal.
    func release() {
        state.withLock { state in
            if let open = state.descriptor { close(open) }
            state.descriptor = nil
        }
    }

    deinit { release() }
}

/// What SQLite does not do for us.
enum FileSystem {
    /// Makes the file if it is not there, readable for its owner alone: it holds what callers typed.
    static func create(_ path: String) throws(JournalError) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw JournalError(.cannotOpen, path, reason(errno))
        }
    }

    static func isReadable(_ path: String) throws(JournalError) {
        guard access(path, R_OK) == 0 else { throw JournalError(.cannotOpen, path, reason(errno)) }
        try isNoFolder(path)
    }

    /// SQLite's own words for a folder speak of a failing disk.
    static func isNoFolder(_ path: String) throws(JournalError) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
        throw JournalError(.notAJournal, path, "this is a folder; a journal is a file")
    }

    /// The system's words, such as "permission denied".
    static func reason(_ code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        let message = String(cString: text)
        return message.prefix(1).lowercased() + message.dropFirst()
    }
}
