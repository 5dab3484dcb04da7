/// Lines up figures in columns.
struct Table {
    private static let titles = ["figure", "measured", "against", "ratio", "limit", "verdict"]

    static func lines(_ figures: [Figure]) -> [String] {
        let rows = [titles] + figures.map(row)
        let widths = titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return cells.joined(separator: "  ").trimmingTrailingSpaces
        }
    }

    private static func row(_ figure: Figure) -> [String] {
        [
            figure.name, figure.measured, figure.against, Amount.rounded(figure.ratio),
            figure.limit.map(Amount.rounded) ?? "", figure.verdict,
        ]
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
