import FlowExpressions
import FlowModel

/// What a flow as a whole has that some rule looks for.
///
/// A trait may stand where its rule finds nothing, never the other way round.
package struct FlowTraits: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let severalJoins = FlowTraits(rawValue: 1 << 0)
    package static let severalSections = FlowTraits(rawValue: 1 << 1)
    /// A section with the name of what runs at the end of a call.
    package static let hangupSection = FlowTraits(rawValue: 1 << 2)
    /// A step that goes on in a section and does not come back by itself.
    package static let sectionCall = FlowTraits(rawValue: 1 << 3)
    package static let unusedLabel = FlowTraits(rawValue: 1 << 4)
    /// It takes a walk to tell whether a call can come to every step.
    package static let doubtfulReach = FlowTraits(rawValue: 1 << 5)
    /// A variable is read that nothing is known to set.
    package static let unknownVariable = FlowTraits(rawValue: 1 << 6)
    /// A member of `conference` is read.
    package static let conferenceMember = FlowTraits(rawValue: 1 << 7)
    /// A variable is read that has a closed set of words.
    package static let resultWords = FlowTraits(rawValue: 1 << 8)
    /// It is meant for one phone system.
    package static let target = FlowTraits(rawValue: 1 << 9)
}

/// What there is in a flow, as far as that tells which rules have something to look at.
///
/// Taken by one look at every step and at everything that is read. Nothing is copied and no memory is taken
/// for it, so that a flow without anything suspicious costs hardly more than this.
struct FlowOutline {
    /// The methods that occur.
    private(set) var kinds: StepKinds = []
    /// What the steps may hold, all together.
    private(set) var contents = StepContents()
    private(set) var traits = FlowTraits()
    let variables: KnownVariables

    init(
        _ flow: Flow, environment: Set<Text>? = nil, target: Target? = nil, hasErrors: Bool = false
    ) {
        for index in flow.steps.indices {
            let kind = flow.steps[index].action.kind
            if kind == .joinConference, kinds.contains(kind) { traits.insert(.severalJoins) }
            kinds.formUnion(kind)
            contents.add(flow.steps[index].contents)
        }
        variables = KnownVariables(flow, kinds, environment: environment)
        traits.formUnion(flow.traitsOfSections)
        if target != nil { traits.insert(.target) }
        if !kinds.isDisjoint(with: [.execute, .transfer]) { traits.insert(.sectionCall) }
        if kinds.contains(.label), flow.hasUnusedLabel { traits.insert(.unusedLabel) }
        if hasErrors || mayEndLists && !flow.isPlainlyReached { traits.insert(.doubtfulReach) }
        for index in flow.variablesRead.indices where !variables.isOwn(flow.variablesRead[index].variable) {
            traits.formUnion(variables.traits(of: flow.variablesRead[index]))
        }
    }

    /// Whether a rule may find something here.
    @inline(__always)
    func occasions(
        steps: StepKinds, contents wantedContents: StepContents, traits wantedTraits: FlowTraits
    ) -> Bool {
        guard !kinds.isDisjoint(with: steps) else { return false }
        if wantedContents.rawValue == 0, wantedTraits.isEmpty { return true }
        return contents.holds(wantedContents) || !traits.isDisjoint(with: wantedTraits)
    }
}

extension StepContents {
    // As the operations of `OptionSet`, which are calls through a table when the set is of another module.

    /// Whether it has one of some contents.
    func holds(_ contents: StepContents) -> Bool { rawValue & contents.rawValue != 0 }

    fileprivate mutating func add(_ contents: StepContents) {
        self = StepContents(rawValue: rawValue | contents.rawValue)
    }
}

extension Flow {
    fileprivate var traitsOfSections: FlowTraits {
        var traits: FlowTraits = sections.count > 1 ? .severalSections : []
        if onHangup == nil, sections.indices.contains(where: { sections[$0].name.isOnHangup }) {
            traits.insert(.hangupSection)
        }
        return traits
    }
}

extension KnownVariables {
    /// Whether a variable is the author's own, as nearly all are; no rule has anything to say of them.
    @inline(__always)
    fileprivate func isOwn(_ variable: VariableName) -> Bool {
        (variable.scope == nil || variable.scope == .vars) && isAssigned(variable.name)
    }

    /// What reading another variable adds to the traits of a flow.
    fileprivate func traits(of read: VariableRead) -> FlowTraits {
        let variable = read.variable
        var traits: FlowTraits = []
        if !isKnown(variable) { traits.insert(.unknownVariable) }
        if ResultValues.mayHaveWords(variable) { traits.insert(.resultWords) }
        if read.member != nil, variable.isVariable("conference") { traits.insert(.conferenceMember) }
        return traits
    }
}
