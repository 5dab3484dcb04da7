package import FlowExpressions
package import FlowValidation

extension EnvironmentReads {
    /// A name that the flow counts on and that nobody gives.
    package struct Unmet: Sendable, Hashable {
        package let name: Text
        /// Without its full stop, as in "pin.yaml reads `envs.pin` in line 4, and nothing gives it".
        package let sentence: String
    }

    /// Whoever is told that many has made one mistake; each may be compared with all names that are given.
    private static let unmetMax = 100

    /// What of its needs is not among the names that are given, by line; `path` is the flow's.
    package func unmet(by given: Set<Text>, path: String) -> [Unmet] {
        needs.lazy.filter { !given.contains($0.name) }.prefix(Self.unmetMax).map { need in
            Unmet(
                name: need.name,
                sentence:
                    "\(path) reads `envs.\(need.name.string)` in line \(need.line), and nothing gives it")
        }
    }
}
