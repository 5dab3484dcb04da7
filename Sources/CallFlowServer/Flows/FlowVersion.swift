package import CallJournal
package import FlowExpressions
package import FlowModel
import FlowRuntime
import SourceText
import Synchronization

/// A flow as it was when a call began with it. Calls in progress keep theirs, whatever becomes of the file.
package final class FlowVersion: Sendable {
    /// The path, as findings and the log show it.
    package let path: String
    package let flow: Flow
    /// From 1; one more each time when the file is read anew.
    package let number: Int
    /// The scope `envs`.
    package let environment: ValueMap
    /// What journals keep of it.
    package let journaled: JournaledFlow
    /// By step: the place of its schema among `StepSchema.all`.
    private let stepKinds: [UInt8?]
    /// Made when the first line is asked for; a flow that is never logged has none.
    private let lines = Mutex<LineTable?>(nil)

    package init(path: String, flow: Flow, number: Int, environment: ValueMap) {
        self.path = path
        self.flow = flow
        self.number = number
        self.environment = environment
        journaled = JournaledFlow(flow, environment: environment)
        stepKinds = flow.steps.map { step in
            let name = step.action.schema?.name
            return Self.kindsByName[name ?? ""]
        }
    }

    private static let kindsByName = Dictionary(
        uniqueKeysWithValues: StepSchema.all.enumerated().map { ($1.name, UInt8(truncatingIfNeeded: $0)) })

    /// The number under which metrics count a step; `nil` for one of another document.
    func kind(of step: StepReference) -> UInt8? {
        guard step.document == 0, stepKinds.indices.contains(Int(step.step)) else { return nil }
        return stepKinds[Int(step.step)]
    }

    /// The step's name and line; `nil` for one of another document.
    func place(of reference: StepReference) -> (step: String, line: Int)? {
        guard reference.document == 0, flow.steps.indices.contains(Int(reference.step)) else { return nil }
        let step = flow.steps[Int(reference.step)]
        let line = lines.withLock { lines in
            if lines == nil { lines = LineTable(flow.file) }
            return lines?.position(at: step.range.lower).line ?? 0
        }
        return (step.action.schema?.name ?? "unsupported", line)
    }
}
