import FlowExpressions
public import SourceText
package import YAMLTree

/// How a document is read.
public struct ReadingOptions: Sendable, Hashable, Codable {
    /// Reports everything that SWML's own schema does not allow, as errors with the id `not-swml`.
    public var isStrict: Bool
    public init(isStrict: Bool = false) { self.isStrict = isStrict }
}

/// What a document gave: the flow as far as it could be read, and everything that is wrong with its form.
public struct FlowReading: Sendable {
    /// `nil` when the document has no sections at all. With errors among the findings it is for looking at,
    /// never for running.
    public var flow: Flow?
    /// By position.
    public var findings: [Finding]

    package init(flow: Flow?, findings: [Finding]) {
        self.flow = flow
        self.findings = findings
    }

    public var hasErrors: Bool { findings.contains { $0.severity == .error } }
}

extension Flow {
    /// Reads a document. Never throws and never traps: whatever is wrong is a finding.
    public static func read(_ file: SourceFile, options: ReadingOptions = ReadingOptions()) -> FlowReading {
        read(YAMLReader.read(file), options: options)
    }

    /// Reads a document whose tree is already there.
    package static func read(_ tree: YAMLResult, options: ReadingOptions = ReadingOptions()) -> FlowReading {
        let cut = tree.isPartial ? tree.root?.range.upper ?? 0 : nil
        var reader = FlowReader(file: tree.file, isStrict: options.isStrict, cut: cut)
        let flow = reader.readFlow(tree)
        var findings = tree.findings + reader.findings
        if findings.count > 1 { findings.sort { ($0.range, $0.id.name) < ($1.range, $1.id.name) } }
        return FlowReading(flow: flow, findings: findings)
    }
}

extension FlowReader {
    /// What is read at the top, before there is a flow.
    private struct TopLevel {
        var version: Given<Text>?
        var sections: [Section] = []
        var onHangup: BlockID?
        var hasVersion = false
        var hasSections = false
        /// `sections` is given twice, which is reported already: both count, and neither needs a `main`.
        var repeatsSections = false
    }

    fileprivate mutating func readFlow(_ tree: YAMLResult) -> Flow? {
        guard let root = tree.root else {
            if !tree.isPartial, tree.findings.isEmpty { report(.emptyDocument()) }
            return nil
        }
        guard case .mapping = root.content else {
            if !tree.isPartial || root.scalar == nil { report(.notAFlow(root)) }
            return nil
        }
        var top = TopLevel()
        let entries = mergedEntries(of: root)
        top.repeatsSections = entries.count { $0.key.scalar?.spells("sections") ?? false } > 1
        for entry in entries { read(entry, into: &top) }
        if !top.hasSections { reportMissing(.missingSections(root), root) }
        if !top.hasVersion, top.hasSections { reportMissing(.missingVersion(root, in: file), root) }
        resolveJumps()
        return Flow(
            file: tree.file, root: root, version: top.version, sections: top.sections, steps: steps,
            blocks: blocks, assigned: assigned, variablesRead: variablesRead,
            onHangup: top.onHangup, isPartial: tree.isPartial)
    }

    private mutating func read(_ entry: YAMLEntry, into top: inout TopLevel) {
        guard case .scalar(let key) = entry.key.content else { return }  // The tree has reported it.
        switch key.text {
        case "version":
            top.hasVersion = true
            top.version = readVersion(entry.value)
        case "sections":
            top.hasSections = true
            readSections(entry, into: &top)
        case "onHangup", "on_hangup":
            guard top.onHangup == nil else { return report(.repeatedOnHangup(at: entry.key.place)) }
            if isStrict { report(.notSWML(.topLevel(key.text), at: entry.key.place)) }
            section = nil
            let entered = enter(entry.value)
            top.onHangup = readBlock(entry.value, "onHangup", allowing: .afterHangup)
            leave(entered)
        case _ where key.text.hasPrefix("x-"):
            if isStrict { report(.notSWML(.topLevel(key.text), at: entry.key.place)) }
        default:
            report(.unknownElement(key.text, at: entry.key.place))
        }
    }

    /// Only `1.0.0` (C-05).
    private mutating func readVersion(_ node: YAMLNode) -> Given<Text>? {
        guard case .scalar(let scalar) = node.content else {
            report(.invalidVersion(node))
            return nil
        }
        if node.isNull, isCut(node) { return nil }
        guard scalar.spells("1.0.0") else {
            report(.invalidVersion(node))
            return nil
        }
        return Given(literal: "1.0.0", at: node.range)
    }

    private mutating func readSections(_ entry: YAMLEntry, into top: inout TopLevel) {
        guard case .mapping = entry.value.content else {
            if !entry.value.isNull || !isCut(entry.value) { report(.wantsSections(entry.value)) }
            return
        }
        let entered = enter(entry.value)
        defer { leave(entered) }
        var sections = top.sections
        var hasMain = top.repeatsSections
        readEntries(of: entry.value) { key, value, reader in
            guard let name = key.text else { return }
            if name == "main" { hasMain = true }
            reader.section = sections.count
            let valueEntered = reader.enter(value)
            if let block = reader.readBlock(value, name) {
                if reader.blocks[block.index].stepIDs.isEmpty, value.itemCount == 0 {
                    reader.report(.emptySection(name, at: key.place))
                }
                sections.append(
                    Section(
                        name: Text(name), nameRange: key.range, range: key.range.union(value.place),
                        block: block))
            }
            reader.leave(valueEntered)
        }
        if !hasMain { reportMissing(.missingMain(entry, names: sections.map(\.name.string)), entry.value) }
        top.sections = sections
    }
}

extension StepAllowance {
    /// Steps that make sense when the call is over (design §2.1).
    static let namesAfterHangup = ["request", "set", "unset", "cond", "switch", "sendSms", "userEvent"]

    /// Steps on a leg that is not bridged yet; a `cond` among them may hold any step (swml-language.md §3.4).
    static let namesInConfirm = [
        "cond", "set", "unset", "hangup", "play", "prompt", "record", "recordCall", "stopRecordCall",
        "sendDigits", "sendSms", "tap", "stopTap", "stream", "stopStream", "denoise", "stopDenoise",
    ]
}

// Labels and jumps, matched when every list is known.

extension FlowReader {
    fileprivate mutating func resolveJumps() {
        for id in jumps {
            guard case .goto(var jump) = steps[id.index].action, !jump.label.range.isEmpty else { continue }
            guard let name = jump.label.literal else { continue }
            jump.target = target(of: name, from: steps[id.index].block)
            if jump.target == nil { reportUnknown(name, jump, from: steps[id.index]) }
            steps[id.index].action = .goto(jump)
        }
    }

    /// The innermost list first, then outward to the section (swml-language.md §3.10). A `confirm` list runs
    /// on another leg, so nothing outside it is in sight.
    private func target(of name: Text, from block: BlockID) -> FlowPosition? {
        var list: BlockID? = block
        while let id = list {
            for label in blocks[id.index].labels where label.name == name {
                return FlowPosition(id, label.index)
            }
            list = surrounding(id)
        }
        return nil
    }

    /// The list around a list; `nil` when nothing around it is in sight.
    private func surrounding(_ block: BlockID) -> BlockID? {
        guard !blocks[block.index].isIsolated else { return nil }
        return blocks[block.index].parent.map { steps[$0.index].block }
    }

    private func visible(from block: BlockID) -> [BlockID] {
        Array(sequence(first: block, next: surrounding))
    }

    private mutating func reportUnknown(_ name: Text, _ jump: Goto, from step: Step) {
        let names = visible(from: step.block).flatMap { blocks[$0.index].labels.map(\.name.string) }
        let elsewhere = labels.first { $0.name == name }?.range
        report(.unknownLabel(name, visible: names, elsewhere: elsewhere, at: jump.label.range))
    }
}
