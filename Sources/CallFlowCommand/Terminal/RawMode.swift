import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The terminal without line editing and echo, so that every key arrives at once.
///
/// Whatever way the program ends, the terminal is as before: `exit` restores it, and signals that would end
/// the program are turned into input first (`SignalPipe`). Output stays as usual, `\n` moves to the line's
/// begin.
enum RawMode {
    private static let saved = Mutex<termios?>(nil)

    /// Whether standard input is a terminal at all.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 }

    /// Switches the terminal of standard input; `false` when it cannot be.
    static func enter() -> Bool {
        var attributes = termios()
        guard isPossible, tcgetattr(STDIN_FILENO, &attributes) == 0 else { return false }
        let isFirst = saved.withLock { saved in
            defer { if saved == nil { saved = attributes } }
            return saved == nil
        }
        if isFirst { atexit { RawMode.leave() } }
        attributes.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
        attributes.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR | IGNCR)
        withUnsafeMutableBytes(of: &attributes.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        return tcsetattr(STDIN_FILENO, TCSANOW, &attributes) == 0
    }

    /// Puts the terminal back; does nothing when it was never switched.
    static func leave() {
        saved.withLock { saved in
            guard var attributes = saved else { return }
            tcsetattr(STDIN_FILENO, TCSANOW, &attributes)
        }
    }
}
