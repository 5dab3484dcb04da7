import Foundation

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program at a terminal of its own, and somebody who reads the screen and types.
final class PseudoTerminal {
    struct Failure: Error, CustomStringConvertible { let description: String }

    private let screen: Int32
    private let keys: Int32
    private let process = Process()
    /// Everything that was shown so far.
    private(set) var shown = ""
    private var seen = ""

    init(_ arguments: [String]) throws {
        (screen, keys) = try Self.open()
        process.executableURL = URL(filePath: Tool.path)
        process.arguments = arguments
        process.currentDirectoryURL = Tool.root
        process.environment = Tool.environment
        let terminal = FileHandle(fileDescriptor: keys, closeOnDealloc: false)
        (process.standardInput, process.standardOutput, process.standardError) = (
            terminal, terminal, terminal
        )
        try process.run()
    }

    /// The two ends: what a person sees and types on, and what a program has for input and output.
    private static func open() throws -> (screen: Int32, keys: Int32) {
        #if canImport(Darwin)
            let screen = posix_openpt(O_RDWR | O_NOCTTY)
            guard screen >= 0, grantpt(screen) == 0, unlockpt(screen) == 0, let name = ptsname(screen) else {
                throw Failure(description: "there is no pseudo-terminal")
            }
            return (screen, Darwin.open(name, O_RDWR | O_NOCTTY))
        #else
            // The functions of POSIX are hidden behind a macro that Swift's Glibc does not set.
            let (unlock, number) = (UInt(0x4004_5431), UInt(0x8004_5430))
            var (isLocked, index): (Int32, UInt32) = (0, 0)
            let screen = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY)
            guard screen >= 0, ioctl(screen, unlock, &isLocked) == 0, ioctl(screen, number, &index) == 0
            else {
                throw Failure(description: "there is no pseudo-terminal")
            }
            return (screen, Glibc.open("/dev/pts/\(index)", O_RDWR | O_NOCTTY))
        #endif
    }

    deinit {
        if process.isRunning { process.terminate() }
        close(keys)
        close(screen)
    }

    /// How the terminal treats keys: what a program must leave as it was.
    var modes: [tcflag_t] {
        var attributes = termios()
        tcgetattr(keys, &attributes)
        return [attributes.c_iflag, attributes.c_oflag, attributes.c_lflag]
    }

    func type(_ text: String) { _ = text.withCString { write(screen, $0, strlen($0)) } }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Reads until the text appears behind what was expected before.
    func expect(_ text: String, within seconds: Double = 20) throws {
        let deadline = Date.now + seconds
        while true {
            if let range = seen.range(of: text) {
                seen = String(seen[range.upperBound...])
                return
            }
            guard Date.now < deadline else { throw Failure(description: "no \(text) in:\n\(shown)") }
            read()
        }
    }

    /// Waits for the program's end: its exit status, or the number of the signal that ended it.
    func end(within seconds: Double = 20) throws -> (status: Int32, isSignal: Bool) {
        let deadline = Date.now + seconds
        while process.isRunning {
            guard Date.now < deadline else { throw Failure(description: "it goes on:\n\(shown)") }
            read()
        }
        read()
        return (process.terminationStatus, process.terminationReason == .uncaughtSignal)
    }

    private func read() {
        var ready = pollfd(fd: screen, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, 20) > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 4096)
        #if canImport(Darwin)
            let count = Darwin.read(screen, &bytes, bytes.count)
        #else
            let count = Glibc.read(screen, &bytes, bytes.count)
        #endif
        guard count > 0 else { return }
        let text = String(decoding: bytes[0..<count], as: UTF8.self)
        shown += text
        seen += text
    }
}
