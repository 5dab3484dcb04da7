import SourceText
import Testing
import YAMLTree

/// libyaml is not given the comments with which a text in plain ASCII begins. Behind one that has another
/// letter at its end everything is handed over, and nothing may be different.
struct `Comments at the beginning` {
    private static let heads = [
        "", "# c\n", "\n\n# c\n  # d\n", "\t# c\n", "# c\n\t\n", "# c\r\n\r\n", "# c\r# d\r", "   ", "  \n  ",
        "#\n", "# a\tb\n#\n# c: d\n", "---\n# c\n", "# c\n---\n", "#c\n %\n", "# c\n# \u{1}\n", "# c\n\u{7F}",
    ]
    private static let bodies = [
        "a: 1\n", "- x\n- {y: z}\n", "a: [1\n", "\ta: 1\n", "%YAML 1.2\n---\na: 1\n", "a: 1\n---\nb: 2\n", "",
        "...\n", "a: &x 1\nb: *y\n", "a: !!str\nb: !!str 5 # c\n", "{a: 1, a: 2}\n", "a: \"\\q\"\n", "&a\n",
        "a: |\n  # b\n", "# d\n#e: f\n\n", "@\n",
    ]

    @Test func `change nothing`() {
        for head in Self.heads {
            for body in Self.bodies {
                for mark in ["", "\u{FEFF}"] {
                    let text = mark + head + body
                    let (plain, whole) = (read(text), read(text + "# é\n"))
                    #expect(outline(plain) == outline(whole), "\(text.debugDescription)")
                }
            }
        }
    }

    private func outline(_ result: YAMLResult) -> String {
        let findings = result.findings.map { "\($0.id) \($0.range) \($0.message) \($0.related.map(\.range))" }
        return "\(result.root.map(outline) ?? "nothing") \(findings) \(result.isPartial)"
    }

    private func outline(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let scalar): "\(node.range) \(scalar.text) \(scalar.resolved)"
        case .sequence(let items): "\(node.range) \(items.map(outline))"
        case .mapping(let entries): "\(node.range) \(entries.map { [outline($0.key), outline($0.value)] })"
        }
    }
}
