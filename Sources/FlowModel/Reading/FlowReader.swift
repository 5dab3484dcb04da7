import FlowExpressions
import SourceText
import YAMLTree

/// Reads the tree of one document into steps, blocks and findings.
///
/// Nothing is ever thrown: what cannot be read is a finding, and reading goes on behind it.
struct FlowReader: ~Copyable {
    let file: SourceFile
    /// Reports everything that SWML's own schema does not allow (`--swml-strict`).
    let isStrict: Bool
    /// Where a YAML error cut the document; what is missing there is no finding.
    let cut: Int?

    var findings: [Finding] = []
    var steps: [Step] = []
    var blocks: [Block] = []
    /// The steps of all lists that have been read, list by list.
    var order: [StepID] = []
    /// The aliases through which the current node was reached, outermost first.
    var aliases: [SourceRange] = []
    /// The current section's index, `nil` in `onHangup`.
    var section: Int?
    /// The step whose value is being read.
    var parent: StepID?
    /// What that step has held so far.
    var contents = StepContents()
    var nesting = 0
    var allowance = StepAllowance.everything
    var jumps: [StepID] = []
    var labels = LabelTable()
    /// The variables that have been assigned so far.
    var assigned: [Text] = []
    /// The variables that have been read so far.
    var variablesRead: [VariableRead] = []

    init(file: SourceFile, isStrict: Bool, cut: Int?) {
        self.file = file
        self.isStrict = isStrict
        self.cut = cut
        // A step takes a hundred bytes in most documents, and every third step a list.
        let expectedSteps = min(file.bytes.count / 100, FlowLimits.steps)
        steps.reserveCapacity(expectedSteps)
        blocks.reserveCapacity(expectedSteps / 2 + 1)
        order.reserveCapacity(expectedSteps)
        variablesRead.reserveCapacity(expectedSteps)
    }

    /// Goes into a node: findings inside one that was reached through an alias say so.
    @inline(__always)
    mutating func enter(_ node: YAMLNode) -> Bool {
        guard let alias = node.alias else { return false }
        aliases.append(alias)
        return true
    }

    @inline(__always)
    mutating func leave(_ entered: Bool) {
        if entered { aliases.removeLast() }
    }

    mutating func report(_ finding: Finding) {
        guard !aliases.isEmpty else { return append(finding) }
        let places = aliases.filter { !$0.contains(finding.range) }
        let related = places.map { Finding.Related("used here", $0) }
        if let known = findings.firstIndex(where: { $0.isSame(as: finding) }) {
            for place in related where !findings[known].related.contains(place) {
                findings[known].related.append(place)
            }
            return
        }
        var finding = finding
        finding.related += related
        append(finding)
    }

    private mutating func append(_ finding: Finding) {
        if !isFull { findings.append(finding) }
    }

    /// Whether enough has been found; who would word something at length asks before.
    var isFull: Bool { findings.count >= FlowLimits.findings }

    /// The entries of a mapping with merge keys applied; keys are compared by what `normalizing` makes of
    /// them.
    mutating func mergedEntries(of node: YAMLNode, normalizing: (String) -> String = { $0 }) -> [YAMLEntry] {
        var problems: [Finding] = []
        let entries = node.mergedEntries(normalizing: normalizing, findings: &problems)
        for problem in problems { report(problem) }
        return entries
    }

    /// Reads the key and the value of every entry of a mapping, with merge keys applied.
    @inline(__always)
    mutating func readEntries(of node: YAMLNode, _ read: (YAMLNode, YAMLNode, inout FlowReader) -> Void) {
        guard node.kind == .mapping else { return }
        if node.hasMergeKey {
            for entry in mergedEntries(of: node) { read(entry.key, entry.value, &self) }
        } else {
            node.forEachEntry { read($0, $1, &self) }
        }
    }

    /// Reports something missing in a node, unless the document was cut there.
    mutating func reportMissing(_ finding: Finding, _ node: YAMLNode) {
        if !isCut(node) { report(finding) }
    }

    /// Whether a YAML error ended the document inside this node.
    func isCut(_ node: YAMLNode) -> Bool {
        guard let cut else { return false }
        return node.range.upper >= cut
    }
}

extension Finding {
    /// The same mistake, found again through another alias.
    fileprivate func isSame(as other: Finding) -> Bool {
        range == other.range && id == other.id && message == other.message
    }
}

/// Which steps a list may hold.
enum StepAllowance {
    case everything, afterHangup, confirm

    /// `nil`: all.
    var names: [String]? {
        switch self {
        case .everything: nil
        case .afterHangup: Self.namesAfterHangup
        case .confirm: Self.namesInConfirm
        }
    }

    /// For messages.
    var place: String {
        switch self {
        case .everything: "a list of steps"
        case .afterHangup: "onHangup"
        case .confirm: "confirm"
        }
    }

    /// Whether lists inside the allowed steps are bound too.
    var isInherited: Bool { self == .afterHangup }
}
