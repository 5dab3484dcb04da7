import Foundation
import Testing

struct `Output that nobody reads` {
    /// The reader has gone before the first byte, as in `callflow lint | head` on a long list of findings.
    private func end(_ arguments: [String]) throws -> (status: Int32, isSignal: Bool, errors: String) {
        let (output, errors) = (Pipe(), Pipe())
        try output.fileHandleForReading.close()
        let process = Process()
        process.executableURL = URL(filePath: Tool.path)
        process.arguments = arguments
        process.currentDirectoryURL = Tool.root
        process.environment = Tool.environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        process.waitUntilExit()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        let isSignal = process.terminationReason == .uncaughtSignal
        return (process.terminationStatus, isSignal, String(decoding: said, as: UTF8.self))
    }

    @Test(arguments: [
        ["schema"], ["explain"], ["lint", "flows"], ["run", "flows/overflow.yaml", "--json"], ["--help"],
    ])
    func `ends the program quietly`(_ arguments: [String]) throws {
        let end = try end(arguments)
        #expect(end.isSignal ? end.status == SIGPIPE : end.status == 128 + SIGPIPE)
        #expect(end.errors.isEmpty)
    }
}
