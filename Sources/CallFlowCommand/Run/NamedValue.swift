import ArgumentParser
import FlowExpressions

/// `NAME=TEXT` or `NAME:=JSON`, as `--var`, `--env` and `--header` take them.
struct NamedValue: ExpressibleByArgument {
    let name: String
    let value: Value

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "=") else { return nil }
        let text = String(argument[argument.index(after: equals)...])
        var name = argument[..<equals]
        if name.hasSuffix(":") {
            name.removeLast()
            guard let value = try? Value(json: text) else { return nil }
            self.value = value
        } else {
            value = Value(text)
        }
        guard !name.isEmpty else { return nil }
        self.name = String(name)
    }
}
