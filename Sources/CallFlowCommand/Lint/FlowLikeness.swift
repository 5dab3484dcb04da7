import ProjectFile
import SourceText
import YAMLTree

/// Tells flows from the other YAML and JSON files of a directory (design §4: "nothing like `sections` at
/// the top").
enum FlowLikeness {
    private static let key = "sections"

    /// A key at the top that is `sections` or a likely misspelling of it. A file that a YAML error cut short
    /// before any key is judged by its text: a broken flow must not pass for no flow.
    static func isLikely(_ tree: YAMLResult) -> Bool {
        if let entries = tree.root?.mapping, entries.contains(where: { isLikely($0.key.scalar?.text) }) {
            return true
        }
        return tree.isPartial && hasLine(in: tree.file)
    }

    /// What a file is by its keys, when its name does not say it: whatever is nothing else is a flow.
    static func kind(of tree: YAMLResult) -> FileDiscovery.Found.Kind {
        let keys = Set(tree.root?.mapping?.compactMap { $0.key.scalar?.text } ?? [])
        if isLikely(tree) || keys.contains("version") { return .flow }
        if keys.contains("scenarios") { return .scenarios }
        return keys.isDisjoint(with: ProjectFile.ownKeys) ? .flow : .project
    }

    /// What a file is by its name, or else by its keys; what cannot be read is what its name says.
    static func kind(at path: String) -> FileDiscovery.Found.Kind {
        let kind = FileDiscovery.kind(of: path)
        guard kind == .flow, FileIdentity.isRegular(path), let file = try? readSource(path) else {
            return kind
        }
        return Self.kind(of: YAMLReader.read(file))
    }

    /// What to do with a scenario file whose name does not say that it is one.
    static func advice(onScenarios path: String) -> String {
        "\(path): this is a scenario file; name it NAME.test.yaml, and `callflow test` runs it"
    }

    private static func isLikely(_ word: String?) -> Bool {
        guard let word, word.utf8.first.map({ $0 | 0x20 }) == UInt8(ascii: "s") else { return false }
        return nearest(to: word, among: [key]) != nil
    }

    private static func hasLine(in file: SourceFile) -> Bool {
        file.text.split(whereSeparator: \.isNewline).contains { line in
            line.drop { $0 == " " || $0 == "{" || $0 == "\"" || $0 == "'" }.hasPrefix(key)
        }
    }
}
