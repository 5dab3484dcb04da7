extension LintRule {
    /// A whole document of an example, which may be sections alone.
    package static func document(of example: String) -> String {
        let lines = example.split(separator: "\n", omittingEmptySubsequences: false)
        let isWhole = { (line: Substring) in
            ["version:", "«version", "sections:", "«sections"].contains { line.hasPrefix($0) }
        }
        if lines.contains(where: isWhole) { return example }
        let indented = lines.map { $0.isEmpty ? "" : "  \($0)" }
        return "version: 1.0.0\nsections:\n" + indented.joined(separator: "\n") + "\n"
    }
}
