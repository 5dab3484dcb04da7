import Testing

struct `The Swift lexer` {
    private func words(_ text: String) -> [String] {
        SwiftLexer.tokens(of: text).filter { $0.kind != .mark && $0.kind != .string }.map(\.text)
    }

    @Test func `skips comments, nested ones too`() {
        #expect(words("a // b\n/* c /* d */ e */ f") == ["a", "f"])
        #expect(words("a /* never closed") == ["a"])
    }

    @Test func `keeps a string whole and reads what is interpolated`() {
        #expect(words(#"a("b \(c("d\(e)")) f", g)"#) == ["a", "c", "e", "g"])
        #expect(words(##"a(#"b \(c) "d" \#(e)"#, f)"##) == ["a", "e", "f"])
        #expect(words("a = \"\"\"\n  b \"c\"\n  \\(d)\n  \"\"\" + e") == ["a", "d", "e"])
        #expect(words("a = \"never closed\nb") == ["a", "b"])
        #expect(words(#"a = "\\" + b"#) == ["a", "b"])
    }

    @Test func `passes over a regular expression`() {
        #expect(words("a(#/\"b{/#, c)") == ["a", "c"])
    }

    @Test func `counts lines across comments and strings`() {
        let tokens = SwiftLexer.tokens(of: "/*\n*/ a \"\"\"\n b\n \"\"\" c\n// d\r\ne")
        #expect(tokens.filter { $0.kind == .word }.map(\.line) == [2, 4, 6])
    }

    @Test func `tells what is glued, documented and first on its line`() {
        let tokens = SwiftLexer.tokens(of: "/// A.\na! b\n// no\n`c d`")
        #expect(tokens.map(\.isGlued) == [false, true, false, false])
        #expect(tokens.map(\.isDocumented) == [true, false, false, false])
        #expect(tokens.map(\.startsLine) == [true, false, false, true])
        #expect(tokens.last?.kind == .rawWord)
    }
}

struct `Bodies of functions` {
    private func bodies(_ text: String) -> [String] {
        SwiftFile(path: "A.swift", text: text).bodies.map { "\($0.name) \($0.lineCount)" }
    }

    @Test func `run from the keyword to the closing brace`() {
        #expect(bodies("func a(\n    b: Int = { 1 }()\n) {\n    c()\n}") == ["a 5"])
        #expect(bodies("func a() {\n    b = \"\"\"\n        c\n        \"\"\"\n}") == ["a 3"])
        #expect(bodies("init() {\n}\nsubscript(a: Int) -> Int { 1 }") == ["init 2", "subscript 1"])
        #expect(bodies("var a: Int {\n    1\n}\nvar b = 1\nvar c: Int\nfor d in e { }") == ["a 3"])
    }

    @Test func `are not there in requirements and calls`() {
        #expect(
            bodies("protocol A {\n    func a()\n    @B func b() -> Int\n    package func c() { }\n}") == [
                "c 1"
            ])
        #expect(bodies("a.init(b) { 1 }\nself.init { }") == [])
    }
}
