import FlowExpressions
import FlowRuntime
import OrderedCollections
import SourceText
import YAMLTree

// `envs`.
extension ProjectReader {
    private static let form = "fromEnvironment"

    mutating func readEnvironment(_ node: YAMLNode, into project: inout ProjectFile) {
        for entry in entries(of: node, "'envs'") ?? [] {
            guard let name = entry.key.scalar?.text else { continue }
            project.environmentNames.append(.init(name: Text(name), range: entry.key.place))
            guard let content = content(entry.value, name) else { continue }
            project.environment.append(
                EnvironmentValue(name: Text(name), content: content, range: entry.value.place))
        }
    }

    private mutating func content(_ node: YAMLNode, _ name: String) -> EnvironmentValue.Content? {
        let keys = node.mapping?.filter { $0.key.scalar != nil } ?? []
        guard keys.contains(where: { $0.key.scalar?.text == Self.form }) else {
            guard let key = keys.first(where: { $0.key.scalar.map { Self.isLikeForm($0.text) } ?? false })
            else { return .value(value(node, isSecret: Secret.mayBeNamed(by: name))) }
            reportMisspelt(key.key, isAlone: keys.count == 1)
            return keys.count == 1 ? nil : .value(value(node, isSecret: Secret.mayBeNamed(by: name)))
        }
        var variable: String?
        for entry in entries(of: node, "a value") ?? [] where key(of: entry, among: [Self.form]) != nil {
            variable = variableName(entry.value)
        }
        return variable.map { .variable($0) }
    }

    /// What others call it, in small letters without `_` and `-`.
    private static let otherForms: Set = [
        "fromenv", "fromenvs", "fromenvvar", "fromenvvariable", "fromenvironment", "fromenvironments",
        "fromenvironmentvariable",
    ]

    /// `fromEnviroment`, `from_environment`, `fromEnv`: whoever writes that means no map. `from_envelope` is
    /// a name of somebody's own.
    private static func isLikeForm(_ key: String) -> Bool {
        let letters = key.lowercased().filter { $0 != "_" && $0 != "-" }
        return nearest(to: key, among: [form]) != nil || otherForms.contains(letters)
    }

    /// Beside other keys it may be one of a map all the same.
    private mutating func reportMisspelt(_ key: YAMLNode, isAlone: Bool) {
        report(
            "unknown-key", "unknown key '\(key.scalar?.text ?? "")'; did you mean '\(Self.form)'?", key.place,
            severity: isAlone ? .error : .warning)
    }

    /// What a shell would take for the name of a variable.
    private mutating func variableName(_ node: YAMLNode) -> String? {
        guard let name = text(node, "'\(Self.form)'") else { return nil }
        let isName =
            name.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0) } ?? false
            && name.utf8.allSatisfy(Self.isOfName)
        if isName { return name }
        let bare = String(decoding: name.utf8.filter(Self.isOfName), as: UTF8.self)
        reportWrong(
            node,
            "'\(Self.form)' is the name of a variable, of letters, digits and '_'"
                + (name.hasPrefix("$") && !bare.isEmpty ? "; did you mean '\(bare)'?" : ""))
        return nil
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        case _: false
        }
    }

    /// A bare number stays the text that it is in the file, as with `--env`: `0042` is a PIN, and no number.
    /// What is a secret by its name, or has the credentials of a URL, is not shown beside findings. The
    /// tree's depth is bounded, and so is this.
    private mutating func value(_ node: YAMLNode, isSecret: Bool) -> Value {
        switch node.content {
        case .scalar(let scalar):
            let isShown = !isSecret && URLMask(showsValues: true).masked(scalar.text) == scalar.text
            if !isShown { secrets.append(node.place) }
            return value(scalar, node)
        case .sequence(let nodes): return .list(nodes.map { value($0, isSecret: isSecret) })
        case .mapping:
            var map: ValueMap = [:]
            for entry in node.mergedEntries(findings: &findings) {
                if entry.key.scalar?.text == Self.form {
                    reportWrong(entry.key, "'\(Self.form)' stands directly below a name of 'envs'")
                }
                guard let key = entry.key.scalar?.text else { continue }
                map[Text(key)] = value(entry.value, isSecret: isSecret || Secret.mayBeNamed(by: key))
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
