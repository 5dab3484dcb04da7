package import FlowModel
import FlowRuntime
import SimulatedBackend
package import SourceText

extension TestFile {
    /// What the flows cannot meet: steps that they do not have. `flows` are those of the file, read, in its
    /// order.
    ///
    /// A flow that goes on in documents from elsewhere may run any step, so nothing is said of it.
    package func findings(against flows: [Flow]) -> [Finding] {
        let indices = flows.map { $0.isClosed ? StepIndex($0) : nil }
        return tests.flatMap { test in
            test.expectations.flatMap { expectation -> [Finding] in
                let meant = test.scenario.flowIndices(of: expectation.subject, among: flows.indices)
                let known = meant.compactMap { indices[$0] }
                // One that may run anything is enough.
                guard known.count == meant.count, !known.isEmpty else { return [] }
                return expectation.steps.compactMap { pattern in
                    known.contains { $0.has(pattern) } ? nil : known[0].finding(pattern)
                }
            }
        }
    }
}

/// The steps of a flow, for a look-up.
private struct StepIndex {
    private let steps: [(name: String, line: Int)]
    private let file: String

    init(_ flow: Flow) {
        let table = LineTable(flow.file)
        steps = flow.steps.map { ($0.action.name, table.position(at: $0.range.lower).line) }
        file = flow.file.name
    }

    func has(_ pattern: StepPattern) -> Bool {
        steps.contains {
            (pattern.name == nil || pattern.name == $0.name)
                && (pattern.line == nil || pattern.line == $0.line)
        }
    }

    func finding(_ pattern: StepPattern) -> Finding {
        var message = "\(file) has no \(pattern.shown)"
        if let line = pattern.line {
            let candidates = steps.filter { pattern.name == nil || pattern.name == $0.name }
            if let near = candidates.min(by: { abs($0.line - line) < abs($1.line - line) }) {
                message += "; did you mean \(near.name):\(near.line)?"
            }
        }
        return Finding("cannot-match", .error, message, at: pattern.range)
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
