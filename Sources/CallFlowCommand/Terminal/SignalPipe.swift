#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Signals as bytes in a pipe, to be read beside the keyboard.
///
/// A signal handler may do next to nothing; writing one byte is allowed. Everything else, above all putting
/// the terminal back, happens where the byte is read.
enum SignalPipe {
    /// Those that would end the program, and the one that says that it runs again after Ctrl-Z.
    private static let watched = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCONT]

    private static let ends: (read: Int32, write: Int32) = {
        var pair: [Int32] = [-1, -1]
        guard pipe(&pair) == 0 else { return (-1, -1) }
        for end in pair {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        return (pair[0], pair[1])
    }()

    /// To be polled; -1, which `poll` ignores, when the system had no pipe for us.
    static var descriptor: Int32 { ends.read }

    static func install() {
        guard ends.read >= 0 else { return }
        for number in watched { signal(number, noteSignal) }
    }

    /// The next signal that has arrived.
    static func next() -> Int32? {
        var byte: UInt8 = 0
        return read(ends.read, &byte, 1) == 1 ? Int32(byte) : nil
    }

    /// Waits, at most until the instant, for a signal that is to end the program; gives it, if one came.
    static func nextDeadly(until instant: ContinuousClock.Instant) -> Int32? {
        while true {
            while let number = next() {
                if number != SIGCONT { return number }
            }
            let left = ContinuousClock.now.duration(to: instant)
            guard left > .zero else { return nil }
            var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            poll(&watched, 1, left >= .seconds(60) ? 60_000 : Int32(left / .milliseconds(1)) + 1)
        }
    }

    /// Ctrl-C of a terminal that makes no signal of it: the program ends as if it had.
    static func quit() -> Never {
        RawMode.leave()
        Output.standard.line()
        Output.standard.flush()
        die(of: SIGINT)
    }

    /// Ends the program as the signal would have.
    static func die(of number: Int32) -> Never {
        signal(number, SIG_DFL)
        // Threads of the Swift runtime are started with all signals blocked.
        var unblocked = sigset_t()
        sigemptyset(&unblocked)
        sigaddset(&unblocked, number)
        pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
        raise(number)
        exit(128 + number)
    }

    fileprivate static func note(_ number: Int32) {
        var byte = UInt8(truncatingIfNeeded: number)
        let before = errno
        _ = write(ends.write, &byte, 1)
        errno = before
    }
}

private func noteSignal(_ number: Int32) { SignalPipe.note(number) }
