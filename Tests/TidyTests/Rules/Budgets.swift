// How long things may be. The numbers are those of codebases that a newcomer reads end to end.

extension HouseRule {
    static let shortLines = HouseRule(
        "no line is longer than 110 columns, but in a text of several lines",
        broken: [
            ["Sources/A/A.swift": "// " + String(repeating: "é", count: 108)],
            ["Sources/A/A.swift": "let a = \"" + String(repeating: "a", count: 108) + "\""],
        ],
        kept: [
            ["Tests/A/A.swift": "// " + String(repeating: "é", count: 107)],
            ["Tests/A/A.swift": "let a = \"\"\"\n" + String(repeating: "a", count: 120) + "\n\"\"\""],
        ]
    ) { sources in
        sources.swift.flatMap(longLines)
    }

    private static func longLines(of file: SwiftFile) -> [Violation] {
        let texts = file.tokens.filter { $0.line < $0.lastLine }.map { $0.line + 1..<$0.lastLine }
        return file.lines.enumerated().compactMap { index, line in
            guard line.utf8.count > 110 else { return nil }
            let columns = line.unicodeScalars.count
            guard columns > 110, !texts.contains(where: { $0.contains(index + 1) }) else { return nil }
            return file.violation(at: index + 1, "\(columns) columns")
        }
    }

    static let shortFiles = HouseRule(
        "no file is longer than 500 lines; half have at most 120, and 19 of 20 in Sources at most 350",
        broken: [
            lengths([501]), lengths([121, 121, 120]), lengths(Array(repeating: 10, count: 18) + [351, 351]),
        ],
        kept: [lengths([500] + Array(repeating: 120, count: 19)), lengths([])]
    ) { sources in
        let long = sources.swift.filter { $0.lineCount > 500 }
        let spread = Spread(sources.files(in: "Sources").map { ($0.lineCount, $0.path, 1) })
        return long.map { $0.violation(at: 501, "\($0.lineCount) lines") }
            + spread.violations(of: "lines in a file", median: 120, percentile95: 350)
    }

    static let shortFunctions = HouseRule(
        "no function is longer than 60 lines; half have at most 8, and 19 of 20 in Sources at most 30",
        broken: [
            functions([61]), functions([9, 9, 8]), functions(Array(repeating: 3, count: 18) + [31, 31]),
            ["Tests/A/A.swift": "var a: Int {" + String(repeating: "\n", count: 60) + "}"],
        ],
        kept: [functions([60] + Array(repeating: 8, count: 19)), functions([])]
    ) { sources in
        var lengths: [(Int, String, Int)] = []
        var violations: [Violation] = []
        for file in sources.swift {
            for body in file.bodies {
                if body.lineCount > 60 {
                    violations.append(
                        file.violation(at: body.line, "\(body.name) has \(body.lineCount) lines"))
                }
                if body.kind == .function, file.target != nil {
                    lengths.append((body.lineCount, file.path, body.line))
                }
            }
        }
        return violations
            + Spread(lengths).violations(of: "lines in a function", median: 8, percentile95: 30)
    }

    private static func lengths(_ counts: [Int]) -> [String: String] {
        var files: [String: String] = [:]
        for (index, count) in counts.enumerated() {
            files["Sources/A/A\(index).swift"] = String(repeating: "let a = 1\n", count: count)
        }
        return files
    }

    private static func functions(_ counts: [Int]) -> [String: String] {
        let text = counts.map { "func a() {" + String(repeating: "\n", count: $0 - 1) + "}\n" }.joined()
        return ["Sources/A/A.swift": text]
    }
}

/// Lengths with their places, shortest first.
private struct Spread {
    private let entries: [(length: Int, path: String, line: Int)]

    init(_ entries: [(Int, String, Int)]) {
        self.entries = entries.sorted { $0 < $1 }
    }

    func violations(of what: String, median: Int, percentile95: Int) -> [Violation] {
        [("the median", 0.5, median), ("the 95th percentile", 0.95, percentile95)].compactMap {
            name, share, limit in
            guard !entries.isEmpty else { return nil }
            let entry = entries[Int((Double(entries.count) * share).rounded(.up)) - 1]
            guard entry.length > limit else { return nil }
            let message = "\(name) of \(what) is \(entry.length); at most \(limit) is wanted"
            return Violation(path: entry.path, line: entry.line, message: message)
        }
    }
}
