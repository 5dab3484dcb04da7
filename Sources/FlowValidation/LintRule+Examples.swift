extension LintRule {
    /// A whole document of an example, which may be sections alone.
    package static func document(of example: String) -> String {
        let lines = example.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.contains(where: { $0.hasPrefix("sections:") || $0.hasPrefix("«sections") }) {
            return example
        }
        let indented = lines.map { $0.isEmpty ? "" : "  \($0)" }
        return "version: 1.0.0\nsections:\n" + indented.joined(separator: "\n") + "\n"
    }
}
