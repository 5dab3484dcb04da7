import Foundation
import TestSupport

/// The built `callflow`, run as a user runs it.
struct Tool {
    struct Outcome {
        var output: String
        var errors: String
        var status: Int32
    }

    /// The folder of the built programs: where the running test bundle lies.
    static let folder: URL = {
        let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }
        for bundle in bundles {
            var url = URL(filePath: bundle)
            while url.path.contains(".xctest") { url.deleteLastPathComponent() }
            if FileManager.default.isExecutableFile(atPath: url.appending(path: "callflow").path) {
                return url
            }
        }
        return Tool.root.appending(path: ".build/debug")
    }()

    static let path = folder.appending(path: "callflow").path

    /// The project's folder.
    static let root = Repository.root

    /// Neither colors nor a language of the person who runs the tests.
    static var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = folder.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        environment["LC_ALL"] = "C"
        environment["TERM"] = "dumb"
        environment["NO_COLOR"] = nil
        return environment
    }

    /// Runs a line of the shell in which `callflow` is the built program.
    static func shell(_ line: String, in folder: URL) throws -> Outcome {
        let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let (output, errors) = (scratch.appending(path: "out"), scratch.appending(path: "err"))
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Outcome(
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
            status: process.terminationStatus)
    }
}
