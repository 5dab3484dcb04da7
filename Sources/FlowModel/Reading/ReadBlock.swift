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
        // Lists inside this one take their places behind it.
        let first = order.count
        order.append(contentsOf: repeatElement(StepID(0), count: min(node.itemCount, FlowLimits.steps)))
        blocks.append(
            Block(places: first..<first, parent: parent, section: section, range: node.range))
        var next = first
        var item = node
        var place = node.firstPlace
        while place < node.endPlace {
            item.move(to: place)
            guard steps.count < FlowLimits.steps else {
                report(.tooManySteps(at: item.range))
                break
            }
            if let step = readStep(&item, FlowPosition(id, next - first)) {
                order[next] = step
                next += 1
            }
            place = node.place(after: place)
        }
        blocks[id.index].places = first..<next
        nesting -= 1
        (parent, allowance) = outer
        return id
    }

    /// Hides a list's surroundings from the jumps inside it.
    mutating func isolate(_ block: BlockID) { blocks[block.index].isIsolated = true }

    /// Reads a step; `node` moves to its value.
    private mutating func readStep(_ node: inout YAMLNode, _ position: FlowPosition) -> StepID? {
        let entered = enter(node)
        defer { leave(entered) }
        switch node.kind {
        case .scalar:
            guard node.resolved == .string, let name = node.text, !name.isEmpty else {
                reportMissing(.malformedStep(found: node), node)
                return nil
            }
            return read(name, node, StepPlace(position, node.range, node.range, isBare: true))
        case .mapping where node.entryCount == 1 && !node.hasMergeKey:
            return readEntry(of: &node, position)
        case .mapping:
            return readFirst(of: mergedEntries(of: node), node, position)
        case .sequence:
            report(.malformedStep(found: node))
            return nil
        }
    }

    /// Reads a step from a mapping of one entry.
    private mutating func readEntry(of node: inout YAMLNode, _ position: FlowPosition) -> StepID? {
        guard let key = node.withFirstKey({ (step: StepSchema.index(of: $0), range: $1) }) else {
            return nil  // The tree has reported it.
        }
        let place = StepPlace(position, key.range, node.range, isBare: false)
        guard let known = key.step, !isStrict else {
            let name = node.withFirstKey { text, _ in String(decoding: text, as: UTF8.self) } ?? ""
            node.moveToFirstValue()
            return read(name, node, place)
        }
        node.moveToFirstValue()
        return StepSchema.read(known, node, place, by: &self)
    }

    /// Reads the first of a step's entries, of which there should be one.
    private mutating func readFirst(
        of entries: [YAMLEntry], _ node: YAMLNode, _ position: FlowPosition
    ) -> StepID? {
        guard let entry = entries.first else {
            reportMissing(.malformedStep(found: node), node)
            return nil
        }
        if entries.count > 1 { report(.severalMethods(entries.map(\.key))) }
        guard let name = entry.key.text else { return nil }  // The tree has reported it.
        return read(name, entry.value, StepPlace(position, entry.key.range, node.range, isBare: false))
    }

    /// Reads a step by its name, which may be that of none.
    private mutating func read(_ name: String, _ value: YAMLNode, _ place: StepPlace) -> StepID {
        guard let known = StepSchema.index(of: name) else { return readUnknown(name, value, place) }
        if isStrict { checkStrict(name, StepSchema.all[known], at: place.nameRange) }
        return StepSchema.read(known, value, place, by: &self)
    }

    /// Reads a step of a known method.
    mutating func read(_ schema: StepSchema, _ value: YAMLNode, _ place: StepPlace) -> StepID {
        let id = append(place)
        if allowance != .everything { checkAllowed(schema.name, at: place.nameRange) }
        parent = id
        let outer = (allowance, contents)
        if !allowance.isInherited { allowance = .everything }
        contents = []
        let entered = !place.isBare && enter(value)
        let action = schema.read(value, place, &self)
        leave(entered)
        contents.formUnion(action.contents)
        steps[id.index].action = consume action
        steps[id.index].contents = contents
        (allowance, contents) = outer
        return id
    }

    /// Gives a step its place in the table, before those inside it have theirs.
    private mutating func append(_ place: StepPlace) -> StepID {
        let id = StepID(steps.count)
        steps.append(
            Step(
                id: id, block: place.position.block, index: place.position.index, nameRange: place.nameRange,
                range: place.range, aliases: aliases, action: .pending))
        return id
    }

    private mutating func readUnknown(_ name: String, _ value: YAMLNode, _ place: StepPlace) -> StepID {
        let id = append(place)
        if let known = UnsupportedStep.canonical(name) {
            steps[id.index].action = .unsupported(UnsupportedStep(name: Text(known), isKnown: true))
            checkAllowed(known, at: place.nameRange)
            if isStrict { checkStrict(name, unsupported: known, at: place.nameRange) }
            report(.unsupportedStep(known, at: place.nameRange))
        } else {
            steps[id.index].action = .unsupported(UnsupportedStep(name: Text(name), isKnown: false))
            if !place.isBare || !isCut(value), !isFull { report(.unknownStep(name, at: place.nameRange)) }
        }
        return id
    }

    private mutating func checkAllowed(_ name: String, at range: SourceRange) {
        guard let names = allowance.names, !names.contains(name) else { return }
        report(.stepNotAllowed(name, in: allowance.place, allowed: names, at: range))
    }
}
