/// The rows of `Package.swift`, read from its text: `layer("FlowModel", on: "SourceText", …)` and the like.
struct Manifest {
    struct Row: Equatable {
        var name: String
        /// Targets of ours.
        var targets: [String]
        /// Modules of other packages.
        var products: [String]
        var line: Int
    }

    static let path = "Package.swift"
    /// In the order of the manifest.
    private(set) var rows: [Row] = []

    init?(_ sources: Sources) {
        guard let file = sources.swift.first(where: { $0.path == Self.path }) else { return nil }
        let products = Self.products(of: file)
        for index in file.tokens.indices {
            let token = file.tokens[index]
            guard token.kind == .word,
                ["layer", "tool", "shared", "tests", "systemLibrary"].contains(token.text),
                file.tokens[safe: index + 1]?.isMark("(") == true,
                index == 0 || !file.tokens[index - 1].isWord("func")
            else { continue }
            let words = file.tokens[(index + 1)..<file.closing(of: index + 1)].prefix {
                !$0.isWord("excluding")
            }
            let strings = words.filter { $0.kind == .string }.map(\.text)
            guard let name = strings.first else { continue }
            rows.append(
                Row(
                    name: token.isWord("tests") ? name + "Tests" : name,
                    targets: token.isWord("systemLibrary") ? [] : Array(strings.dropFirst()),
                    products: words.compactMap { $0.kind == .word ? products[$0.text] : nil },
                    line: token.line))
        }
    }

    subscript(name: String) -> Row? { rows.first { $0.name == name } }

    /// From a constant to its module: `let deques = Target.Dependency.product(name: "DequeModule", …)`, or
    /// `let sqlite = served("GRDB", "GRDB.swift")`.
    private static func products(of file: SwiftFile) -> [String: String] {
        var products: [String: String] = [:]
        for index in file.tokens.indices
        where file.tokens[index].isWord("let") && file.tokens[safe: index + 2]?.isMark("=") == true {
            let value = file.tokens[(index + 3)...].prefix { !$0.isMark("(") }
            guard ["product", "served"].contains(value.last?.text),
                let module = file.tokens[value.endIndex...].first(where: { $0.kind == .string })
            else { continue }
            products[file.tokens[index + 1].text] = module.text
        }
        return products
    }
}
