import FlowExpressions
import SourceText
import YAMLTree

// Lists of steps, and the steps in them (swml-language.md §1.2).

extension FlowReader {
    /// Reads a list of steps; `what` names it in messages.
    mutating func readBlock(_ node: YAMLNode, _ what: String, allowing: StepAllowance? = nil) -> BlockID? {
        guard case .sequence(let items) = node.content else {
            if !isCut(node) || !node.isNull { report(.wantsSteps(what, found: node, in: file)) }
            return nil
        }
        guard nesting < FlowLimits.stepNesting else {
            report(.tooDeep(at: node.range))
            return nil
        }
        let entered = enter(node)
        let outer = (parent, allowance)
        nesting += 1
        if let allowing { allowance = allowing }
        let id = BlockID(blocks.count)
        blocks.append(Block(stepIDs: [], parent: parent, section: section, range: node.range, labels: []))
        var ids: [StepID] = []
        ids.reserveCapacity(items.count)
        for item in items {
            guard steps.count < FlowLimits.steps else {
                report(.tooManySteps(at: item.range))
                break
            }
            if let step = readStep(item, in: id, at: ids.count) { ids.append(step) }
        }
        blocks[id.index].stepIDs = ids
        nesting -= 1
        (parent, allowance) = outer
        leave(entered)
        return id
    }

    /// Hides a list's surroundings from the jumps inside it.
    mutating func isolate(_ block: BlockID) { blocks[block.index].isIsolated = true }

    private mutating func readStep(_ node: YAMLNode, in block: BlockID, at index: Int) -> StepID? {
        let entered = enter(node)
        defer { leave(entered) }
        guard let (name, written) = writtenStep(node) else { return nil }
        let id = StepID(steps.count)
        steps.append(
            Step(
                id: id, block: block, index: index, nameRange: written.nameRange, range: node.range,
                aliases: aliases, action: .unsupported(UnsupportedStep(name: Text(name), isKnown: false))))
        guard let schema = StepSchema.named(name) else {
            readUnknown(name, id, written)
            return id
        }
        checkAllowed(schema, at: written.nameRange)
        if isStrict, schema.isExtension { report(.notSWML(.step(schema.name), at: written.nameRange)) }
        parent = id
        let outer = allowance
        if !allowance.isInherited { allowance = .everything }
        let valueEntered = written.value.map { enter($0) } ?? false
        steps[id.index].action = schema.read(written, &self)
        leave(valueEntered)
        allowance = outer
        note(id, written)
        return id
    }

    /// Takes an entry apart; reports one that is no step.
    private mutating func writtenStep(_ node: YAMLNode) -> (String, WrittenStep)? {
        switch node.content {
        case .scalar(let scalar):
            guard case .string = scalar.resolved, !scalar.text.isEmpty else {
                reportMissing(.malformedStep(found: node), node)
                return nil
            }
            return (scalar.text, WrittenStep(nameRange: node.range, value: nil, node: node))
        case .mapping(let entries):
            guard let entry = entries.first else {
                reportMissing(.malformedStep(found: node), node)
                return nil
            }
            if entries.count > 1 { report(.severalMethods(entries.map(\.key))) }
            guard case .scalar(let key) = entry.key.content else { return nil }
            return (key.text, WrittenStep(nameRange: entry.key.range, value: entry.value, node: node))
        case .sequence:
            report(.malformedStep(found: node))
            return nil
        }
    }

    private mutating func readUnknown(_ name: String, _ id: StepID, _ written: WrittenStep) {
        if let known = UnsupportedStep.canonical(name) {
            steps[id.index].action = .unsupported(UnsupportedStep(name: Text(known), isKnown: true))
            report(.unsupportedStep(known, at: written.nameRange))
        } else if !isCut(written.node) || written.value != nil {
            report(.unknownStep(name, at: written.nameRange))
        }
    }

    private mutating func checkAllowed(_ schema: StepSchema, at range: SourceRange) {
        guard let names = allowance.names, !names.contains(schema.name) else { return }
        report(.stepNotAllowed(schema.name, in: allowance.place, allowed: names, at: range))
    }

    /// Remembers labels and jumps, which are matched when all is read.
    private mutating func note(_ id: StepID, _ written: WrittenStep) {
        switch steps[id.index].action {
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
