import SourceText

/// Explicit tags: those of the core schema are honoured, others reported.
enum Tags {
    private static let core = "tag:yaml.org,2002:"

    /// A tag that cannot be honoured.
    struct Mismatch: Error { let finding: Finding }

    /// What the text of a scalar means by its tag.
    static func meaning(
        of text: UnsafeBufferPointer<UInt8>, tagged tag: String, at range: SourceRange
    ) -> Result<NodeRecord.Meaning, Mismatch> {
        guard let name = coreName(tag) else { return .failure(Mismatch(finding: unknown(tag, at: range))) }
        guard name != "str" else { return .success(.string) }
        guard let kind = kinds[name] else { return .failure(Mismatch(finding: unknown(tag, at: range))) }
        guard let value = fit(CoreSchema.resolve(text), to: name) else {
            let message = "this is tagged '!!\(name)' but is not \(kind)"
            return .failure(Mismatch(finding: Finding("tag-mismatch", .error, message, at: range)))
        }
        return .success(NodeRecord.Meaning(value))
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
