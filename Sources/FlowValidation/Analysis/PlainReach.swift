import FlowModel

extension Flow {
    /// Whether one look at the steps that end something shows that a call can come to every step, as in most
    /// flows: each of them stands last in its list, and the way on behind no step depends on that list.
    ///
    /// False says nothing; then only the walk of `FlowGraph` tells. For flows without errors, in which every
    /// list belongs to a step.
    var isPlainlyReached: Bool {
        for index in steps.indices {
            let kind = steps[index].action.kind
            // Whether a section comes back takes a walk.
            if kind == .execute { return false }
            guard !kind.isDisjoint(with: .ending) || steps[index].contents.holds(.ending) else { continue }
            let list = steps[index].block.index
            guard steps[index].index == blocks[list].places.count - 1 else { return false }
            if let parent = blocks[list].parent, steps[parent.index].contents.holds(.fallback) {
                return false
            }
        }
        return true
    }
}

extension FlowOutline {
    /// Whether there is a step behind which the next one may never run.
    var mayEndLists: Bool { !kinds.isDisjoint(with: .ending) || contents.holds(.ending) }
}

extension StepKinds {
    /// Steps behind which the next one never runs, or nobody knows.
    fileprivate static let ending: StepKinds = [.hangup, .return, .transfer, .execute]
}

extension StepContents {
    /// What makes other steps such.
    fileprivate static let ending: StepContents = [.certainJump, .endlessSleep]
}
