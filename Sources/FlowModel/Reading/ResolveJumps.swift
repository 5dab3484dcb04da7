import FlowExpressions
import SourceText

// Labels and jumps (swml-language.md §3.10).

extension FlowReader {
    /// Remembers the label that the current step is; the second one of a name in a section is reported.
    mutating func note(_ label: Label) {
        guard let step = parent else { return }
        // The same label may be read again through an alias.
        if let first = labels.first(label.name, inSection: section), first.range != label.range {
            report(.duplicateLabel(label.name, at: label.range, first: first.range))
        }
        let position = FlowPosition(steps[step.index].block, steps[step.index].index)
        labels.append(
            PlacedLabel(name: label.name, range: label.range, position: position, section: section))
    }

    /// Finds the label of a jump in its own list, where most loops have it, before it; other labels may still
    /// come, and are looked for when all is read.
    mutating func resolveInOwnList(_ jump: inout Goto) {
        guard let step = parent, let name = jump.label.literal, !jump.label.range.isEmpty else { return }
        jump.target = labels.position(of: name, in: steps[step.index].block)
        if jump.target == nil { jumps.append(step) }
    }

    /// Finds the labels of the other jumps, when every list is known.
    mutating func resolveJumps() {
        var suggestions = LabelSuggestions()
        for id in jumps {
            guard case .goto(var jump) = steps[id.index].action, let name = jump.label.literal else {
                continue
            }
            jump.target = target(of: name, from: steps[id.index].block)
            if jump.target == nil { reportUnknown(name, jump, from: steps[id.index].block, &suggestions) }
            steps[id.index].action = .goto(jump)
        }
    }

    /// The innermost list first, then outward to the section. A `confirm` list runs on another leg, so
    /// nothing outside it is in sight.
    private func target(of name: Text, from block: BlockID) -> FlowPosition? {
        var list: BlockID? = block
        while let id = list {
            if let position = labels.position(of: name, in: id) { return position }
            list = surrounding(id)
        }
        return nil
    }

    /// The list around a list; `nil` when nothing around it is in sight.
    private func surrounding(_ block: BlockID) -> BlockID? {
        guard !blocks[block.index].isIsolated else { return nil }
        return blocks[block.index].parent.map { steps[$0.index].block }
    }

    private mutating func reportUnknown(
        _ name: Text, _ jump: Goto, from block: BlockID, _ suggestions: inout LabelSuggestions
    ) {
        guard !isFull else { return }
        var visible: [BlockID] = []
        var list: BlockID? = block
        while let id = list {
            visible.append(id)
            list = surrounding(id)
        }
        let names = suggestions.names(in: visible, of: labels)
        let elsewhere = labels.first(name)
        report(.unknownLabel(name, visible: names, elsewhere: elsewhere?.range, at: jump.label.range))
    }
}

/// Names for jumps to labels that are not there, by list: a document may have thousands of both, in lists
/// deep inside one another. Made when the first is looked for, in most documents never.
private struct LabelSuggestions {
    private var byList: [BlockID: [String]]?

    /// The labels of some lists, in the order of the lists: of two that are equally near, the one in the
    /// innermost list was probably meant.
    mutating func names(in lists: [BlockID], of labels: LabelTable) -> some Sequence<String> {
        let byList =
            byList
            ?? Dictionary(grouping: labels.all, by: \.position.block).mapValues { $0.map(\.name.string) }
        self.byList = byList
        return lists.lazy.flatMap { byList[$0, default: []] }
    }
}
