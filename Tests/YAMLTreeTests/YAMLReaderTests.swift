import SourceText
import Testing
import YAMLTree

struct `YAML reader` {
    @Test func `gives every node its exact bytes`() {
        let cases: [(text: String, parts: [String])] = [
            (
                "# é\na: 1  # 😀\nb:\n  - x   # c\n  - \"q\"\n\n# end\n",
                [
                    "a: 1  # 😀\nb:\n  - x   # c\n  - \"q\"", "a", "1", "b", "- x   # c\n  - \"q\"", "x",
                    "\"q\"",
                ]
            ),
            ("😀: \"é\"\r\nk: 'x'", ["😀: \"é\"\r\nk: 'x'", "😀", "\"é\"", "k", "'x'"]),
            ("a: [1, {b: 2} ]  # c", ["a: [1, {b: 2} ]", "a", "[1, {b: 2} ]", "1", "{b: 2}", "b", "2"]),
            ("[a: 1 , b]", ["[a: 1 , b]", "a: 1", "a", "1", "b"]),
            (
                "a: &x  # c\n  b: 1\nc: !!str &y 5 # d\nd: *x\n",
                [
                    "a: &x  # c\n  b: 1\nc: !!str &y 5 # d\nd: *x",
                    "a", "b: 1", "b", "1", "c", "5", "d",
                    "b: 1", "b", "1",
                ]
            ),
            (
                "a: |  # c\n  x\n  y  \n\n# d\nb: >-\n\n  z\n",
                ["a: |  # c\n  x\n  y  \n\n# d\nb: >-\n\n  z", "a", "|  # c\n  x\n  y  ", "b", ">-\n\n  z"]
            ),
            ("a: |+\n\nb: 1", ["a: |+\n\nb: 1", "a", "|+", "b", "1"]),
            ("a:   # c\nb:\n", ["a:   # c\nb:", "a", "", "b", ""]),
            ("a\rb", ["a\rb"]),
            ("a: \"x\u{2028}y\"\nb: 1\n", ["a: \"x\u{2028}y\"\nb: 1", "a", "\"x\u{2028}y\"", "b", "1"]),
            ("a: \"x\u{85}y\"\nb: 1\n", ["a: \"x\u{85}y\"\nb: 1", "a", "\"x\u{85}y\"", "b", "1"]),
            ("\u{FEFF}a: é\n", ["a: é", "a", "é"]),
            ("? a\n? b\n\n# c\n", ["? a\n? b", "a", "", "b", ""]),
            ("- - 1\n  - 2\n- 3", ["- - 1\n  - 2\n- 3", "- 1\n  - 2", "1", "2", "3"]),
        ]
        for (text, parts) in cases {
            let result = read(text)
            #expect(result.findings == [], "\(text.debugDescription)")
            let found = allNodes(of: result).map { result.file.text(in: $0.node.range) }
            #expect(found == parts, "\(text.debugDescription)")
        }
    }

    @Test func `reads UTF-16 of either order, with positions in the UTF-8 text`() {
        let text = "é: 😀\nb: [1]\n"
        for isLittle in [true, false] {
            let units = [0xFEFF] + Array(text.utf16)
            let bytes = units.flatMap { unit in
                let pair = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
                return isLittle ? pair : pair.reversed()
            }
            let result = read(bytes)
            #expect(result.findings == [])
            #expect(result.file.text == text)
            #expect(value("é", in: result)?.range == SourceRange(4, 8))
            #expect(read(bytes + [0x61]).findings.map(\.id) == ["bad-utf8"])
        }
        #expect(read([0xFF, 0xFE, 0x3D, 0xD8]).findings.map(\.id) == ["bad-utf8"])
        #expect(read([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]).findings.map(\.id) == ["control-character"])
    }

    @Test func `finds bad UTF-8 where it stands and keeps what came before`() {
        let bad: [[UInt8]] = [
            [0x80], [0xC0, 0xAF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFF],
        ]
        for prefix in ["a: 1\nb: x", "a: 1\né: " + String(repeating: "y", count: 90)] {
            for bytes in bad {
                let result = read(Array(prefix.utf8) + bytes + Array("\nc: 2\n".utf8))
                #expect(result.findings.map(\.id) == ["bad-utf8"], "\(bytes)")
                #expect(result.findings.first?.range.lower == prefix.utf8.count, "\(bytes)")
                #expect(result.isPartial && value("a", in: result)?.scalar?.text == "1")
            }
        }
    }

    @Test func `joins surrogate escapes in double quotes and nowhere else`() {
        let pair = "\\ud83d\\uDE00"
        let result = read(
            "a: \"é\(pair)\"\nb: \"\\\\ud83d\\\\ude00\"\nc: \(pair) \\U0001F600 \(pair)\n"
                + "d: '\\U0001F600\(pair)'\ne: 1\n"
        )
        #expect(result.findings == [])
        let texts = ["a", "b", "c", "d", "e"].map { value($0, in: result)?.scalar?.text }
        let (mixed, last) = ("\(pair) \\U0001F600 \(pair)", "\\U0001F600\(pair)")
        #expect(texts == ["é😀", "\\ud83d\\ude00", mixed, last, "1"])
        #expect(value("a", in: result).map { result.file.text(in: $0.range) } == "\"é\(pair)\"")
        #expect(value("d", in: result).map { result.file.text(in: $0.range) } == "'\\U0001F600\(pair)'")
        #expect(value("e", in: result).map { result.file.text(in: $0.range) } == "1")
    }

    @Test func `keeps tags, anchors and aliases`() {
        let result = read("x: &room !!str 5\ny: *room\n")
        #expect(
            value("x", in: result)?.annotation == YAMLAnnotation(tag: "tag:yaml.org,2002:str", anchor: "room")
        )
        #expect(value("y", in: result)?.alias.map { result.file.text(in: $0) } == "*room")
        #expect(value("y", in: result)?.range == value("x", in: result)?.range)
        #expect(value("y", in: result)?.scalar?.resolved == .string)
    }

    @Test(.timeLimit(.minutes(10))) func `takes linear time on hostile input`() {
        // Each is quadratic in libyaml or in a careless tree; together they must end at once.
        let many = 30_000
        for text in [
            String(repeating: "[", count: 20_000), String(repeating: "{", count: 20_000),
            String(repeating: "- ", count: 20_000), String(repeating: "? ", count: 20_000),
            String(repeating: "%TAG !a! b\n", count: 30_000),
            "a: \"" + String(repeating: "\\ud83d\\ude00", count: many) + "\"",
            "a: '" + String(repeating: "\\ud83d\\ude00 ", count: many) + "\\ud83d'\nb: \"\\ud83d\\ude00\"",
            "{" + (0..<many / 2).map { "k\($0): 1" }.joined(separator: ",") + "}",
            "[" + String(repeating: "é,", count: many) + "]",
            "- &a x\n" + String(repeating: "- *b\n", count: many),
            (0..<20_000).map { "- &a\($0) x\n" }.joined() + String(repeating: "- *zzzz\n", count: 1_000),
            String(repeating: "a\n", count: many), String(repeating: "k: 1\n", count: many),
        ] { _ = read(text) }
    }

    /// libyaml is handed a short text at once and reads a long one by itself, in pieces.
    @Test func `reads long documents as it reads short ones`() {
        for count in [10, 2_000, 4_000] {
            let lines = (0..<count).map { "ké\($0): \"ü\($0) 😀\"  # é\n" }
            let result = read(lines.joined())
            #expect(result.findings == [])
            let entries = result.root?.mapping ?? []
            #expect(entries.count == count)
            for (index, entry) in entries.enumerated() {
                let found = result.file.text(in: entry.key.range.union(entry.value.range))
                guard found == "ké\(index): \"ü\(index) 😀\"", entry.value.scalar?.text == "ü\(index) 😀" else {
                    Issue.record("entry \(index) of \(count) is read as \(found)")
                    return
                }
            }
        }
    }

    @Test func `goes through aliases wherever a node stands`() {
        let result = read("a: &k key\nb: &l [x, *k]\nc: {*k : *l}\n*k : 1\n")
        #expect(result.findings == [])
        #expect(
            allNodes(of: result).compactMap { $0.node.scalar?.text }.joined(separator: " ")
                == "a key b x key c key x key key 1")
        #expect(value("c", in: result)?.mapping?.first?.value.alias.map { result.file.text(in: $0) } == "*l")
        #expect(read("a: &k key\nm: {*k : 1, key: 2}\n").findings.map(\.id) == ["duplicate-key"])
    }

    @Test func `stays small`() {
        #expect(MemoryLayout<YAMLNode>.stride <= 16)
        #expect(MemoryLayout<YAMLEntry>.stride <= 32)
    }
}
