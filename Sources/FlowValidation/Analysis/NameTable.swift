import FlowExpressions

/// Names of a document with their places: looked through when they are few, as nearly always, and hashed when
/// there are many, so that a document of thousands does not take quadratic time.
struct NameTable {
    private static let few = 16

    let names: [Text]
    private let places: [Text: Int]

    init(_ names: [Text]) {
        self.names = names
        places =
            names.count <= Self.few
            ? [:] : Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    }

    /// The first place of a name.
    func place(of name: Text) -> Int? {
        guard places.isEmpty else { return places[name] }
        return names.firstPlace(of: name)
    }

    func contains(_ name: Text) -> Bool { place(of: name) != nil }
}

/// What is known of names that the platform has given, found without hashing.
struct PlatformTable<Value: Sendable>: Sendable, ExpressibleByDictionaryLiteral {
    let entries: [(name: Text, value: Value)]
    private let table: SpellingTable

    init(_ entries: [(name: Text, value: Value)]) {
        self.entries = entries
        table = SpellingTable(entries.map(\.name.string))
    }

    init(dictionaryLiteral elements: (Text, Value)...) { self.init(elements.map { ($0, $1) }) }

    /// What is known of a name in the platform's spelling.
    subscript(name: Text) -> Value? { table.index(of: name).map { entries[$0].value } }
}
