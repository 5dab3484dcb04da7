#if Server
    import Dispatch
    import Glibc
    import Synchronization

    /// Writes the lines of the log to standard error, off the threads that run calls: a reader that is slow,
    /// or gone, holds up nobody.
    final class LogWriter: Sendable {
        /// Bytes that wait for the reader; what comes beyond is left out, and the log says so.
        private static let waitingMax = 8 << 20
        /// How long the end of the process waits for the reader: long for one that is slow, and one that
        /// has stopped reading must not keep it.
        private static let lastWait = DispatchTimeInterval.seconds(1)

        private struct State {
            var waiting: [UInt8] = []
            var lost = 0
        }
        private let state = Mutex(State())
        private let queue = DispatchQueue(label: "callflow.log")

        func write(_ line: [UInt8]) {
            let isFirst = state.withLock { state in
                guard state.waiting.count + line.count <= Self.waitingMax else {
                    state.lost += 1
                    return false
                }
                defer { state.waiting += line }
                return state.waiting.isEmpty
            }
            if isFirst { queue.async { [self] in drain() } }
        }

        /// Returns when everything is written that was there, or after a moment in which the reader has not
        /// taken it.
        func flush() {
            let isWritten = DispatchSemaphore(value: 0)
            queue.async { [self] in
                drain()
                isWritten.signal()
            }
            _ = isWritten.wait(timeout: .now() + Self.lastWait)
        }

        private func drain() {
            let (bytes, lost) = state.withLock { state in
                defer { state = State() }
                return (state.waiting, state.lost)
            }
            // Nobody could be told that the log cannot be written.
            _ = POSIX.writeAll(bytes, to: STDERR_FILENO)
            guard lost > 0 else { return }
            _ = POSIX.writeAll(
                Array("callflow: \(lost) lines of the log were left out\n".utf8), to: STDERR_FILENO)
        }
    }
#endif
