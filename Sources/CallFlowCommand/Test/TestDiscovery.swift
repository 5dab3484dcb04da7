/// The test files that a command line means.
struct TestDiscovery {
    private(set) var files: [String] = []
    /// What could not be looked at: sentences for the user.
    private(set) var problems: [String]

    /// A named flow means the scenarios beside it; one that is found in a directory means nothing by itself.
    init(_ paths: [String]) {
        let discovery = FileDiscovery(paths)
        problems = discovery.problems
        var seen: Set<String> = []
        for found in discovery.found {
            switch found.kind {
            case .scenarios: keep(found.path, &seen)
            case .flow where found.isNamed: keepScenarios(beside: found.path, &seen)
            case .flow: break
            }
        }
    }

    private mutating func keep(_ path: String, _ seen: inout Set<String>) {
        if seen.insert(FileIdentity.canonical(path)).inserted { files.append(path) }
    }

    private mutating func keepScenarios(beside flow: String, _ seen: inout Set<String>) {
        do {
            keep(try ScenarioChoice.path(beside: flow), &seen)
        } catch {
            problems.append(error.message)
        }
    }
}
