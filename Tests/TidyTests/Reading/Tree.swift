import Foundation
import TestSupport

/// The files of a repository, or of an example of one.
struct Tree: Sendable {
    /// Paths from the root, with `/`, in order; `nil` for a file that is no text.
    let files: [(path: String, text: String?)]

    init(_ files: [String: String]) {
        self.files = files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Reads what git would track under `root`: everything but what `.gitignore` names there.
    init(root: URL) throws {
        let ignore = try Ignore(root: root)
        var files: [(String, String?)] = []
        func walk(_ folder: URL, _ prefix: String) throws {
            let entries = try FileManager.default.contentsOfDirectory(
                at: folder, includingPropertiesForKeys: [.isDirectoryKey])
            for entry in entries where !ignore.matches(entry.lastPathComponent) {
                let path = prefix + entry.lastPathComponent
                if try entry.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true {
                    try walk(entry, path + "/")
                } else {
                    files.append((path, String(bytes: try Data(contentsOf: entry), encoding: .utf8)))
                }
            }
        }
        try walk(root, "")
        self.files = files.sorted { $0.0 < $1.0 }
    }

    /// This repository.
    static var repository: Tree {
        get throws {
            try Tree(root: Repository.root)
        }
    }

    func text(at path: String) -> String? { files.first { $0.path == path }?.text }
}

/// The patterns of a `.gitignore`, as far as we use them: a name with at most one star.
private struct Ignore {
    private let patterns: [(prefix: Substring, suffix: Substring?)]

    init(root: URL) throws {
        let text = try String(contentsOf: root.appending(path: ".gitignore"), encoding: .utf8)
        patterns = text.split(separator: "\n").map { line in
            let name = line.hasSuffix("/") ? line.dropLast() : line
            let parts = name.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0], parts.count > 1 ? parts[1] : nil)
        }
    }

    func matches(_ name: String) -> Bool {
        if name == ".git" { return true }
        return patterns.contains { prefix, suffix in
            guard let suffix else { return name == prefix }
            return name.hasPrefix(prefix) && name.hasSuffix(suffix)
        }
    }
}
