import FlowModel
import SourceText
import YAMLTree

/// A step as an expectation names it: `hangup`, `:50`, `hangup:50`.
struct StepPattern: Sendable {
    /// In canonical spelling.
    let name: String?
    /// From 1.
    let line: Int?
    let range: SourceRange

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let text = reader.text(node, "a step") else { return nil }
        range = node.range
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        line = parts.count == 2 ? Int(parts[1]) : nil
        guard parts.count == 1 || (line ?? 0) > 0 else {
            reader.report("bad-value", "after ':' stands a line of the flow, from 1 on", node.range)
            return nil
        }
        guard !parts[0].isEmpty else {
            name = nil
            return
        }
        name = StepSchema.named(String(parts[0]))?.name
        if name == nil {
            let near = nearest(to: String(parts[0]), among: StepSchema.all.map(\.name))
            let hint = near.map { "; did you mean '\($0)'?" } ?? ""
            reader.report("unknown-step", "there is no step '\(parts[0])'" + hint, node.range)
            return nil
        }
    }

    /// Whatever step begins at a line.
    init(line: Int, at range: SourceRange) {
        name = nil
        self.line = line
        self.range = range
    }

    func matches(_ place: StepPlace) -> Bool {
        (name == nil || name == place.name) && (line == nil || line == place.line)
    }

    var shown: String { (name ?? "a step") + (line.map { " (line \($0))" } ?? "") }

    /// Reads a list of them.
    static func list(_ node: YAMLNode, _ key: String, _ reader: inout ExpectationReader) -> [StepPattern]? {
        guard let items = reader.list(node, "'\(key)'") else { return nil }
        return items.compactMap { StepPattern($0, &reader) }
    }
}
