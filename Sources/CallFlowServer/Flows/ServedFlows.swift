package import FlowExpressions
package import ProjectFile
package import SourceText

/// Which call gets which flow, and what the flows begin with: a project file's word, or that of the command
/// line.
package struct ServedFlows: Sendable {
    package var routing: RoutingTable
    /// The scope `envs`.
    package var environment: ValueMap
    /// How a path of the routing is opened, and how it is shown.
    package var resolve: @Sendable (String) -> String

    /// Settings that the file has changed, and that hold only after a restart: their names.
    package var awaitingRestart: [String]

    package init(
        _ routing: RoutingTable, environment: ValueMap, awaitingRestart: [String] = [],
        resolve: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.routing = routing
        self.environment = environment
        self.awaitingRestart = awaitingRestart
        self.resolve = resolve
    }
}

/// Why something that was to be served is not.
package enum LoadProblem: Error, Sendable {
    /// It has errors, or steps that cannot be run: these findings.
    case refused(FileFindings)
    /// A file could not be read: a sentence.
    case unreadable(String)
}

/// What came of reading something anew.
package enum LoadEvent: Sendable {
    /// The flow of that path, in that version, is what new calls get.
    case loaded(path: String, number: Int)
    /// New calls are spread by the project file as it is now.
    case rerouted
    /// These settings of the project file hold only after a restart.
    case awaitsRestart([String])
    /// What was there before stays.
    case kept(path: String, LoadProblem)
}
