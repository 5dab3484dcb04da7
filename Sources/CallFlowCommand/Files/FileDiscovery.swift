import ProjectFile

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Finds the files that a command line means (design §4).
///
/// A directory means its `*.yaml`, `*.yml` and `*.json`, at any depth, in the order of their names; what is
/// hidden is left out, and symbolic links to directories are not followed. `callflow.yaml` is the project's
/// own file and no flow. A file that is named outright is always meant.
struct FileDiscovery {
    /// A file to look at, as the user would write its path.
    struct Found: Equatable {
        enum Kind { case flow, scenarios, cassette, project }
        var path: String
        var kind: Kind
        /// Named on the command line, not found in a directory: it is a flow whatever it looks like.
        var isNamed: Bool
    }

    /// Deeper directories are not searched; no path that a system takes is that deep.
    private static let depth = 128

    private(set) var found: [Found] = []
    /// What could not be looked at: sentences for the user.
    private(set) var problems: [String] = []
    /// The same file named twice is looked at once.
    private var seen: Set<FileIdentity> = []

    /// Cassettes in a directory are looked for only by who plays them.
    private let findsCassettes: Bool

    init(_ paths: [String], findsCassettes: Bool = false) {
        self.findsCassettes = findsCassettes
        for path in paths { add(path) }
    }

    private mutating func add(_ path: String) {
        guard path != "-" else { return keep(path, isNamed: true) }
        var status = stat()
        guard stat(path, &status) == 0 else {
            return problems.append("\(path): \(POSIX.message(of: errno))")
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            search(path, depth: 0)
        } else {
            keep(path, isNamed: true)
        }
    }

    private mutating func search(_ directory: String, depth: Int) {
        guard let names = Self.names(in: directory) else {
            return problems.append("\(directory): \(POSIX.message(of: errno))")
        }
        for name in names where !name.hasPrefix(".") {
            let path = Self.join(directory, name)
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                if depth < Self.depth { search(path, depth: depth + 1) }
            } else if isCandidate(name), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
                keep(path, isNamed: false)
            }
        }
    }

    private mutating func keep(_ path: String, isNamed: Bool) {
        guard seen.insert(FileIdentity(path)).inserted else { return }
        found.append(Found(path: path, kind: Self.kind(of: path), isNamed: isNamed))
    }

    /// In the order of their bytes, on every system the same; `nil` when the directory cannot be read.
    private static func names(in directory: String) -> [String]? {
        guard let stream = opendir(directory) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func isCandidate(_ name: String) -> Bool {
        if Self.isCassette(name) { return findsCassettes }
        return [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
    }

    /// What a file is by its name.
    static func kind(of path: String) -> Found.Kind {
        if ProjectFile.isProjectFile(path) { return .project }
        if isScenarioFile(path) { return .scenarios }
        return isCassette(path) ? .cassette : .flow
    }

    /// `standup.cassette.jsonl`, or `standup.WORD.cassette.jsonl`.
    static func isCassette(_ path: String) -> Bool { path.hasSuffix(".cassette.jsonl") }

    static func isScenarioFile(_ path: String) -> Bool {
        flow(ofScenarios: path) != nil
    }

    /// The flow beside a scenario file, by the names of both; `nil` for a name that is not `NAME.test.yaml`.
    static func flow(ofScenarios path: String) -> String? {
        for ending in [".yaml", ".yml"] where path.hasSuffix(".test" + ending) {
            return String(path.dropLast((".test" + ending).count)) + ".yaml"
        }
        return nil
    }

    /// Without `./`, so that messages name a file as people do.
    private static func join(_ directory: String, _ name: String) -> String {
        if directory == "." { return name }
        return directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }
}
