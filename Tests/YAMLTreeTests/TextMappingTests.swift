import SourceText
import Testing
import YAMLTree

struct `Text mapping` {
    /// Documents whose value `k` has the text `NEEDLE` once (`é😀` before it moves the offsets): the source of
    /// it must be exactly what is given.
    private let cases: [(text: String, source: String)] = [
        ("k: é😀 NEEDLE x\n", "NEEDLE"), ("k: 'é '' NEEDLE'\n", "NEEDLE"),
        ("k: \"\\u00e9\\x41\\t\\N\\L\\\"\\U0001F600NEEDLE\"\n", "NEEDLE"),
        ("k: \"\\ud83d\\ude00NEEDLE\"\n", "NEEDLE"), ("k: \"NEED\\x4cE\"\n", "NEED\\x4cE"),
        ("k: a\n  b\n\n\n  NEEDLE\n", "NEEDLE"), ("k: 'a  \n  b\n\n  NEEDLE'\n", "NEEDLE"),
        ("k: \"a \\\n   b\\\n\n  NEEDLE\"\n", "NEEDLE"), ("k: \"a  \r\n  b NEEDLE\"\r\n", "NEEDLE"),
        ("k: |\n  é\n\n    x\n  NEEDLE\n", "NEEDLE"), ("k: |2-  # c\n\n    x\n   NEEDLE", "NEEDLE"),
        ("k: >\n  a\n  b\n\n\n    c\n   \n  d\n  NEEDLE\n", "NEEDLE"),
        ("k: >+\r\n\r\n  a\r\n  NEEDLE\r\n\r\n", "NEEDLE"),
        ("k: &x !!str NEEDLE\n", "NEEDLE"), ("a: \"\\ud83d\\ude00\"\nk: '\\ud83d\\ude00 NEEDLE'\n", "NEEDLE"),
    ]

    @Test func `finds a part of the text in the source`() throws {
        for (text, source) in cases {
            let result = read(text)
            let node = try #require(value("k", in: result), "\(text.debugDescription)")
            let needle = try #require(firstOffset(of: "NEEDLE", in: node), "\(text.debugDescription)")
            let range = node.sourceRange(ofText: needle..<needle + 6, in: result.file)
            #expect(result.file.text(in: range) == source, "\(text.debugDescription)")
            let empty = node.sourceRange(ofText: needle..<needle, in: result.file)
            #expect(empty == SourceRange(range.lower, range.lower), "\(text.debugDescription)")
        }
    }

    @Test func `stays inside the scalar for every part`() throws {
        for (text, _) in cases {
            let result = read(text)
            let node = try #require(value("k", in: result))
            let count = node.scalar?.text.utf8.count ?? 0
            var last = 0
            for offset in 0...count {
                let range = node.sourceRange(ofText: offset..<count, in: result.file)
                #expect(node.range.contains(range), "\(text.debugDescription)")
                #expect(range.lower >= last, "\(text.debugDescription) at \(offset)")
                last = range.lower
            }
        }
    }

    @Test func `falls back to the whole scalar`() throws {
        let result = read("k: abc\n")
        let node = try #require(value("k", in: result))
        #expect(node.sourceRange(ofText: 2..<99, in: result.file) == node.range)
        #expect(
            node.sourceRange(ofText: 0..<1, in: SourceFile(name: "other", text: "zzzzzzzz")) == node.range)
        #expect(node.sourceRange(ofText: 0..<1, in: SourceFile(name: "shorter", text: "")) == node.range)
    }

    private func firstOffset(of needle: String, in node: YAMLNode) -> Int? {
        let text = Array((node.scalar?.text ?? "").utf8)
        return text.indices.first { text[$0...].starts(with: needle.utf8) }
    }
}
