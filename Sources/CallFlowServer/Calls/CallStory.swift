import FlowRuntime
import Logging

/// What the log and the metrics learn of one call while its flow runs.
final class CallStory: Sendable {
    private let version: FlowVersion
    private let table: CallTable
    private let metrics: ServerMetrics
    private let log: Logger
    private let callerData: CallerData
    private let tellsSteps: Bool

    init(
        _ version: FlowVersion, _ table: CallTable, _ metrics: ServerMetrics, _ log: Logger,
        _ callerData: CallerData
    ) {
        self.version = version
        self.table = table
        self.metrics = metrics
        self.log = log
        self.callerData = callerData
        tellsSteps = log.logLevel <= .debug
    }

    /// Told everything of the call, in order; called for each event, command and note, so it does little.
    func note(_ call: CallInfo, _ entry: JournalEntry) {
        switch entry.content {
        case .note(let note): self.note(call, note)
        case .command(_, .dial): table.note(dialling: call.id, with: version)
        case .command, .event: break
        }
    }

    private func note(_ call: CallInfo, _ note: JournalNote) {
        switch note {
        case .began(let step):
            metrics.stepBegan(version.kind(of: step))
            if tellsSteps { log.debug("step began", metadata: metadata(call, step)) }
        case .ended(let step, let outcome):
            guard tellsSteps else { return }
            log.debug("step ended", metadata: metadata(call, step, ["outcome": "\(outcome)"]))
        case .warning(let step, let error):
            metrics.scriptFailed(error.code)
            log.warning("script error", metadata: metadata(call, step, words(of: error)))
        case .conference(let step, let report):
            metrics.conferenceLeft(report.outcome)
            let outcome: Logger.Metadata = ["outcome": "\(report.outcome)"]
            log.debug("conference left", metadata: metadata(call, step, outcome))
        case .branch, .jumped, .set, .entered, .returned, .unusedAnswer, .finished: break
        }
    }

    /// The message of an error may quote what the caller said or typed.
    func words(of error: ScriptError) -> Logger.Metadata {
        var words: Logger.Metadata = ["code": "\(error.code.rawValue)"]
        if callerData.isShown { words["error"] = "\(error.message)" }
        return words
    }

    /// Call, flow, step and line, and what else there is to say.
    func metadata(
        _ call: CallInfo, _ step: StepReference?, _ more: Logger.Metadata = [:]
    ) -> Logger.Metadata {
        var metadata = more
        metadata["call"] = "\(call.id.name)"
        metadata["flow"] = "\(version.path)"
        guard let step else { return metadata }
        if let place = version.place(of: step) {
            metadata["step"] = "\(place.step)"
            metadata["line"] = "\(place.line)"
        } else {
            metadata["document"] = "\(step.document)"
        }
        return metadata
    }
}
