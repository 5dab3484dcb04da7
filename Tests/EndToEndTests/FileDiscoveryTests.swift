import Foundation
import Testing

@testable import CallFlowCommand

/// Files that a command line means, in a directory made for each test.
struct `Found files` {
    private func withFolder(_ files: [String], _ body: (String) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        for file in files {
            let url = root.appending(path: file)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("sections:".utf8).write(to: url)
        }
        try body(root.path)
    }

    private func names(_ discovery: FileDiscovery, in root: String) -> [String] {
        discovery.found.map { String($0.path.dropFirst(root.count + 1)) }
    }

    @Test func `of a directory are its YAML and JSON, in order, hidden ones left out`() throws {
        let files = [
            "b.yml", "a.yaml", "c/d/e.json", "c/.f.yaml", ".g/h.yaml", "i.txt", "callflow.yaml",
            "c/callflow.yaml",
        ]
        try withFolder(files) { root in
            let discovery = FileDiscovery([root])
            #expect(
                names(discovery, in: root) == [
                    "a.yaml", "b.yml", "c/callflow.yaml", "c/d/e.json", "callflow.yaml",
                ])
            let projects = discovery.found.filter { $0.kind == .project }.map(\.path)
            #expect(projects.count == 2 && projects.allSatisfy { $0.hasSuffix("/callflow.yaml") })
            #expect(discovery.problems.isEmpty)
        }
    }

    @Test func `know scenarios from flows, and named ones from found ones`() throws {
        try withFolder(["a.yaml", "a.test.yaml"]) { root in
            let discovery = FileDiscovery([root, "\(root)/a.yaml"])
            #expect(discovery.found.map(\.kind) == [.scenarios, .flow])
            #expect(discovery.found.map(\.isNamed) == [false, false])
            #expect(FileDiscovery(["\(root)/a.yaml"]).found.map(\.isNamed) == [true])
        }
    }

    @Test func `are found once, and links to directories are not followed`() throws {
        try withFolder(["a.yaml", "b/c.yaml"]) { root in
            try FileManager.default.createSymbolicLink(atPath: "\(root)/b/loop", withDestinationPath: root)
            try FileManager.default.createSymbolicLink(
                atPath: "\(root)/z.yaml", withDestinationPath: "\(root)/a.yaml")
            try withFolder(["elsewhere.yaml"]) { other in
                try FileManager.default.createSymbolicLink(
                    atPath: "\(root)/other", withDestinationPath: other)
                #expect(names(FileDiscovery([root, root + "/b/.."]), in: root) == ["a.yaml", "b/c.yaml"])
            }
        }
    }

    /// A folder may hold both, and neither may be dropped for the other.
    @Test func `are two where a name is spelled in two ways`() throws {
        try withFolder(["caf\u{E9}.test.yaml", "cafe\u{301}.test.yaml"]) { root in
            #expect(FileDiscovery([root]).found.count == 2)
            #expect(TestDiscovery([root]).files.count == 2)
        }
    }

    @Test func `leave out what is no file, and say what cannot be looked at`() throws {
        try withFolder(["a.yaml/inside.txt"]) { root in
            #expect(mkfifo("\(root)/pipe.yaml", 0o600) == 0)
            let discovery = FileDiscovery([root, "\(root)/nowhere", "-", "-"])
            #expect(discovery.found.map(\.path) == ["-"])
            #expect(discovery.problems == ["\(root)/nowhere: no such file or directory"])
        }
    }
}
