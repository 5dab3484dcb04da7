/// How much of something was taken.
package struct CoverageShare: Sendable, Hashable {
    package var taken = 0
    package var total = 0

    package init(taken: Int = 0, total: Int = 0) {
        self.taken = taken
        self.total = total
    }

    package static func + (left: Self, right: Self) -> Self {
        Self(taken: left.taken + right.taken, total: left.total + right.total)
    }

    /// Of nothing everything was taken.
    package var percent: Double { total == 0 ? 100 : Double(taken) * 100 / Double(total) }

    /// With one decimal, rounded down: what reads 100 % is complete.
    package var percentText: String {
        let tenths = total == 0 ? 1000 : taken * 1000 / total
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// Whether it is at least so many percent.
    package func reaches(percent minimum: Double) -> Bool { percent >= minimum }
}

extension FlowCoverage {
    package var stepShare: CoverageShare {
        CoverageShare(taken: steps.count { $0.count > 0 }, total: steps.count)
    }
    package var branchShare: CoverageShare {
        CoverageShare(taken: branches.count { $0.count > 0 }, total: branches.count)
    }
    /// Steps and branches alike: what a minimum is compared with.
    package var share: CoverageShare { stepShare + branchShare }

    /// The lines of steps that never began, with what stands inside them; runs of lines are one range, also
    /// across blank lines and comments.
    package var missingLines: [ClosedRange<Int>] {
        let missing = steps.filter { $0.count == 0 }.map(\.lines).sorted { $0.lowerBound < $1.lowerBound }
        return missing.reduce(into: []) { ranges, lines in
            if let last = ranges.last, isEmpty(between: last.upperBound, and: lines.lowerBound) {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, lines.upperBound)
            } else {
                ranges.append(lines)
            }
        }
    }

    private func isEmpty(between line: Int, and next: Int) -> Bool {
        next <= line + 1 || (line + 1..<next).allSatisfy { emptyLines.contains($0) }
    }

    /// `:35-41, :47`; empty when nothing is missing.
    package var missingLinesText: String {
        missingLines.map { lines in
            lines.count == 1 ? ":\(lines.lowerBound)" : ":\(lines.lowerBound)-\(lines.upperBound)"
        }.joined(separator: ", ")
    }

    /// The branches that were never taken of steps that began, each with its line: `:12 cond: else`.
    package var missingBranches: [String] {
        branches.filter { $0.count == 0 && steps[$0.step].count > 0 }.map { branch in
            let step = steps[branch.step]
            let way =
                switch branch.way {
                case .entry(let index): "\(step.name == "cond" ? "entry" : "case") \(index + 1)"
                case .fallback(isWritten: true): step.name == "cond" ? "else" : "default"
                case .fallback(isWritten: false): "no match"
                case .jump(taken: true): "jumps"
                case .jump(taken: false): "stays"
                }
            return ":\(step.lines.lowerBound) \(step.name): \(way)"
        }
    }
}
