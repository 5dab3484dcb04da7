package import FlowExpressions
package import FlowValidation

/// The machine on which a project file stands, as far as the file speaks of it. Paths are as the program
/// opens them.
package struct ProjectSurroundings: Sendable {
    /// What a path leads to.
    package enum Place: Sendable, Hashable {
        case file, folder, nothing
        /// A pipe, a socket or a device: whoever opens it may wait for ever.
        case special
    }

    package var place: @Sendable (String) -> Place
    /// What a flow reads of `envs`; `nil` when it cannot be read. Asked of files only.
    package var reads: @Sendable (String) -> EnvironmentReads?
    /// Why calls cannot get a flow, as in "a.yaml is a scenario file, and no flow"; the second argument has
    /// the names of `envs`, if any is known. Asked of files only.
    package var obstacle: @Sendable (String, Set<Text>?) -> String?
    /// Why a setting cannot have a value that the file's reader took, in the words of the part that uses it;
    /// the first argument is the setting's name.
    package var refusal: @Sendable (String, String) -> String?

    package init(
        place: @escaping @Sendable (String) -> Place,
        reads: @escaping @Sendable (String) -> EnvironmentReads?,
        obstacle: @escaping @Sendable (_ path: String, _ environment: Set<Text>?) -> String?,
        refusal: @escaping @Sendable (_ setting: String, _ text: String) -> String?
    ) {
        self.place = place
        self.reads = reads
        self.obstacle = obstacle
        self.refusal = refusal
    }
}

/// What is known of a run besides the file: what stands on the command line of `serve`.
package struct ProjectUse: Sendable {
    /// The one flow of all calls, as the program opens it, instead of the file's own.
    package var flow: String?
    /// Names of `envs` that are given beside the file's.
    package var environment: Set<Text>
    /// A server is about to begin: what would keep it from that is an error.
    package var isServing: Bool

    package init(flow: String? = nil, environment: Set<Text> = [], isServing: Bool = false) {
        self.flow = flow
        self.environment = environment
        self.isServing = isServing
    }
}
