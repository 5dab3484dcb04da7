import SourceText
import Testing

struct `Fix` {
    private func applied(_ edits: [(Int, Int, String)], to text: String) -> String {
        let fix = Finding.Fix("", edits.map { Finding.Fix.Edit(SourceRange($0.0, $0.1), $0.2) })
        return fix.applied(to: SourceFile(name: "-", text: text)).text
    }

    @Test func `makes all edits in any order`() {
        #expect(applied([(4, 5, "E"), (0, 1, "A"), (2, 2, "-")], to: "abcde") == "Ab-cdE")
    }

    @Test func `leaves out what overlaps or lies outside`() {
        #expect(applied([(0, 3, "x"), (2, 4, "y"), (4, 99, "z")], to: "abcde") == "xde")
    }
}
