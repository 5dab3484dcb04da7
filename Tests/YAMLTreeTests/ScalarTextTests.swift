import SourceText
import Testing
import YAMLTree

/// A scalar's text, which is the file's own where it stands there letter by letter.
struct `The text of a scalar` {
    @Test func `is what YAML makes of it, not what is written`() {
        let cases: [(written: String, text: String)] = [
            ("plain", "plain"), ("a b  c", "a b  c"), ("é😀", "é😀"), ("a # b", "a"), ("'q'", "q"),
            ("'it''s'", "it's"), ("\"q\"", "q"), ("\"a\\tb\"", "a\tb"), ("''", ""), ("\"\"", ""),
            // Escapes as long as what they stand for, alone and by making up for each other.
            ("\"\\_\"", "\u{A0}"), ("\"\\N\"", "\u{85}"), ("\"\\L\\n\"", "\u{2028}\n"),
            ("\"x\\P\\\\\"", "x\u{2029}\\"), ("\"fifteen letters\\_\"", "fifteen letters\u{A0}"),
            ("\"\\_ behind it come many\"", "\u{A0} behind it come many"),
            ("\"\\u00e9\"", "é"), ("'\\_'", "\\_"), ("\\_", "\\_"),
            // A fold is as long as the line break, without indentation.
            ("\"a\nb\"", "a b"), ("'a\nb'", "a b"), ("a\nb", "a b"), ("\"a\r\nb\"", "a b"),
            ("\"a\n\nb\"", "a\nb"), ("\"a\u{2028}b\"", "a\u{2028}b"),
        ]
        for (written, text) in cases {
            for (head, tail) in [("[", "]"), ("\u{FEFF}[", "]"), ("# é\n[😀, ", "]"), ("{k: ", "}")] {
                let result = read(head + written + tail)
                let scalar = result.root?.sequence?.last ?? result.root?.mapping?.first?.value
                #expect(scalar?.text == text, "\((head + written + tail).debugDescription)")
                #expect(scalar?.withText { Array($0) } == Array(text.utf8), "\(written.debugDescription)")
            }
        }
    }
}
