@testable import CallFlowDev
import Foundation
import TestSupport
import Testing

struct `Derived files` {
    /// A folder of its own for each test, gone when the body returns.
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "callflow-dev-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test func `are what the declarations say`() throws {
        let complaints = try DerivedFile.complaints(in: Repository.root)
        #expect(complaints == [])
    }

    @Test func `are missing before they are written, and current after`() throws {
        try withFolder { folder in
            for file in DerivedFile.all {
                #expect(try file.state(in: folder) == .missing)
                try file.write(in: folder)
                #expect(try file.state(in: folder) == .current)
            }
            #expect(try DerivedFile.complaints(in: folder) == [])
        }
    }

    @Test func `are stale at the first line that differs`() throws {
        let file = DerivedFile(path: "a/b.md", text: "one\ntwo\n")
        let others = [
            "one\n2\n": 2, "one\n": 2, "one\ntwo\n\n": 4, "one\ntwo": 3, "": 1, "one\r\ntwo\r\n": 1,
        ]
        try withFolder { folder in
            for (text, line) in others {
                try DerivedFile(path: file.path, text: text).write(in: folder)
                #expect(try file.state(in: folder) == .stale(line: line), "\(text.debugDescription)")
            }
        }
    }

    @Test func `name every step and every parameter`() throws {
        let steps = try #require(DerivedFile.all.first { $0.path.hasSuffix("Steps.md") }).text
        for name in ["joinConference", "startOnEnter", "awaitConference", "userEvent"] {
            #expect(steps.contains("`\(name)`") || steps.contains("## \(name)\n"), "\(name)")
        }
    }
}
