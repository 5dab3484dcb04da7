import FlowExpressions
package import FlowModel
import OrderedCollections
import SimulatedBackend
package import SourceText

extension TestFile {
    /// What the flows cannot meet: steps that they do not have, and variables that they do not know and that
    /// must have no value. `flows` are those of the file, read, in its order.
    ///
    /// A flow that goes on in documents from elsewhere may run any step, so nothing is said of it.
    package func findings(against flows: [Flow]) -> [Finding] {
        let indices = flows.map { $0.isClosed ? FlowIndex($0) : nil }
        return tests.flatMap { test in
            test.expectations.flatMap { expectation -> [Finding] in
                let meant = test.scenario.flowIndices(of: expectation.subject, among: flows.indices)
                let known = meant.compactMap { indices[$0] }
                // One that may run anything is enough.
                guard known.count == meant.count, let first = known.first else { return [] }
                let (mentions, envs) = (expectation.mentions, test.scenario.setting.envs)
                let steps = mentions.steps.filter { step in !known.contains { $0.has(step) } }
                let variables = mentions.variables.filter { variable in
                    envs[Text(variable.name)] == nil && !known.contains { $0.knows(variable.name) }
                }
                return steps.map(first.finding)
                    + variables.map { name, range in
                        let message = "no flow knows the variable '\(name)', so it never has a value"
                        return Finding("cannot-match", .error, message, at: range)
                    }
            }
        }
    }
}

/// The steps and words of a flow, for a look-up.
private struct FlowIndex {
    private let file: SourceFile
    /// The lines of the steps of each name, ascending.
    private let lines: [String: [Int]]
    /// All steps by their lines, ascending.
    private let steps: [(line: Int, name: String)]
    /// Whatever could be the name of a variable.
    private let words: Set<[UInt8]>

    init(_ flow: Flow) {
        let table = LineTable(flow.file)
        file = flow.file
        steps = flow.steps.map { (table.position(at: $0.range.lower).line, $0.action.name) }
            .sorted { $0.line < $1.line }
        lines = Dictionary(grouping: steps, by: \.name).mapValues { $0.map(\.line) }
        words = Set(flow.file.bytes.split { !Self.isWord($0) }.map(Array.init))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        case _: false
        }
    }

    func has(_ pattern: StepPattern) -> Bool {
        guard let line = pattern.line else { return pattern.name.map { lines[$0] != nil } ?? true }
        if let name = pattern.name { return nearest(to: line, among: lines[name] ?? [], \.self) == line }
        return nearest(to: line, among: steps, \.line)?.line == line
    }

    /// Set by the platform, or written somewhere in the flow.
    func knows(_ variable: String) -> Bool {
        PlatformNames.variables.contains(Text(variable)) || words.contains(Array(variable.utf8))
    }

    func finding(_ pattern: StepPattern) -> Finding {
        var message = "\(file.name) has no \(pattern.name ?? "step")"
        if let line = pattern.line {
            message += " at line \(line)"
            let near =
                if let name = pattern.name {
                    nearest(to: line, among: lines[name] ?? [], \.self).map { (line: $0, name: name) }
                } else {
                    nearest(to: line, among: steps, \.line)
                }
            if let near { message += "; did you mean \(near.name):\(near.line)?" }
        }
        return Finding("cannot-match", .error, message, at: pattern.range)
    }

    /// The element whose line is nearest, of those that ascend by it.
    private func nearest<Element>(
        to line: Int, among elements: [Element], _ lineOf: (Element) -> Int
    ) -> Element? {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            if lineOf(elements[middle]) < line { low = middle + 1 } else { high = middle }
        }
        let candidates = elements[max(0, low - 1)..<min(elements.count, low + 1)]
        return candidates.min { abs(lineOf($0) - line) < abs(lineOf($1) - line) }
    }
}

extension Scenario {
    /// The flows that may run on the calls that are meant.
    fileprivate func flowIndices(of subject: Expectation.Subject, among all: Range<Int>) -> [Int] {
        switch subject {
        case .call(let name):
            if let caller = setting.callers.first(where: { $0.name.isExactly(name) }) {
                return all.contains(caller.flow) ? [caller.flow] : []
            }
            return Array(all)
        case .each(let names):
            let flows = setting.callers.filter { names.contains($0.name) }.map(\.flow)
            return Array(Set(flows).filter(all.contains)).sorted()
        case .everyCaller: return Array(Set(setting.callers.map(\.flow)).filter(all.contains)).sorted()
        case .room, .everyRoom, .scenario: return Array(all)
        }
    }
}

extension Flow {
    /// Whether every step that can run stands in this document.
    fileprivate var isClosed: Bool {
        steps.allSatisfy { step in
            switch step.action {
            case .execute(let execute): execute.dest.isSection
            case .transfer(let transfer): transfer.dest.isSection
            case .dial(let dial): dial.dest.isSection
            // Its `confirm` may be a document.
            case .connect, .unsupported: false
            case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
                .leaveConference, .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .goto, .return,
                .switch, .cond, .request, .sendSms, .userEvent:
                true
            }
        }
    }
}

extension Given<DocumentTarget> {
    fileprivate var isSection: Bool {
        if case .section? = literal { true } else { false }
    }
}
