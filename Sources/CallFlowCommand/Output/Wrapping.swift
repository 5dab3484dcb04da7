/// Breaks prose into lines that are easy to read; indented lines, tables and headlines stay as they are.
enum Wrapping {
    private static let width = 80

    static func wrapped(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.count <= width || line.hasPrefix(" ") || line.hasPrefix("|") ? String(line) : broken(line)
        }.joined(separator: "\n")
    }

    private static func broken(_ line: Substring) -> String {
        var lines: [String] = []
        var current = ""
        for word in line.split(separator: " ") {
            if !current.isEmpty, current.count + 1 + word.count > width {
                lines.append(current)
                current = ""
            }
            current += current.isEmpty ? String(word) : " \(word)"
        }
        return (lines + [current]).joined(separator: "\n")
    }
}
