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

    static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
