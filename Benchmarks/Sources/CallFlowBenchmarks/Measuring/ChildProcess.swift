import Foundation

/// This program once more, with other arguments: what is measured gets a process of its own.
final class ChildProcess: Sendable {
    private let process: Process
    private let input: FileHandle
    private let output: FileHandle

    init(_ arguments: [String]) throws {
        process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        self.input = input.fileHandleForWriting
        self.output = output.fileHandleForReading
        try process.run()
    }

    /// Tells it something and waits for its answer, a line each.
    func ask(_ order: String) async -> [String] {
        input.write(Data("\(order)\n".utf8))
        return await answer()
    }

    /// The words of the next line that it writes.
    func answer() async -> [String] {
        let file = output.fileDescriptor
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: Self.line(from: file)) }
        }
    }

    /// All that it writes, until it ends by itself.
    func outcome() -> String {
        try? input.close()
        let text = String(decoding: output.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { refuse("a process of its own failed: \(text)") }
        return text
    }

    /// It ends when it has nothing more to read.
    func end() {
        try? input.close()
        process.waitUntilExit()
    }

    private static func line(from file: Int32) -> [String] {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(file, &byte, 1) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        if bytes.isEmpty { refuse("a process of its own ended too early") }
        return String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
    }
}
