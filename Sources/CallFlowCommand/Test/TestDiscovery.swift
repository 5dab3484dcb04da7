/// The test files and cassettes that a command line means.
struct TestDiscovery {
    /// Scenario files and cassettes, in the order of their names within each directory.
    private(set) var files: [String] = []
    /// What could not be looked at: sentences for the user.
    private(set) var problems: [String]
    /// Flows that were met in directories.
    private(set) var flows: [String] = []
    private var seen: Set<FileIdentity> = []

    /// A named flow means the scenarios and cassettes beside it.
    init(_ paths: [String]) {
        let discovery = FileDiscovery(paths, findsCassettes: true)
        problems = discovery.problems
        for found in discovery.found {
            switch found.kind {
            case .scenarios, .cassette: keep(found.path)
            case .flow where found.isNamed: keepTests(beside: found.path)
            case .flow: flows.append(found.path)
            case .project: break
            }
        }
    }

    private mutating func keep(_ path: String) {
        if seen.insert(FileIdentity(path)).inserted { files.append(path) }
    }

    private mutating func keepTests(beside flow: String) {
        let folder = flow.lastIndex(of: "/").map { String(flow[...$0]) } ?? ""
        let name = flow.dropFirst(folder.count)
        let stem = name.prefix { $0 != "." } + "."
        let around = FileDiscovery([folder.isEmpty ? "." : folder], findsCassettes: true).found.map(\.path)
        let cassettes = around.filter { path in
            let name = path.dropFirst(path.lastIndex(of: "/").map { path[...$0].count } ?? 0)
            let isBeside = path.count - name.count == folder.count
            return isBeside && FileDiscovery.isCassette(path) && name.hasPrefix(stem)
        }
        do {
            keep(try ScenarioChoice.path(beside: flow))
        } catch {
            if cassettes.isEmpty { problems.append(error.message) }
        }
        for cassette in cassettes { keep(cassette) }
    }
}
