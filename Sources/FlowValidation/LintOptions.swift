package import FlowExpressions
package import SourceText

/// What the linter is asked for besides its usual work.
package struct LintOptions: Sendable {
    /// Another severity for a finding. Errors keep theirs: such a flow cannot run.
    package var severities: [Finding.ID: Finding.Severity]
    /// Warnings and hints that are not wanted at all.
    package var silenced: Set<Finding.ID>
    /// The phone system that the flow is meant for; what it cannot do is an error then.
    package var target: Target?
    /// The names in `envs` when they are known, as from a project file. Other names are not the environment's
    /// then.
    package var environment: Set<Text>?
    /// Reports everything that SWML's own schema does not allow.
    package var isStrictSWML: Bool

    package init(
        severities: [Finding.ID: Finding.Severity] = [:], silenced: Set<Finding.ID> = [],
        target: Target? = nil,
        environment: Set<Text>? = nil, isStrictSWML: Bool = false
    ) {
        self.severities = severities
        self.silenced = silenced
        self.target = target
        self.environment = environment
        self.isStrictSWML = isStrictSWML
    }
}
