import FlowModel
import SourceText
import YAMLTree

// From what a rule has found back to the exact bytes; only for what is reported.

extension LintContext {
    /// The bytes of a part of a scalar, which is given by UTF-8 offsets in its text, and by its own bytes;
    /// those when the part cannot be told.
    func place(of text: Range<Int>, inScalarAt range: SourceRange) -> SourceRange {
        var found: SourceRange?
        descend(to: range) { entry in
            if entry.value.range == range, entry.value.scalar != nil {
                found = entry.value.sourceRange(ofText: text, in: flow.file)
            }
        } item: { node in
            if node.range == range, node.scalar != nil {
                found = node.sourceRange(ofText: text, in: flow.file)
            }
        }
        return found ?? range
    }

    /// The key of a parameter, by its value's bytes; those when there is none.
    func key(ofValueAt range: SourceRange) -> SourceRange {
        var found: SourceRange?
        descend(to: range) { entry in
            if entry.value.range == range { found = entry.key.range }
        } item: { _ in
        }
        return found ?? range
    }

    /// What was written in a range of the document.
    func text(in range: SourceRange) -> String { flow.file.text(in: range) }

    /// Walks from the root to the node at a range, by containment.
    private func descend(to range: SourceRange, entry: (YAMLEntry) -> Void, item: (YAMLNode) -> Void) {
        var node = flow.root
        while let current = node {
            node = nil
            switch current.content {
            case .scalar: return
            case .sequence(let items):
                guard let next = items.first(where: { $0.range.contains(range) }) else { return }
                item(next)
                node = next
            case .mapping(let entries):
                guard let next = entries.first(where: { $0.value.range.contains(range) }) else { return }
                entry(next)
                node = next.value
            }
        }
    }
}
