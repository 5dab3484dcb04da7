import SourceText
import YAMLTree

// What is said about the top of a document.

extension Finding {
    static func emptyDocument() -> Finding {
        Finding(
            "missing-sections", .error, "the document is empty; a flow has `sections` with a section `main`",
            at: SourceRange(0, 0))
    }

    static func notAFlow(_ root: YAMLNode) -> Finding {
        Finding(
            "wrong-type", .error,
            "a flow is a map with `version` and `sections`; found \(root.described)", at: root.place)
    }

    static func missingSections(_ root: YAMLNode) -> Finding {
        let key = root.mapping?.first?.key.range ?? root.range
        return Finding("missing-sections", .error, "the flow has no `sections`", at: key)
    }

    static func wantsSections(_ node: YAMLNode) -> Finding {
        Finding(
            "wrong-type", .error,
            "`sections` must be a map of names to lists of steps; found \(node.described)",
            at: node.place)
    }

    static func missingMain(_ entry: YAMLEntry, names: [String]) -> Finding {
        Finding(
            "missing-main", .error,
            "`sections` has no section `main`, where a call begins"
                + question(nearest(to: "main", among: names)),
            at: entry.key.place)
    }

    static func emptySection(_ name: String, at range: SourceRange) -> Finding {
        Finding("empty-section", .warning, "the section `\(name.shortened)` has no step", at: range)
    }

    static func missingVersion(_ root: YAMLNode, in file: SourceFile) -> Finding {
        let range = root.mapping?.first?.key.range ?? root.range
        let isFlow =
            file.bytes.indices.contains(root.range.lower) && file.bytes[root.range.lower] == UInt8(ascii: "{")
        let fix = Fix("add it", [.init(SourceRange(range.lower, range.lower), "version: 1.0.0\n")])
        return Finding(
            "missing-version", .hint, "the flow does not say `version: 1.0.0`", at: range,
            fix: isFlow ? nil : fix)
    }

    static func invalidVersion(_ node: YAMLNode) -> Finding {
        Finding(
            "invalid-version", .error, "version must be 1.0.0; found \(node.described)", at: node.range,
            fix: node.scalar.map { _ in .rename(to: "1.0.0", at: node.range) })
    }

    static func repeatedOnHangup(at range: SourceRange) -> Finding {
        Finding(
            "conflicting-spellings", .error, "`onHangup` and `on_hangup` are the same key; write one of them",
            at: range)
    }

    static func unknownElement(_ name: String, at range: SourceRange) -> Finding {
        let near = nearest(to: name, among: ["version", "sections", "onHangup"])
        return Finding(
            "unknown-element", .error,
            "a flow has no key `\(name.shortened)`; it has version, sections, onHangup and x-…"
                + question(near),
            at: range, fix: near.map { .rename(to: $0, at: range) })
    }
}
