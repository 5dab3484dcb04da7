package import FlowModel
package import FlowRuntime
import SourceText

/// Which steps and branches of one flow were taken, by as many runs as were added.
///
/// A step that aliases repeat counts once, wherever it ran. Steps of documents that a flow fetches are not
/// its own.
package struct FlowCoverage: Sendable {
    package let flow: Flow
    /// Each step once, in the order of the document.
    package private(set) var steps: [CoveredStep] = []
    /// In the order of their steps.
    package private(set) var branches: [CoveredBranch] = []

    /// Lines without anything but blanks or a comment, from 1.
    let emptyLines: Set<Int>
    /// By index in `Flow.steps`: the place in `steps`.
    private var places: [Int] = []
    /// By place in `steps`: where its branches begin in `branches`.
    private var firstBranch: [Int] = []

    /// A step and how often it began.
    package struct CoveredStep: Sendable, Hashable {
        package var name: String
        /// From 1, both included.
        package var lines: ClosedRange<Int>
        package var count = 0
    }

    /// A branch and how often it was taken.
    package struct CoveredBranch: Sendable, Hashable {
        package var way: CoverableBranch.Way
        /// A place in `steps`.
        package var step: Int
        package var count = 0
    }

    package init(of flow: Flow) {
        self.flow = flow
        let table = LineTable(flow.file)
        emptyLines = Self.emptyLines(of: flow.file.bytes)
        var known: [SourceRange: Int] = [:]
        for step in flow.steps {
            if let place = known[step.nameRange] {
                places.append(place)
                continue
            }
            known[step.nameRange] = steps.count
            places.append(steps.count)
            let first = table.position(at: step.nameRange.lower).line
            let last = table.position(at: max(step.nameRange.upper, step.range.upper - 1)).line
            firstBranch.append(branches.count)
            for way in step.action.ways { branches.append(CoveredBranch(way: way, step: steps.count)) }
            steps.append(CoveredStep(name: step.action.name, lines: first...max(first, last)))
        }
    }

    private static func emptyLines(of bytes: [UInt8]) -> Set<Int> {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let empty = lines.enumerated().filter { _, line in
            let first = line.first {
                ![UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0)
            }
            return first == nil || first == UInt8(ascii: "#")
        }
        return Set(empty.map { $0.offset + 1 })
    }

    func count(ofStep index: Int) -> Int { steps[places[index]].count }

    // MARK: Runs

    /// Adds what one run of the flow noted: a call's, or a cassette's replay of one.
    package mutating func add(_ notes: some Sequence<JournalNote>) {
        var undecided: StepReference?
        for note in notes {
            if let step = undecided, note.decides(step) {
                undecided = nil
                if !note.isBranch(of: step) { take(.fallback(isWritten: false), of: step) }
            }
            switch note {
            case .began(let step): if let place = place(of: step) { steps[place].count += 1 }
            case .branch(let step, let index): takeBranch(index, of: step)
            case .jumped(let step, let taken): take(.jump(taken: taken), of: step)
            case .ended(let step, let outcome):
                guard let action = action(of: step) else { break }
                if action.choosesResult(after: outcome) { undecided = step }
                if action.isChoice, outcome == "no match" { take(.fallback(isWritten: false), of: step) }
            case .returned(let step?, value: _):
                if action(of: step)?.choosesResultOnReturn == true { undecided = step }
            case .set, .warning, .entered, .returned(nil, value: _), .conference, .unusedAnswer, .finished:
                break
            }
        }
    }

    private func place(of step: StepReference) -> Int? {
        step.document == 0 && places.indices.contains(Int(step.step)) ? places[Int(step.step)] : nil
    }

    private func action(of step: StepReference) -> StepAction? {
        place(of: step).map { _ in flow.steps[Int(step.step)].action }
    }

    private mutating func takeBranch(_ index: Int, of step: StepReference) {
        take(index < 0 ? .fallback(isWritten: true) : .entry(index), of: step)
    }

    private mutating func take(_ way: CoverableBranch.Way, of step: StepReference) {
        guard let place = place(of: step) else { return }
        let end = place + 1 < firstBranch.count ? firstBranch[place + 1] : branches.count
        let branch = (firstBranch[place]..<end).first { branches[$0].way == way }
        if let branch { branches[branch].count += 1 }
    }

    /// Adds what was taken in other runs of the same flow.
    package mutating func merge(_ other: FlowCoverage) {
        precondition(flow == other.flow, "coverage of two flows is two coverages")
        for place in steps.indices { steps[place].count += other.steps[place].count }
        for place in branches.indices { branches[place].count += other.branches[place].count }
    }
}

extension JournalNote {
    /// Whether after this note it is settled what the `result` of the step chose. What a condition notes
    /// while it is looked at settles nothing.
    fileprivate func decides(_ step: StepReference) -> Bool {
        switch self {
        case .warning, .set, .unusedAnswer, .conference: false
        case .began, .ended, .branch, .jumped, .entered, .returned, .finished: true
        }
    }

    fileprivate func isBranch(of step: StepReference) -> Bool {
        if case .branch(step, _) = self { true } else { false }
    }
}
