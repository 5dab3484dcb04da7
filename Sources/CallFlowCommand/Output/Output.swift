import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Standard output or standard error, the only way in which this program says something.
///
/// Text is kept until `flush`, or until there is much of it. A reader that has gone away (`callflow lint |
/// head`) ends the program quietly; a full disk ends it with a sentence.
final class Output: Sendable {
    static let standard = Output(STDOUT_FILENO, isBuffered: true)
    static let error = Output(STDERR_FILENO, isBuffered: false)

    /// Large enough for few system calls, small enough to be nothing.
    private static let capacity = 64 * 1024

    private let descriptor: Int32
    private let isBuffered: Bool
    private let buffer = Mutex<[UInt8]>([])

    private init(_ descriptor: Int32, isBuffered: Bool) {
        self.descriptor = descriptor
        self.isBuffered = isBuffered
    }

    var isTerminal: Bool { isatty(descriptor) == 1 }

    func write(_ text: String) {
        guard !text.isEmpty else { return }
        buffer.withLock { bytes in
            bytes.append(contentsOf: text.utf8)
            if !isBuffered || bytes.count >= Self.capacity { drain(&bytes) }
        }
    }

    func line(_ text: String = "") { write(text + "\n") }

    func flush() { buffer.withLock { drain(&$0) } }

    private func drain(_ bytes: inout [UInt8]) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes {
                POSIX.write(descriptor, UnsafeRawBufferPointer(rebasing: $0[done...]))
            }
            if written >= 0 {
                done += written
            } else if errno == EAGAIN {
                waitUntilWritable()
            } else if errno != EINTR {
                bytes.removeAll()
                giveUp(errno)
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }

    /// Standard output may be a terminal that another program has made non-blocking.
    private func waitUntilWritable() {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wanted, 1, -1)
    }

    private func giveUp(_ code: Int32) -> Never {
        if code != EPIPE, descriptor != STDERR_FILENO {
            Output.error.line("callflow: the output could not be written: \(POSIX.message(of: code))")
            exitProcess(.cannotRun)
        }
        exitProcess(code == EPIPE ? .outputClosed : .cannotRun)
    }
}
