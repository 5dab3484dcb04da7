import FlowExpressions
import FlowModel
import SourceText

/// What a flow gives values to, anywhere in it.
struct KnownVariables {
    /// Whether a value can ever be there.
    enum Origin {
        case known
        /// Steps set it, and the flow has none of them.
        case stepIsMissing(StepKinds)
        /// Nobody sets it; `vars.x` cannot come from the environment either.
        case nobody
        /// Nobody in the flow sets it, and it may be a value of the environment.
        case environment
        /// `call` has no such member.
        case notOfCall
    }

    private let assigned: NameTable
    private let kinds: StepKinds
    private let environment: Set<Text>?

    init(_ flow: Flow, _ kinds: StepKinds, environment: Set<Text>?) {
        self.kinds = kinds
        self.environment = environment
        assigned = NameTable(flow.assigned)
    }

    /// Whether `set` gives the variable a value somewhere.
    func isAssigned(_ name: Text) -> Bool { assigned.contains(name) }

    func isKnown(_ variable: VariableName) -> Bool {
        if case .known = origin(of: variable) { true } else { false }
    }

    func origin(of variable: VariableName) -> Origin {
        switch variable.scope {
        case .params: .known  // Another rule's concern: they belong to the callers.
        case .envs: environment.map { $0.contains(variable.name) ? .known : .nobody } ?? .known
        case .call: PlatformVariables.isCallField(variable.platformName) ? .known : .notOfCall
        case .vars: origin(ofVariable: variable) ?? .nobody
        case nil: origin(ofUnprefixed: variable)
        }
    }

    private func origin(ofUnprefixed variable: VariableName) -> Origin {
        if let origin = origin(ofVariable: variable) { return origin }
        if Variables.Scope(variable.name) != nil { return .known }
        if PlatformVariables.isCallField(variable.platformName) { return .known }
        if PlatformVariables.sessionScopes.contains(variable.name) { return .known }
        guard let environment else { return .environment }
        return environment.contains(variable.name) ? .known : .nobody
    }

    /// The origin of a name in `vars`; `nil` when neither the flow nor a step sets it.
    private func origin(ofVariable variable: VariableName) -> Origin? {
        if assigned.contains(variable.name) { return .known }
        guard let setters = PlatformVariables.setters[variable.platformName] else { return nil }
        return setters.isDisjoint(with: kinds) ? .stepIsMissing(setters) : .known
    }

    /// The names that a variable of a scope may have, in the order in which one is suggested.
    func names(in scope: Variables.Scope?) -> [String] {
        switch scope {
        case .call:
            return sorted(Set(PlatformVariables.callFields))
        case .envs:
            return sorted(environment ?? [])
        case .params, .vars, nil:
            let platform = PlatformVariables.setters.entries.filter { !$0.value.isDisjoint(with: kinds) }
            return sorted(Set(assigned.names)) + sorted(Set(platform.map(\.name)))
                + sorted(environment ?? [])
        }
    }

    private func sorted(_ names: Set<Text>) -> [String] { names.map(\.string).sorted() }
}
