import FlowExpressions
import FlowModel
import SourceText

// The tracefile format of lcov (geninfo(1), *Files*): what editors and code hosts read.
//
// A line of a flow is executed as often as the step that begins on it; of several the one that ran most. A
// branch of a step that never ran is `-`, as lcov has it. Sections and `onHangup` are its functions.
extension Coverage {
    /// All flows, one record each.
    package var lcov: String { flows.map(\.lcovRecord).joined() }
}

extension FlowCoverage {
    fileprivate var lcovRecord: String {
        var lines = ["TN:", "SF:\(flow.file.name.singleLine)"]
        let functions = functions
        lines += functions.map { "FN:\($0.line),\($0.name)" }
        lines += functions.map { "FNDA:\($0.count),\($0.name)" }
        lines += ["FNF:\(functions.count)", "FNH:\(functions.count { $0.count > 0 })"]
        lines += branchLines
        lines += ["BRF:\(branches.count)", "BRH:\(branches.count { $0.count > 0 })"]
        let counts = lineCounts
        lines += counts.map { "DA:\($0.line),\($0.count)" }
        lines += ["LF:\(counts.count)", "LH:\(counts.count { $0.count > 0 })", "end_of_record"]
        return lines.joined(separator: "\n") + "\n"
    }

    private var functions: [(line: Int, name: String, count: Int)] {
        let table = LineTable(flow.file)
        var functions = flow.sections.map { section in
            (
                line: table.position(at: section.nameRange.lower).line,
                name: section.name.string.singleLine, count: count(of: section.block)
            )
        }
        if let block = flow.onHangup {
            let line = table.position(at: flow[block].range.lower).line
            functions.append((line, "onHangup", count(of: block)))
        }
        return functions.sorted { $0.line < $1.line }
    }

    /// How often its first step ran.
    private func count(of block: BlockID) -> Int {
        guard let first = flow.stepIDs(of: block).first else { return 0 }
        return count(ofStep: first.index)
    }

    /// A step of its own number in its line, so that two on one line are told apart.
    private var branchLines: [String] {
        var numbers: [Int: Int] = [:]
        var lines: [String] = []
        var place = 0
        while place < branches.count {
            let step = branches[place].step
            let line = steps[step].lines.lowerBound
            let number = numbers[line, default: 0]
            numbers[line] = number + 1
            var way = 0
            while place < branches.count, branches[place].step == step {
                let taken = steps[step].count == 0 ? "-" : "\(branches[place].count)"
                lines.append("BRDA:\(line),\(number),\(way),\(taken)")
                way += 1
                place += 1
            }
        }
        return lines
    }

    private var lineCounts: [(line: Int, count: Int)] {
        var counts: [Int: Int] = [:]
        for step in steps {
            counts[step.lines.lowerBound] = max(counts[step.lines.lowerBound, default: 0], step.count)
        }
        return counts.sorted { $0.key < $1.key }.map { (line: $0.key, count: $0.value) }
    }
}

extension String {
    /// A name that would end its line would end the record.
    fileprivate var singleLine: String {
        String(map { $0 == "\n" || $0 == "\r" || $0 == "\r\n" ? " " : $0 })
    }
}
