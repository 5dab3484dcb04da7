import FlowExpressions
package import FlowModel

/// What all rules share about one flow: the flow, what was asked for, and analyses that are made once, when
/// the first rule asks for them.
package final class LintContext {
    package let flow: Flow
    /// The phone system that the flow is meant for.
    let target: Target?
    /// The methods that occur.
    let kinds: StepKinds
    /// What else rules look for.
    let traits: FlowTraits
    let variables: KnownVariables
    /// The finding ids that comments in the file silence, in document order.
    let allowances: [Allowance]

    /// The reader has found errors.
    private let hasErrors: Bool
    /// A call can come to every step, which is seen without a walk; false says nothing.
    private(set) lazy var isPlainlyReached = !hasErrors && flow.isPlainlyReached
    /// By step: where a call may be when it begins; nowhere, when no call can come there.
    private(set) lazy var states = FlowGraph.states(of: flow, sections)
    private(set) lazy var sections = SectionTable(flow)
    private(set) lazy var calls =
        kinds.isDisjoint(with: .calls) ? SectionCalls() : SectionCalls(flow, sections)
    private(set) lazy var joins = kinds.contains(.joinConference) ? RoomJoin.all(in: flow) : []
    private(set) lazy var templates = flow.templateUses
    private(set) lazy var conditions = kinds.isDisjoint(with: .conditional) ? [] : flow.conditionUses
    private(set) lazy var comparisons = conditions.comparisons
    private(set) lazy var oddURLs = flow.oddURLs
    /// Every place where a variable is read that nothing is known to set.
    private(set) lazy var unknownReads = reads { [variables] in !variables.isKnown($0) }

    init(
        _ flow: Flow, target: Target?, environment: Set<Text>?, allowances: [Allowance], hasErrors: Bool
    ) {
        self.flow = flow
        self.target = target
        self.allowances = allowances
        self.hasErrors = hasErrors
        var kinds: StepKinds = []
        var traits = FlowTraits()
        for index in flow.steps.indices {
            let kind = flow.steps[index].action.kind
            if kind == .joinConference, kinds.contains(kind) { traits.insert(.severalJoins) }
            kinds.formUnion(kind)
            if !kind.isDisjoint(with: .telling) { traits.formUnion(flow.steps[index].action.traits) }
            if flow.steps[index].contents.holds(.oddURLs) { traits.insert(.oddURLs) }
        }
        variables = KnownVariables(flow, kinds, environment: environment)
        for index in flow.variablesRead.indices where !variables.isOwn(flow.variablesRead[index].variable) {
            traits.formUnion(variables.traits(of: flow.variablesRead[index]))
        }
        self.kinds = kinds
        self.traits = traits
    }

    /// Whether a call can come to the step.
    func reaches(_ id: StepID) -> Bool { !states[id.index].isEmpty }

    /// The name of a section as messages show it.
    func name(ofSection index: Int?) -> String {
        guard let index, flow.sections.indices.contains(index) else { return "onHangup" }
        return flow.sections[index].name.string
    }
}

extension String {
    /// Text from a document in a message: short, and on one line.
    var shown: String {
        let line = String(map { $0.isNewline ? " " : $0 }.prefix(60))
        return line.count < count ? line + "…" : line
    }
}
