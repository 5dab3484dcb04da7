import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText

/// What a trace has to know about the world beside its events.
protocol TraceFacts {
    /// A caller's name in the scenario, or the call's id.
    func name(of leg: LegID) -> String
    func call(of leg: LegID) -> CallInfo
    /// The step of a reference in that leg's run.
    func step(_ reference: StepReference, of leg: LegID) -> TracedStep?
    /// A status callback that was posted.
    func callback(_ index: Int) -> PostedCallback
}

/// A step, and the flow and line it stands in.
struct TracedStep {
    var flow: Flow
    var step: Step
    var line: Int
    /// Which of the run's flows it belongs to; `nil` for a document that `execute` or `transfer` brought in.
    var flowIndex: Int?
    /// The flow that was named on the command line: its name goes without saying.
    var isMain: Bool

    /// `:14`, or `menu.yaml:14`.
    var place: String { isMain ? ":\(line)" : "\(TraceWords.shortURL(flow.file.name)):\(line)" }

    /// The step's name as it is written, without quotes.
    var name: String {
        let text = flow.file.text(in: step.nameRange)
        return String(text.drop { $0 == "\"" || $0 == "'" }.prefix { $0 != "\"" && $0 != "'" })
    }
}
