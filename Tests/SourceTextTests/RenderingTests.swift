import SourceText
import Testing

private func one(_ text: String, _ lower: Int, _ upper: Int, name: String = "f.yaml") -> [FileFindings] {
    let finding = Finding("some-id", .error, "it is wrong", at: SourceRange(lower, upper))
    return [FileFindings(SourceFile(name: name, text: text), [finding])]
}

struct `Text rendering` {
    @Test func `shows place, line, carets, note and help`() {
        let fix = Finding.Fix("remove it", [])
        let finding = Finding(
            "twice", .warning, "given twice", at: SourceRange(5, 6),
            related: [Finding.Related("first here", SourceRange(0, 1))], fix: fix)
        let text = TextRendering.render([
            FileFindings(SourceFile(name: "f.yaml", text: "a: 1\na: 2\n"), [finding])
        ])
        #expect(
            text == """
                f.yaml:2:1: warning[twice]: given twice
                 2 | a: 2
                   | ^
                f.yaml:1:1: note: first here
                 1 | a: 1
                   | ^
                  help: remove it

                1 warning in 1 file

                """)
    }

    @Test func `puts carets under wide characters and after tabs`() {
        let wide = TextRendering.render(one("漢: 😀x", 5, 9))
        #expect(wide.contains(" 1 | 漢: 😀x\n   |     ^^\n"))
        let tab = TextRendering.render(one("\tx", 1, 2))
        #expect(tab.contains(" 1 |     x\n   |     ^\n"))
        let combining = TextRendering.render(one("e\u{301}x", 3, 4))
        #expect(combining.contains("\n   |  ^\n"))
    }

    @Test func `cuts long lines round the range`() {
        let long = String(repeating: "a", count: 5_000)
        let text = TextRendering.render(one(long + "HERE" + long, 5_000, 5_004))
        let lines = text.split(separator: "\n")
        #expect(lines[1].unicodeScalars.count < 120)
        #expect(lines[1].contains("…") && lines[1].contains("HERE"))
        let caret = lines[2].unicodeScalars.split(separator: "^", omittingEmptySubsequences: false)[0].count
        let start = lines[1].unicodeScalars.split(separator: "H", omittingEmptySubsequences: false)[0].count
        #expect(caret == start)
        #expect(lines[2].hasSuffix("^^^^"))
    }

    @Test func `lets no control character through`() {
        let evil = "a\u{1B}[2J\u{7}\u{202E}b\u{9B}c\u{7F}"
        let finding = Finding(
            "x", .error, evil, at: SourceRange(0, 3), related: [.init(evil, SourceRange(0, 1))])
        let files = [FileFindings(SourceFile(name: evil, text: evil), [finding])]
        for text in [TextRendering.render(files), JSONRendering.render(files), GitHubRendering.render(files)]
        {
            let bad = text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" || 0x7F..<0xA0 ~= $0.value }
            #expect(bad.isEmpty, "\(text.debugDescription)")
        }
        #expect(!TextRendering.render(files).unicodeScalars.contains("\u{202E}"))
    }

    @Test func `colours only when asked`() {
        #expect(!TextRendering.render(one("a", 0, 1)).contains("\u{1B}"))
        #expect(
            TextRendering.render(one("a", 0, 1), colors: true).contains("\u{1B}[1;31merror[some-id]\u{1B}[0m")
        )
    }

    @Test func `sums up`() {
        func finding(_ severity: Finding.Severity) -> Finding {
            Finding("a", severity, "", at: SourceRange(0, 0))
        }
        let file = SourceFile(name: "-", text: "")
        let some = [
            FileFindings(file, [finding(.error), finding(.error)]), FileFindings(file, [finding(.warning)]),
        ]
        #expect(TextRendering.summary(some + [FileFindings(file, [])]) == "2 errors, 1 warning in 3 files")
        #expect(TextRendering.summary([FileFindings(file, [])]) == "no findings in 1 file")
        #expect(TextRendering.summary([FileFindings(file, [finding(.hint)])]) == "1 hint in 1 file")
    }

    @Test func `survives ranges outside the text`() {
        #expect(TextRendering.render(one("a\n", 50, 60)).contains("f.yaml:2:1: error"))
        #expect(TextRendering.render(one("", 0, 0)).contains("   | ^\n"))
        #expect(TextRendering.render(one("ab\ncd", 1, 4)).contains(" 1 | ab\n   |  ^\n"))
    }
}

struct `JSON rendering` {
    @Test func `follows the documented shape`() {
        let edit = Finding.Fix.Edit(SourceRange(3, 4), "\"b\"\n")
        let finding = Finding(
            "some-id", .hint, "a \\ b", at: SourceRange(3, 4), related: [.init("here", SourceRange(0, 1))],
            fix: Finding.Fix("quote", [edit]))
        let json = JSONRendering.render([FileFindings(SourceFile(name: "f\"é", text: "é:x\n"), [finding])])
        let place = #""line":1,"column":3,"endLine":1,"endColumn":4"#
        let start = #""line":1,"column":1,"endLine":1,"endColumn":1"#
        #expect(
            json == #"{"files":1,"findings":[{"file":"f\"é",\#(place),"severity":"hint","id":"some-id","#
                + #""message":"a \\ b","related":[{"file":"f\"é",\#(start),"message":"here"}],"#
                + #""fix":{"title":"quote","edits":[{\#(place),"text":"\"b\"\n"}]}}]}"# + "\n")
    }

    @Test func `says null without a fix and an empty list without findings`() {
        #expect(JSONRendering.render(one("a", 0, 1)).contains(#""related":[],"fix":null}]}"#))
        #expect(JSONRendering.render([]) == #"{"files":0,"findings":[]}"# + "\n")
    }
}

struct `GitHub rendering` {
    @Test func `escapes properties and messages`() {
        let finding = Finding("some-id", .hint, "50%: a,\nb", at: SourceRange(0, 1))
        let text = GitHubRendering.render([FileFindings(SourceFile(name: "a,b:c%", text: "x"), [finding])])
        #expect(
            text
                == "::notice file=a%2Cb%3Ac%25,line=1,col=1,endLine=1,endColumn=2,title=some-id::50%25: a,%0Ab\n"
        )
    }
}
