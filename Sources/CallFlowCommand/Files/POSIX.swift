#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Calls of the operating system whose names a type of ours would hide, or that need a pointer.
enum POSIX {
    /// The system's words for an error number, such as "Permission denied", in lower case.
    static func message(of code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        let message = String(cString: text)
        return message.prefix(1).lowercased() + message.dropFirst()
    }

    /// A stream that the shell has closed (`>&-`) is nowhere, not whatever file we open next.
    static func openStandardStreams() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is taken, which is this one: those below it are open.
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// `false` when not all could be written; `errno` says why.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes {
                write(descriptor, UnsafeRawBufferPointer(rebasing: $0[done...]))
            }
            if written > 0 { done += written }
            if written < 0, errno != EINTR { return false }
        }
        return true
    }

    static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
