package import FlowExpressions
import OrderedCollections
package import SourceText

/// One name of the scope `envs`, as the project file gives it.
package struct EnvironmentValue: Sendable {
    /// What the file says.
    package enum Content: Sendable {
        case value(Value)
        /// `{fromEnvironment: NAME}`: what the variable holds when the server starts, as text.
        case variable(String)
    }

    package var name: Text
    package var content: Content
    package var range: SourceRange
}

extension ProjectFile {
    /// The scope `envs`, or the variables that are not set, by position.
    package func environment(in variables: [String: String]) -> Result<ValueMap, MissingVariables> {
        var map: ValueMap = [:]
        var missing: [Finding] = []
        for entry in environment {
            switch entry.content {
            case .value(let value): map[entry.name] = value
            case .variable(let name):
                if let text = variables[name] {
                    map[entry.name] = Value(text)
                } else {
                    missing.append(
                        Finding(
                            "missing-variable", .error, "\(name) is not set in the environment",
                            at: entry.range))
                }
            }
        }
        return missing.isEmpty ? .success(map) : .failure(MissingVariables(findings: missing))
    }
}

/// Variables that the project file reads and that the environment does not have.
package struct MissingVariables: Error, Sendable {
    package var findings: [Finding]
}
