import FlowExpressions
import SourceText
import YAMLTree

// Lists of steps, and the steps in them (swml-language.md §1.2).

extension FlowReader {
    /// Reads a list of steps that has been entered; `what` names it in messages.
    mutating func readBlock(_ node: YAMLNode, _ what: String, allowing: StepAllowance? = nil) -> BlockID? {
        guard node.kind == .sequence else {
            if !isCut(node) || !node.isNull { report(.wantsSteps(what, found: node, in: file)) }
            return nil
        }
        guard nesting < FlowLimits.stepNesting else {
            report(.tooDeep(at: node.range))
            return nil
        }
        let outer = (parent, allowance)
        nesting += 1
        if let allowing { allowance = allowing }
        let id = BlockID(blocks.count)
        blocks.append(Block(stepIDs: [], parent: parent, section: section, range: node.range, labels: []))
        var ids: [StepID] = []
        ids.reserveCapacity(node.itemCount)
        var item = node
        var place = node.firstPlace
        while place < node.endPlace {
            item.move(to: place)
            guard steps.count < FlowLimits.steps else {
                report(.tooManySteps(at: item.range))
                break
            }
            if let step = readStep(&item, in: id, at: ids.count) { ids.append(step) }
            place = node.place(after: place)
        }
        blocks[id.index].stepIDs = ids
        nesting -= 1
        (parent, allowance) = outer
        return id
    }

    /// Hides a list's surroundings from the jumps inside it.
    mutating func isolate(_ block: BlockID) { blocks[block.index].isIsolated = true }

    /// Reads a step; `node` moves to its value.
    private mutating func readStep(_ node: inout YAMLNode, in block: BlockID, at index: Int) -> StepID? {
        let entered = enter(node)
        defer { leave(entered) }
        switch node.kind {
        case .scalar:
            guard node.resolved == .string, let name = node.text, !name.isEmpty else {
                reportMissing(.malformedStep(found: node), node)
                return nil
            }
            let place = StepPlace(nameRange: node.range, range: node.range, isBare: true)
            return read(StepSchema.named(name), called: name, node, place, in: block, at: index)
        case .mapping where node.entryCount == 1 && !node.hasMergeKey:
            guard let key = node.withFirstKey({ (schema: StepSchema.named($0), range: $1) }) else {
                return nil  // The tree has reported it.
            }
            let place = StepPlace(nameRange: key.range, range: node.range, isBare: false)
            // Only who reports it wants the name itself.
            let isNamed = key.schema == nil || isStrict
            let name = isNamed ? node.withFirstKey { text, _ in String(decoding: text, as: UTF8.self) } : nil
            node.moveToFirstValue()
            return read(key.schema, called: name ?? "", node, place, in: block, at: index)
        case .mapping:
            return readFirst(of: mergedEntries(of: node), node, in: block, at: index)
        case .sequence:
            report(.malformedStep(found: node))
            return nil
        }
    }

    /// Reads the first of a step's entries, of which there should be one.
    private mutating func readFirst(
        of entries: [YAMLEntry], _ node: YAMLNode, in block: BlockID, at index: Int
    ) -> StepID? {
        guard let entry = entries.first else {
            reportMissing(.malformedStep(found: node), node)
            return nil
        }
        if entries.count > 1 { report(.severalMethods(entries.map(\.key))) }
        guard let name = entry.key.text else { return nil }  // The tree has reported it.
        let place = StepPlace(nameRange: entry.key.range, range: node.range, isBare: false)
        return read(StepSchema.named(name), called: name, entry.value, place, in: block, at: index)
    }

    private mutating func read(
        _ schema: StepSchema?, called name: String, _ value: YAMLNode, _ place: StepPlace,
        in block: BlockID, at index: Int
    ) -> StepID {
        let id = StepID(steps.count)
        steps.append(
            Step(
                id: id, block: block, index: index, nameRange: place.nameRange, range: place.range,
                aliases: aliases, action: .pending))
        guard let schema else {
            readUnknown(name, id, value, place)
            return id
        }
        if allowance != .everything { checkAllowed(schema.name, at: place.nameRange) }
        if isStrict { checkStrict(name, schema, at: place.nameRange) }
        parent = id
        let outer = (allowance, contents)
        if !allowance.isInherited { allowance = .everything }
        contents = []
        let entered = !place.isBare && enter(value)
        let action = schema.read(value, place, &self)
        leave(entered)
        note(action, id)
        steps[id.index].action = consume action
        steps[id.index].contents = contents
        (allowance, contents) = outer
        return id
    }

    private mutating func readUnknown(
        _ name: String, _ id: StepID, _ value: YAMLNode, _ place: StepPlace
    ) {
        if let known = UnsupportedStep.canonical(name) {
            steps[id.index].action = .unsupported(UnsupportedStep(name: Text(known), isKnown: true))
            checkAllowed(known, at: place.nameRange)
            if isStrict { checkStrict(name, unsupported: known, at: place.nameRange) }
            report(.unsupportedStep(known, at: place.nameRange))
        } else {
            steps[id.index].action = .unsupported(UnsupportedStep(name: Text(name), isKnown: false))
            if !place.isBare || !isCut(value) { report(.unknownStep(name, at: place.nameRange)) }
        }
    }

    private mutating func checkAllowed(_ name: String, at range: SourceRange) {
        guard let names = allowance.names, !names.contains(name) else { return }
        report(.stepNotAllowed(name, in: allowance.place, allowed: names, at: range))
    }

    /// Remembers labels and jumps, which are matched when all is read.
    private mutating func note(_ action: StepAction, _ id: StepID) {
        switch action {
        case .goto:
            jumps.append(id)
        case .label(let label):
            note(label, at: steps[id.index])
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .dial, .sendDigits, .sleep, .set, .unset, .execute,
            .return, .transfer, .switch, .cond, .request, .sendSms, .userEvent, .unsupported:
            break
        }
    }

    private mutating func note(_ label: Label, at step: Step) {
        guard !label.range.isEmpty else { return }
        let isCopy = { (known: PlacedLabel) in known.range == label.range }
        if let first = labels.first(where: { $0.section == section && $0.name == label.name }), !isCopy(first)
        {
            report(.duplicateLabel(label.name, at: label.range, first: first.range))
        } else {
            labels.append(PlacedLabel(name: label.name, range: label.range, section: section))
        }
        blocks[step.block.index].labels.append(BlockLabel(name: label.name, index: step.index))
    }
}
