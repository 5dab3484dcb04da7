import CallJournal
import FlowModel
import FlowRuntime
package import Metrics
import Synchronization

/// What the server counts. Labels have few values that we choose: no caller makes a series.
package final class ServerMetrics: Sendable {
    /// What each metric counts, as a scrape tells it.
    package static let help = [
        "callflow_calls_in_progress": "Calls whose flow runs now.",
        "callflow_calls_total": "Calls that are over, by who or what ended them.",
        "callflow_calls_passed_on_total": "Calls that were not answered, by the reason.",
        "callflow_call_duration_seconds": "How long calls lasted.",
        "callflow_steps_total": "Steps that began, by their name.",
        "callflow_script_errors_total": "Errors of flows, by their code.",
        "callflow_conferences_left_total": "Calls that left a conference, by how it came about.",
        "callflow_flow_loads_total": "Flows that were read again, by what came of it.",
        "callflow_connected": "1 while the phone system can be reached.",
        "callflow_backend_notices_total": "What the connection to the phone system met, by its kind.",
        "callflow_journal_failing": "1 while journals cannot be written.",
        "callflow_journal_bytes": "The size of the journals' file.",
        "callflow_journal_waiting_bytes": "What waits to be written to it.",
        "callflow_journal_holed_calls": "Calls not journaled whole: the disk was too slow.",
        "callflow_draining": "1 while the server waits for its last calls.",
    ]

    /// How a call ended, for the label `outcome`.
    enum Outcome: String, CaseIterable {
        case caller, flow, system
        /// An error stopped the flow.
        case error
        /// The phone system was lost.
        case lost
    }

    /// Why a call was passed on, for the label `reason`.
    package enum Refusal: String, CaseIterable, Sendable {
        /// As many calls are up as may be.
        case full
        /// As many calls of its route are up as may be.
        case routeFull = "route_full"
        case noRoute = "no_route"
        case draining
        case journal
    }

    private let callsInProgress: Meter
    private let calls: [Outcome: Counter]
    private let passedOn: [Refusal: Counter]
    private let duration: Metrics.Timer
    private let draining: Meter
    private let connected: Meter
    private let journalFailing: Meter
    private let factory: any MetricsFactory
    /// How often each kind of notice had been met when somebody asked last.
    private let seen = Mutex<[String: Int64]>([:])
    /// By the place of the step's schema among `StepSchema.all`, and one for steps of other documents.
    private let steps: [Counter]

    package init(_ factory: any MetricsFactory) {
        self.factory = factory
        func counter(_ name: String, _ label: String, _ value: String) -> Counter {
            Counter(label: name, dimensions: [(label, value)], factory: factory)
        }
        callsInProgress = Meter(label: "callflow_calls_in_progress", factory: factory)
        calls = .init(
            uniqueKeysWithValues: Outcome.allCases.map {
                ($0, counter("callflow_calls_total", "outcome", $0.rawValue))
            })
        passedOn = .init(
            uniqueKeysWithValues: Refusal.allCases.map {
                ($0, counter("callflow_calls_passed_on_total", "reason", $0.rawValue))
            })
        duration = Metrics.Timer(label: "callflow_call_duration_seconds", factory: factory)
        draining = Meter(label: "callflow_draining", factory: factory)
        connected = Meter(label: "callflow_connected", factory: factory)
        journalFailing = Meter(label: "callflow_journal_failing", factory: factory)
        steps = (StepSchema.all.map(\.name) + ["fetched"]).map { counter("callflow_steps_total", "step", $0) }
        callsInProgress.set(0)
        draining.set(0)
    }

    // MARK: Calls

    func callBegan() { callsInProgress.increment() }

    func callEnded(_ outcome: Outcome, after milliseconds: Int64) {
        callsInProgress.decrement()
        calls[outcome]?.increment()
        duration.recordMilliseconds(milliseconds)
    }

    func callPassedOn(_ reason: Refusal) { passedOn[reason]?.increment() }

    /// - Parameter kind: What `FlowVersion.stepKinds` has for the step; `nil`: of a fetched document.
    func stepBegan(_ kind: UInt8?) { steps[kind.map(Int.init) ?? steps.count - 1].increment() }

    func scriptFailed(_ code: ScriptError.Code) {
        count("callflow_script_errors_total", "code", code.rawValue)
    }

    func conferenceLeft(_ outcome: String) {
        count("callflow_conferences_left_total", "outcome", outcome)
    }

    // MARK: The server

    func flowLoaded(_ outcome: String) { count("callflow_flow_loads_total", "outcome", outcome) }

    func drainBegan() { draining.set(1) }

    /// What is looked up when somebody asks.
    func observe(_ backend: BackendStatus, isJournalFailing: Bool, _ figures: JournalFigures?) {
        connected.set(backend.isConnected ? 1 : 0)
        for notice in backend.notices {
            let counter = Counter(
                label: "callflow_backend_notices_total", dimensions: [("kind", notice.kind)], factory: factory
            )
            counter.reset()
            counter.increment(by: notice.count)
        }
        guard let figures else { return }
        journalFailing.set(isJournalFailing ? 1 : 0)
        gauge("callflow_journal_bytes", figures.bytes)
        gauge("callflow_journal_waiting_bytes", figures.waitingBytes)
        gauge("callflow_journal_holed_calls", figures.holedCalls)
    }

    private func gauge(_ name: String, _ value: Int) {
        Meter(label: name, factory: factory).set(value)
    }

    private func count(_ name: String, _ label: String, _ value: String, by amount: Int64 = 1) {
        Counter(label: name, dimensions: [(label, value)], factory: factory).increment(by: amount)
    }
}
