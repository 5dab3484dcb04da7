import SourceText

/// Explicit tags: those of the core schema are honoured, others reported.
enum Tags {
    private static let core = "tag:yaml.org,2002:"

    /// Gives a tagged scalar its type; a finding when the tag is unknown or the text does not fit it.
    static func apply(_ tag: String, to scalar: inout YAMLScalar, at range: SourceRange) -> Finding? {
        guard let name = coreName(tag) else { return unknown(tag, at: range) }
        guard name != "str" else {
            scalar.resolved = .string
            return nil
        }
        guard let kind = kinds[name] else { return unknown(tag, at: range) }
        var text = scalar.text
        let resolved = text.withUTF8 { CoreSchema.resolve($0) }
        guard let value = fit(resolved, to: name) else {
            let message = "this is tagged '!!\(name)' but is not \(kind)"
            return Finding("tag-mismatch", .error, message, at: range)
        }
        scalar.resolved = value
        return nil
    }

    /// A finding when a collection's tag is not the one that it has anyway.
    static func check(_ tag: String, isMapping: Bool, at start: Int) -> Finding? {
        let range = SourceRange(start, start)
        guard let name = coreName(tag) else { return unknown(tag, at: range) }
        guard kinds[name] != nil || name == "str" else { return unknown(tag, at: range) }
        guard name != (isMapping ? "map" : "seq") else { return nil }
        let message = "this is tagged '!!\(name)' but is a \(isMapping ? "mapping" : "list")"
        return Finding("tag-mismatch", .error, message, at: range)
    }

    private static let kinds = [
        "null": "null", "bool": "true or false", "int": "an integer", "float": "a number", "map": "a mapping",
        "seq": "a list",
    ]

    private static func coreName(_ tag: String) -> String? {
        if tag == "!" { return "str" }
        return tag.hasPrefix(core) ? String(tag.dropFirst(core.count)) : nil
    }

    private static func fit(_ value: YAMLScalar.Resolved, to name: String) -> YAMLScalar.Resolved? {
        switch (name, value) {
        case ("null", .null), ("bool", .bool), ("int", .integer), ("float", .float): value
        case ("float", .integer(let integer)): .float(Double(integer))
        case ("int", .float(let float)) where float.rounded() == float && float.magnitude >= 0x1p63: value
        default: nil
        }
    }

    private static func unknown(_ tag: String, at range: SourceRange) -> Finding {
        Finding("unknown-tag", .warning, "the tag '\(tag)' is not known and is ignored", at: range)
    }
}
