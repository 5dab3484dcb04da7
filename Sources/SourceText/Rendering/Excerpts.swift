/// The source line of a range, with carets under it.
struct Excerpts {
    private let file: SourceFile
    private let lines: LineTable
    private let palette: Palette

    /// Cells of a line that are shown; a longer line is cut round the range.
    private static let widest = 100
    /// Cells shown before the range when the line is cut.
    private static let lead = 30
    private static let tabWidth = 4
    /// Bytes looked at before, in and after the range: more than is ever shown, less than a long line.
    private static let window = 512

    init(_ file: SourceFile, _ palette: Palette) {
        self.file = file
        lines = LineTable(file)
        self.palette = palette
    }

    /// `file:line:column`.
    func place(_ range: SourceRange) -> String {
        let start = lines.position(at: range.lower)
        return "\(TerminalText.safe(file.name)):\(start.line):\(start.column)"
    }

    /// Two lines: the source, and carets under the part of the range that stands on its first line.
    func excerpt(_ range: SourceRange, _ color: Palette.Color) -> String {
        let number = lines.position(at: range.lower).line
        let line = lines.contents(ofLine: number)
        let lower = min(max(range.lower, line.lowerBound), line.upperBound)
        let upper = min(max(range.upper, lower), line.upperBound)
        let before = cells(max(line.lowerBound, lower - Self.window)..<lower)
        let marked = cells(lower..<min(upper, lower + Self.window))
        let after = cells(upper..<min(line.upperBound, upper + Self.window))
        let shown = cut(before, marked, after)
        let gutter = " \(number) | "
        let blank = String(repeating: " ", count: gutter.utf8.count - 2) + "| "
        let indent = String(repeating: " ", count: width(shown.before))
        let carets = palette.paint(String(repeating: "^", count: max(1, width(shown.marked))), color)
        let text = (shown.before + shown.marked + shown.after).map(\.text).joined()
        return "\(gutter)\(text)\n\(blank)\(indent)\(carets)\n"
    }

    /// What one scalar looks like on the terminal.
    private struct Cell {
        var text: String
        var width: Int
    }

    /// A window may cut a scalar at its edge; its rest is not shown or shown as U+FFFD beyond the cut.
    private func cells(_ offsets: Range<Int>) -> [Cell] {
        String(decoding: file.bytes[offsets], as: UTF8.self).unicodeScalars.map { scalar in
            if scalar == "\t" {
                return Cell(text: String(repeating: " ", count: Self.tabWidth), width: Self.tabWidth)
            }
            let safe = TerminalText.safe(String(scalar))
            let isSame = TerminalText.isSafe(scalar)
            return Cell(text: safe, width: isSame ? TerminalText.width(scalar) : 1)
        }
    }

    private func width(_ cells: [Cell]) -> Int { cells.reduce(0) { $0 + $1.width } }

    private func cut(
        _ before: [Cell], _ marked: [Cell], _ after: [Cell]
    ) -> (before: [Cell], marked: [Cell], after: [Cell]) {
        let total = width(before) + width(marked) + width(after)
        guard total > Self.widest else { return (before, marked, after) }
        let dots = Cell(text: "…", width: 1)
        var (before, marked, after) = (before, marked, after)
        if width(before) > Self.lead {
            before = [dots] + fitting(before.reversed(), Self.lead).reversed()
        }
        let room = Self.widest - width(before)
        if width(marked) > room { return (before, fitting(marked, room) + [dots], []) }
        let rest = room - width(marked)
        if width(after) > rest { after = fitting(after, rest) + [dots] }
        return (before, marked, after)
    }

    /// The first cells that fit a width.
    private func fitting(_ cells: [Cell], _ limit: Int) -> [Cell] {
        var used = 0
        return Array(
            cells.prefix { cell in
                used += cell.width
                return used <= limit
            })
    }
}
