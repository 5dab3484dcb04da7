#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The keys of the person at the terminal, and the time between them.
struct Keyboard {
    private var decoder = KeystrokeDecoder()
    private var isOpen = true
    /// A signal that would end the program is `.interrupt`, for somebody who has something to put away first.
    private let defersSignals: Bool
    /// The signal that was deferred.
    private(set) var signal: Int32?

    /// Switches the terminal; `nil` when standard input is none.
    init?(defersSignals: Bool = false) {
        self.defersSignals = defersSignals
        guard RawMode.isPossible else { return nil }
        SignalPipe.install()
        guard RawMode.enter() else { return nil }
    }

    /// Waits for keys, at most until the instant; without one as long as it takes. Nothing means: time is up.
    ///
    /// Signals are dealt with here: one that ends the program ends it, with the terminal as it was.
    mutating func keystrokes(until instant: ContinuousClock.Instant?) -> [Keystroke] {
        while true {
            let timeout = Self.milliseconds(until: instant)
            var watched = [
                pollfd(fd: isOpen ? STDIN_FILENO : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: SignalPipe.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&watched, nfds_t(watched.count), timeout)
            while let number = SignalPipe.next() {
                if !defersSignals || number == SIGCONT {
                    Self.handle(number)
                } else {
                    signal = number
                    return [.interrupt]
                }
            }
            if ready > 0, watched[0].revents != 0 {
                let strokes = read()
                if !strokes.isEmpty { return strokes }
            }
            if let instant, ContinuousClock.now >= instant { return [] }
        }
    }

    /// Stops the program as Ctrl-Z does; returns when it goes on.
    static func suspend() {
        RawMode.leave()
        kill(getpid(), SIGSTOP)
        _ = RawMode.enter()
    }

    /// Ctrl-C: quits, or notes the wish.
    mutating func interrupt() {
        guard defersSignals else { SignalPipe.quit() }
        signal = signal ?? SIGINT
    }

    private mutating func read() -> [Keystroke] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Self.read(&bytes)
        if count > 0 { return decoder.decode(Array(bytes.prefix(count))) }
        if count < 0, errno == EINTR || errno == EAGAIN { return [] }
        isOpen = false
        return [.endOfInput]
    }

    private static func read(_ bytes: inout [UInt8]) -> Int {
        #if canImport(Darwin)
            Darwin.read(STDIN_FILENO, &bytes, bytes.count)
        #else
            Glibc.read(STDIN_FILENO, &bytes, bytes.count)
        #endif
    }

    private static func handle(_ signal: Int32) {
        if signal == SIGCONT {
            _ = RawMode.enter()
        } else {
            RawMode.leave()
            Output.standard.line()
            Output.standard.flush()
            SignalPipe.die(of: signal)
        }
    }

    /// For `poll`: rounded up, so that waiting does not turn into spinning; -1 waits for ever.
    private static func milliseconds(until instant: ContinuousClock.Instant?) -> Int32 {
        guard let instant else { return -1 }
        let left = ContinuousClock.now.duration(to: instant)
        guard left > .zero else { return 0 }
        return left >= .seconds(60) ? 60_000 : Int32(left / .milliseconds(1)) + 1
    }
}
