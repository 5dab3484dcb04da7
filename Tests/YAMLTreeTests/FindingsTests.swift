import SourceText
import TestSupport
import Testing
import YAMLTree

private let tagLine = "%TAG !a! b\n"

/// Each wrong document: the finding's id, a part of its message, and the place it must cover.
private let wrong: [(id: Finding.ID, says: String, text: String)] = [
    ("yaml-syntax", "'%' must be quoted", "url: «%{x}»  # c\n"),
    ("yaml-syntax", "'%' must be quoted", "a: 1\n«%{x}: 2»\n"),
    ("yaml-syntax", "'@' must be quoted", "a:\n  - «@home»\n"),
    ("yaml-syntax", "'`' must be quoted", "a: «`b`»\n"),
    ("yaml-syntax", "quote is never closed", "a: «\"»b\nc: d\n"),
    ("yaml-syntax", "quote is never closed", "é: «'»b\nc: d\n"),
    ("yaml-syntax", "quote is never closed", "a: «\"»b\n---\n"),
    ("yaml-syntax", "'[' is never closed", "a: «[»1, 2\n"),
    ("yaml-syntax", "'{' is never closed", "a: «{»b: 1, c: 2\n"),
    ("yaml-syntax", "expected ',' or ']'", "a: [1, 2\nb«:» 3\n"),
    ("yaml-syntax", "tab cannot", "a:\n«\t»b: 1\n"),
    ("yaml-syntax", "tab cannot", "a:\n  b: 1\n«\t»c: 1\n"),
    ("yaml-syntax", "tab cannot", "a: |\n«\t»b\n"),
    ("yaml-syntax", "expected ':'", "a: 1\n«b»\nc: 2\n"),
    ("yaml-syntax", "':' cannot stand here", "play: say«:» hello\n"),
    ("yaml-syntax", "expected a key", "a:\n    b: 1\n  «c»: 1\n"),
    ("yaml-syntax", "unknown escape", "a: \"«\\»d\"\n"),
    ("yaml-syntax", "surrogate", "a: \"\\u«d»83d x\"\n"),
    ("yaml-syntax", "expected a value", "a: [1, «,» 2]\n"),
    ("yaml-syntax", "not declared", "a: «!»x!y 1\n"),
    ("yaml-syntax", "directive lines", "«»" + String(repeating: tagLine, count: 30_000) + "---\na\n"),
    ("yaml-syntax", "directive lines", "a\n...«»\n" + String(repeating: tagLine, count: 70) + "---\na\n"),
    ("duplicate-key", "'a' is given twice", "a: 1\n«\"a\"»: 2\n"),
    ("several-documents", "second document", "a: 1\n«---»\nb: 2\n"),
    ("undefined-alias", "did you mean '*room'", "x: &room 1\ny: «*rom»\n"),
    ("recursive-alias", "never end", "x: &a [«*a»]\n"),
    (
        "yaml-too-deep", "512",
        String(repeating: "[", count: 512) + "«»" + String(repeating: "[", count: 20_000)
    ),
    ("document-too-large", "1 MiB", "«»" + String(repeating: "a", count: 1 << 20) + "a"),
    ("control-character", "U+0007", "a: «\u{7}» b\n"),
    ("control-character", "U+007F", "a: é «\u{7f}»\n"),
    ("control-character", "U+0080", "a: é «\u{80}»\n"),
    ("control-character", "U+FFFE", "a: é «\u{FFFE}»\n"),
    ("empty-document", "empty", "«»# nothing\n"),
    ("empty-document", "empty", "«»"),
    ("empty-document", "empty", "«»---\n...\n"),
    ("unknown-tag", "'!call'", "a: !call «b»\n"),
    ("unknown-tag", "timestamp", "a: !!timestamp «2001-01-01»\n"),
    ("tag-mismatch", "not an integer", "a: !!int «b»\n"),
    ("tag-mismatch", "is a list", "a: !!map «»[]\n"),
    ("non-scalar-key", "must be quoted", "url: {«{x}»}\n"),
    ("non-scalar-key", "must be quoted", "? «[a]»\n: b\n"),
]

struct `YAML findings` {
    @Test func `name the mistake and its place`() {
        for (id, says, text) in wrong {
            let marked = MarkedSource(text)
            let result = YAMLReader.read(marked.file)
            let shown = "\(text.prefix(60).debugDescription): \(result.findings)"
            #expect(result.findings.map(\.id) == [id], "\(shown)")
            #expect(result.findings.first?.message.contains(says) == true, "\(shown)")
            #expect(result.findings.map(\.range) == marked.ranges, "\(shown)")
        }
    }

    @Test func `keep what came before`() {
        let result = YAMLReader.read(SourceFile(name: "-", text: "a: 1\nb:\n  - x\n  - y: \"z"))
        #expect(result.isPartial)
        #expect(result.root?.mapping?.map(\.key.scalar?.text) == ["a", "b"])
        let inner = result.root?.mapping?.last?.value.sequence
        #expect(inner?.first?.scalar?.text == "x")
        #expect(inner?.last?.mapping?.first?.key.scalar?.text == "y")
        #expect(inner?.last?.mapping?.first?.value.isNull == true)
    }

    @Test func `point at the other place`() {
        let marked = MarkedSource("«a»: 1\nb: 2\n«a»: 3\n")
        let finding = YAMLReader.read(marked.file).findings.first
        #expect(finding?.range == marked.ranges.last)
        #expect(finding?.related.map(\.range) == [marked.ranges[0]])
    }

    @Test func `find one duplicate among many keys`() {
        let keys = (0..<2_000).map { "key\($0): 1\n" }.joined()
        let marked = MarkedSource(keys + "«key1234»: 2\né: 1\ne\u{301}: 2\n")
        let findings = YAMLReader.read(marked.file).findings
        #expect(findings.map(\.id) == ["duplicate-key"])
        #expect(findings.map(\.range) == marked.ranges)
    }

    @Test func `keep canonically equal keys apart`() {
        #expect(YAMLReader.read(SourceFile(name: "-", text: "é: 1\ne\u{301}: 2\n")).findings == [])
    }

    @Test func `stop at aliases that multiply`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let list = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(list)]\n"
        }
        let result = YAMLReader.read(SourceFile(name: "-", text: text))
        #expect(result.findings.map(\.id) == ["alias-bomb"])
        #expect(result.isPartial)
    }

    @Test func `count the depth of aliases`() {
        let deep = String(repeating: "[", count: 300) + String(repeating: "]", count: 300)
        let half = String(repeating: "[", count: 300) + "*a" + String(repeating: "]", count: 300)
        let result = YAMLReader.read(SourceFile(name: "-", text: "- &a \(deep)\n- \(half)\n"))
        #expect(result.findings.map(\.id) == ["yaml-too-deep"])
    }

    @Test func `offer quotes as the fix`() {
        let file = SourceFile(name: "-", text: "url: %{x} # c\n")
        let fix = YAMLReader.read(file).findings.first?.fix
        #expect(fix?.applied(to: file).text == "url: \"%{x}\" # c\n")
    }
}
