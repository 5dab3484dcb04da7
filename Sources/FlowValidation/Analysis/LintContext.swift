import FlowExpressions
package import FlowModel
import SourceText

/// What all rules share about one flow: the flow, what was asked for, and analyses that are made once, when
/// the first rule asks for them.
package final class LintContext {
    package let flow: Flow
    /// The phone system that the flow is meant for.
    let target: Target?
    let outline: FlowOutline
    /// The finding ids that comments in the file silence, in document order.
    let allowances: [Allowance]

    /// By step: where a call may be when it begins; nowhere, when no call can come there.
    private(set) lazy var states = FlowGraph.states(of: flow, sections)
    private(set) lazy var sections = SectionTable(flow)
    /// What each finding of an unknown variable may choose from; sorted once, however many there are.
    private lazy var variableNames = variables.names(in: nil)
    private(set) lazy var calls =
        kinds.isDisjoint(with: .calls) ? SectionCalls() : SectionCalls(flow, sections)
    private(set) lazy var joins = kinds.contains(.joinConference) ? RoomJoin.all(in: flow) : []
    private(set) lazy var templates = flow.templateUses
    private(set) lazy var conditions = kinds.isDisjoint(with: .conditional) ? [] : flow.conditionUses
    private(set) lazy var comparisons = conditions.comparisons
    private(set) lazy var oddURLs = flow.oddURLs
    /// Every place where a variable is read that nothing is known to set.
    private(set) lazy var unknownReads = reads { [variables] in !variables.isKnown($0) }

    init(_ flow: Flow, _ outline: FlowOutline, target: Target? = nil, allowances: [Allowance] = []) {
        self.flow = flow
        self.outline = outline
        self.target = target
        self.allowances = allowances
    }

    /// The methods that occur.
    var kinds: StepKinds { outline.kinds }
    var variables: KnownVariables { outline.variables }

    /// The name that was probably meant.
    func nameNear(_ variable: VariableName) -> String? {
        let names =
            switch variable.scope {
            case .params, .vars, nil: variableNames
            case .call, .envs: variables.names(in: variable.scope)
            }
        return nearest(to: variable.name.string, among: names)
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
