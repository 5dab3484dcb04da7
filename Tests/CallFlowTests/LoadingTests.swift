import CallFlow
import Foundation
import Testing

struct `Loading a flow` {
    private static let steps = "version: 1.0.0\nsections:\n  main:\n    - answer\n    - hangup\n"

    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "flow-\(UUID().uuidString).yaml")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }

    private func failure(of path: String) -> FlowLoadingError? {
        do throws(FlowLoadingError) {
            _ = try Flow.load(path)
            return nil
        } catch {
            return error
        }
    }

    @Test func `gives a flow that can run`() throws {
        try withFile(Array(Self.steps.utf8)) { path in
            let flow = try Flow.load(path)
            #expect(flow.file.text == Self.steps)
        }
    }

    @Test func `does not mind a warning`() throws {
        let text = Self.steps + "  unused:\n    - hangup\n"
        let file = SourceFile(name: "a.yaml", text: text)
        #expect(!Flow.lint(file).findings.isEmpty)
        _ = try Flow.load(file)
    }

    @Test func `says why a file cannot be read`() throws {
        for path in ["/does/not/exist.yaml", "/", ""] {
            let error = try #require(failure(of: path), "\(path)")
            guard case .unreadable(path, let reason) = error.reason else {
                Issue.record("\(error)")
                continue
            }
            #expect(!reason.isEmpty)
        }
    }

    @Test func `refuses errors, with their places`() throws {
        let documents = [
            "": "empty-document", "version: 1.0.0\nsections:\n  main: [": "yaml-syntax",
            "version: 1.0.0\nsections:\n  main:\n    - play: {}\n": "missing-parameter",
            "version: 1.0.0\nsections:\n  main:\n    - ai: {}\n": "unsupported-step",
        ]
        for (text, id) in documents {
            try withFile(Array(text.utf8)) { path in
                let error = try #require(failure(of: path), "\(text)")
                guard case .refused(let file) = error.reason else {
                    Issue.record("\(error)")
                    return
                }
                #expect(file.findings.map(\.id.name) == [id], "\(text)")
                #expect("\(error)".contains("\(path):"), "\(error)")
            }
        }
    }

    @Test func `reads no more of a file than a document may have`() throws {
        let error = try #require(failure(of: "/dev/zero"))
        guard case .refused(let file) = error.reason else {
            Issue.record("\(error)")
            return
        }
        #expect(file.file.bytes.count <= 1_048_577)
        #expect(file.findings.contains { $0.id == "document-too-large" }, "\(file.findings)")
    }

    @Test func `is stricter when SWML alone counts`() {
        let file = SourceFile(
            name: "a.yaml",
            text: "version: 1.0.0\nsections:\n  main:\n    - sleep: 500ms\n    - leaveConference\n")
        #expect(Flow.lint(file).findings.filter { $0.severity == .error } == [])
        #expect(Flow.lint(file, isStrictSWML: true).hasErrors)
    }
}
