import FlowModel
import FlowRuntime
import SimulatedBackend

/// What a trace has to know about the world beside its events.
protocol TraceFacts {
    /// A caller's name in the scenario, or the call's id.
    func name(of leg: LegID) -> String
    func call(of leg: LegID) -> CallInfo
    /// The step of a reference in that leg's run.
    func step(_ reference: StepReference, of leg: LegID) -> TracedStep?
    /// A status callback as `POST URL`, and what it reports.
    func callback(_ index: Int) -> (target: String, status: String)
}

/// A step, and the flow and line it stands in.
struct TracedStep {
    var flow: Flow
    var step: Step
    var line: Int
    /// Of a document that `execute` or `transfer` brought in.
    var isForeign: Bool

    /// `:14`, or `menu.yaml:14`.
    var place: String { isForeign ? "\(flow.file.name):\(line)" : ":\(line)" }
}
