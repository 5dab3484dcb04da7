import SourceText
import Testing

struct `Line table` {
    @Test func `counts lines at LF, CRLF and CR`() {
        let table = LineTable(SourceFile(name: "-", text: "a\nb\r\nc\rd"))
        let lines = [0, 2, 5, 7].map { table.position(at: $0).line }
        #expect(lines == [1, 2, 3, 4])
        #expect(table.lineCount == 4)
        #expect((1...4).map { table.contents(ofLine: $0).count } == [1, 1, 1, 1])
    }

    @Test func `counts columns in scalars and UTF-16`() {
        let table = LineTable(SourceFile(name: "-", text: "x\né😀z"))
        let place = table.position(at: 8)
        #expect([place.line, place.column, place.utf16Column] == [2, 3, 3])
        #expect(table.offset(line: 2, column: 3) == 8)
        #expect(table.offset(line: 2, utf16Column: 3) == 8)
        #expect(table.position(at: 5).column == 2, "inside the emoji is the emoji")
    }

    @Test func `agrees with a plain count everywhere`() {
        let text = String(repeating: "aé😀\u{301}", count: 300) + "\r\n" + String(repeating: "漢b", count: 300)
        let table = LineTable(SourceFile(name: "-", text: text))
        var (offset, line, column, units) = (0, 1, 1, 0)
        for scalar in text.unicodeScalars {
            let place = table.position(at: offset)
            #expect([place.line, place.column, place.utf16Column] == [line, column, units])
            offset += UTF8.width(scalar)
            (column, units) = (column + 1, units + UTF16.width(scalar))
            if scalar == "\n" { (line, column, units) = (line + 1, 1, 0) }
        }
    }

    @Test func `clamps whatever it is asked`() {
        let table = LineTable(SourceFile(name: "-", bytes: [0xFF, 0x0A, 0xE2, 0x82]))
        #expect(table.position(at: 99).column == 3, "two stray bytes count as two")
        #expect(table.position(at: -1).line == 1)
        #expect(table.offset(line: 99, column: 99) == 4)
        #expect(table.offset(line: -5, column: -5) == 0)
        #expect(LineTable(SourceFile(name: "-", text: "")).position(at: 0).line == 1)
    }
}
