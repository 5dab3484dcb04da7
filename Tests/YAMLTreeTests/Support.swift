import SourceText
import YAMLTree

func read(_ text: String) -> YAMLResult { YAMLReader.read(SourceFile(name: "test.yaml", text: text)) }
func read(_ bytes: [UInt8]) -> YAMLResult { YAMLReader.read(SourceFile(name: "test.yaml", bytes: bytes)) }

/// The value of a key of the root mapping.
func value(_ key: String, in result: YAMLResult) -> YAMLNode? {
    result.root?.mapping?.last { $0.key.scalar?.text == key }?.value
}

/// All nodes in document order, each before its children, with the range that it must lie in.
func allNodes(of result: YAMLResult) -> [(node: YAMLNode, parent: SourceRange)] {
    var found: [(YAMLNode, SourceRange)] = []
    func visit(_ node: YAMLNode, in parent: SourceRange) {
        found.append((node, parent))
        // Through an alias the children stand at the anchor, within the node's own range.
        switch node.content {
        case .scalar: break
        case .sequence(let nodes): for child in nodes { visit(child, in: node.range) }
        case .mapping(let entries):
            for entry in entries {
                visit(entry.key, in: node.range)
                visit(entry.value, in: node.range)
            }
        }
    }
    if let root = result.root { visit(root, in: SourceRange(0, result.file.bytes.count)) }
    return found
}
