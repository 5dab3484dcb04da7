#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How the program ends (design §4). Thrown by a command that has already said everything.
enum ExitStatus: Int32, Error {
    case success = 0
    /// The command did its work, and the answer is no: findings, a flow that is refused.
    case findings = 1
    /// It could not be done: a bad flag, a missing file, no flow at all.
    case cannotRun = 2
    /// Nobody reads the output any more: 128 and the number of SIGPIPE, as shells show it.
    case outputClosed = 141
}

/// Why something could not be done, and what to do next. Ends the program with `ExitStatus.cannotRun`.
struct Refusal: Error {
    /// In the user's words, lower case, no full stop.
    let message: String
    init(_ message: String) { self.message = message }
}

/// Ends the program; what was registered with `atexit` runs, so a terminal is never left in raw mode.
func exitProcess(_ status: ExitStatus) -> Never { exit(status.rawValue) }
