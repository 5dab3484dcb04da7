import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SourceText

/// How far the flow of one call has come.
struct StoryProgress {
    private let flow: Flow
    private let notes: [JournalNote]
    private let joins: Int

    init(_ flow: Flow, notes: [JournalNote], joins: Int) {
        self.flow = flow
        self.notes = notes
        self.joins = joins
    }

    func shows(_ sight: Story.Sight) -> Bool {
        switch sight {
        case .joins(let count): joins >= count
        case .ends: notes.contains { if case .finished = $0 { true } else { false } }
        case .begins(let step, let count):
            notes.count { note in
                guard case .began(let reference) = note else { return false }
                return flow.name(of: reference) == step
            } >= count
        }
    }
}

/// What a flow did, as lines that any phone system gives alike: without ids, times and numbers.
struct StoryTrace {
    private let flow: Flow
    private let table: LineTable
    private let names: OrderedDictionary<CallID, String>

    init(_ flow: Flow, _ names: OrderedDictionary<CallID, String>) {
        self.flow = flow
        self.names = names
        table = LineTable(flow.file)
    }

    func lines(_ notes: [JournalNote]) -> [String] { notes.compactMap(line) }

    private func line(_ note: JournalNote) -> String? {
        switch note {
        case .began(let step): "begin \(text(step))"
        case .ended(let step, let outcome): "end \(text(step)): \(outcome)"
        case .branch(let step, let place): "branch \(text(step)): \(place)"
        case .jumped(let step, let isTaken): "jump \(text(step)): \(isTaken)"
        case .set(let step, let name, let value): "set \(text(step)): \(name) = \(text(value, of: name))"
        case .warning(_, let error): "warning \(error.code.rawValue)"
        case .entered(let section, let depth): "enter \(section) \(depth)"
        case .returned(_, let value): "return \(value.jsonText)"
        case .conference(_, let report):
            "conference \(report.outcome), by \(shown(report.by)), peak \(report.peakSize)"
        case .finished(let end): "finished by \(end.ending.by.rawValue) \(end.error?.code.rawValue ?? "")"
        case .unusedAnswer: nil
        }
    }

    private func text(_ step: StepReference) -> String {
        guard step.document == 0 else { return "a document's step" }
        let range = flow.steps[Int(step.step)].nameRange
        return "\(table.position(at: range.lower).line) \(flow.name(of: step))"
    }

    /// Values that whoever has the call makes up, or a recording for a secret: known to be there.
    private static let madeUp: Set = [
        "room", "prompt_value", "record_url", "record_call_url", "dial_call_id",
    ]

    private func text(_ value: Value, of name: String) -> String {
        Self.madeUp.contains(name) ? (value == .null ? "nothing" : "something") : shown(value.jsonText)
    }

    private func shown(_ text: String) -> String {
        names.reduce(text) { $0.replacing($1.key.name, with: "<\($1.value)>") }
    }
}

extension Flow {
    /// The name of a step of the flow itself, as it is written.
    fileprivate func name(of step: StepReference) -> String {
        step.document == 0 ? file.text(in: steps[Int(step.step)].nameRange) : ""
    }
}
