import FlowExpressions
import OrderedCollections
import SourceText
import YAMLTree

// `envs`.
extension ProjectReader {
    mutating func readEnvironment(_ node: YAMLNode, into project: inout ProjectFile) {
        for entry in entries(of: node, "'envs'") ?? [] {
            guard let name = entry.key.scalar?.text else { continue }
            guard let content = content(entry.value) else { continue }
            project.environment.append(
                EnvironmentValue(name: Text(name), content: content, range: entry.value.place))
        }
    }

    private mutating func content(_ node: YAMLNode) -> EnvironmentValue.Content? {
        let keys = node.mapping?.compactMap { $0.key.scalar?.text } ?? []
        guard keys.contains("fromEnvironment") else { return .value(value(node)) }
        var variable: String?
        for entry in entries(of: node, "a value") ?? []
        where key(of: entry, among: ["fromEnvironment"]) != nil {
            variable = text(entry.value, "'fromEnvironment'")
        }
        return variable.map { .variable($0) }
    }

    /// A bare number stays the text that it is in the file, as with `--env`: `0042` is a PIN, and no number.
    /// The tree's depth is bounded, and so is this.
    private mutating func value(_ node: YAMLNode) -> Value {
        switch node.content {
        case .scalar(let scalar): return value(scalar, node)
        case .sequence(let nodes): return .list(nodes.map { value($0) })
        case .mapping:
            var map: ValueMap = [:]
            for entry in node.mergedEntries(findings: &findings) {
                if let key = entry.key.scalar { map[Text(key.text)] = value(entry.value) }
            }
            return .map(map)
        }
    }

    private mutating func value(_ scalar: YAMLScalar, _ node: YAMLNode) -> Value {
        switch scalar.resolved {
        case .null: return .null
        case .bool(let bool): return .bool(bool)
        case .integer, .float:
            report("unquoted-number", "quote it: a flow compares text", node.place, severity: .warning)
            return .string(Text(scalar.text))
        case .string: return .string(Text(scalar.text))
        }
    }
}
