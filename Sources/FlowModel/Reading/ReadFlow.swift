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
        let top = reader.readTopLevel(tree)
        var findings = tree.findings.isEmpty ? reader.findings : tree.findings + reader.findings
        if findings.count > 1 { findings.sort { ($0.range, $0.id.name) < ($1.range, $1.id.name) } }
        guard let top else { return FlowReading(flow: nil, findings: findings) }
        return FlowReading(flow: reader.flow(top, of: tree), findings: findings)
    }
}

extension FlowReader {
    /// What is read at the top, before there is a flow.
    fileprivate struct TopLevel {
        var version: Given<Text>?
        var sections: [Section] = []
        var onHangup: BlockID?
        var hasVersion = false
        var hasSections = false
        /// `sections` is given twice, which is reported already: both count, and neither needs a `main`.
        var repeatsSections = false
    }

    /// Reads the whole document; `nil` when it is no flow at all.
    fileprivate mutating func readTopLevel(_ tree: YAMLResult) -> TopLevel? {
        guard let root = tree.root else {
            if !tree.isPartial, tree.findings.isEmpty { report(.emptyDocument()) }
            return nil
        }
        guard root.kind == .mapping else {
            if !tree.isPartial || root.kind != .scalar { report(.notAFlow(root)) }
            return nil
        }
        var top = TopLevel()
        var sectionKeys = 0
        root.forEachEntry { key, _ in if key.spells("sections") { sectionKeys += 1 } }
        top.repeatsSections = sectionKeys > 1
        readEntries(of: root) { key, value, reader in reader.read(key, value, into: &top) }
        if !top.hasSections { reportMissing(.missingSections(root), root) }
        if !top.hasVersion, top.hasSections { reportMissing(.missingVersion(root, in: file), root) }
        resolveJumps()
        return top
    }

    /// The flow of what has been read.
    fileprivate mutating func flow(_ top: TopLevel, of tree: YAMLResult) -> Flow {
        Flow(
            file: file, root: tree.root, version: top.version, sections: top.sections, steps: take(&steps),
            blocks: take(&blocks), order: take(&order), assigned: take(&assigned),
            variablesRead: take(&variablesRead), onHangup: top.onHangup, isPartial: tree.isPartial)
    }

    private mutating func read(_ key: YAMLNode, _ value: YAMLNode, into top: inout TopLevel) {
        if key.spells("sections") {
            top.hasSections = true
            readSections(key, value, into: &top)
        } else if key.spells("version") {
            top.hasVersion = true
            top.version = readVersion(value)
        } else if key.spells("onHangup") || key.spells("on_hangup") {
            readOnHangup(key, value, into: &top)
        } else if let name = key.text {  // Else the tree has reported it.
            if !name.hasPrefix("x-") {
                report(.unknownElement(name, at: key.place))
            } else if isStrict {
                report(.notSWML(.topLevel(name), at: key.place))
            }
        }
    }

    private mutating func readOnHangup(_ key: YAMLNode, _ value: YAMLNode, into top: inout TopLevel) {
        guard top.onHangup == nil else { return report(.repeatedOnHangup(at: key.place)) }
        if isStrict { report(.notSWML(.topLevel(key.text ?? ""), at: key.place)) }
        section = nil
        let entered = enter(value)
        top.onHangup = readBlock(value, "onHangup", allowing: .afterHangup)
        leave(entered)
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

    private mutating func readSections(_ key: YAMLNode, _ node: YAMLNode, into top: inout TopLevel) {
        guard node.kind == .mapping else {
            if !node.isNull || !isCut(node) { report(.wantsSections(node)) }
            return
        }
        let entered = enter(node)
        defer { leave(entered) }
        var sections = top.sections
        var hasMain = top.repeatsSections
        readEntries(of: node) { key, value, reader in
            guard let name = key.text else { return }
            if name == "main" { hasMain = true }
            reader.section = sections.count
            let valueEntered = reader.enter(value)
            if let block = reader.readBlock(value, name) {
                if reader.blocks[block.index].places.isEmpty, value.itemCount == 0 {
                    reader.report(.emptySection(name, at: key.place))
                }
                sections.append(
                    Section(
                        name: Text(name), nameRange: key.range, range: key.range.union(value.place),
                        block: block))
            }
            reader.leave(valueEntered)
        }
        if !hasMain {
            reportMissing(.missingMain(YAMLEntry(key, node), names: sections.map(\.name.string)), node)
        }
        top.sections = sections
    }
}

/// Moves a list out; a copy would count a second owner of each.
private func take<Element>(_ list: inout [Element]) -> [Element] {
    var taken: [Element] = []
    swap(&taken, &list)
    return taken
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
