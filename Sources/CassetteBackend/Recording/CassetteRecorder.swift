import FlowExpressions
import FlowModel
public import FlowRuntime
import OrderedCollections
import Synchronization

/// Records the calls of a driver, on whatever backend.
///
/// ```swift
/// let recorder = CassetteRecorder(of: SimulatedBackend.name)
/// let driver = recorder.recording(FlowDriver(flow))
/// try await driver.answerCalls(of: backend)
/// try recorder.cassette().write(to: "support.cassette")
/// ```
///
/// What comes in is kept in memory, secrets included, and never written: the cassette is made by running the
/// flow again over inputs in which everything secret is a stand-in (design §3 item 8). Calls of a
/// `CassetteBackend` cannot be recorded again: the decisions that it settles are no inputs.
public final class CassetteRecorder: Sendable {
    private struct State {
        var log = InputLog()
        var runs: [CallID: Int32] = [:]
        var flows: [Flow] = []
        var environment: ValueMap = [:]
        var variables: ValueMap = [:]
    }

    private let backend: String
    private let state = Mutex(State())

    /// `backend` is the name of the backend whose calls are recorded, as in `--backend NAME`.
    public init(of backend: String) { self.backend = backend }

    /// A driver that does what the given one does and tells this recorder of it.
    ///
    /// Drivers of several flows can be recorded together, if they have the same `environment` and
    /// `variables`: those of the last one are recorded.
    public func recording(_ driver: FlowDriver) -> FlowDriver {
        let flow = state.withLock { state in
            state.flows.append(driver.flow)
            state.environment = driver.environment
            state.variables = driver.variables
            return state.flows.count - 1
        }
        var recorded = driver
        recorded.observe = { [self, observe = driver.observe] call, entry in
            if case .event(let event) = entry.content { take(event, entry.at, of: call, flow) }
            observe(call, entry)
        }
        return recorded
    }

    private func take(_ event: CallEvent, _ time: Timestamp, of call: CallInfo, _ flow: Int) {
        state.withLock { state in
            guard !state.log.isOverfull else { return }
            if case .started = event { state.runs[call.id] = state.log.begin(call, .call(flow: flow)) }
            if let run = state.runs[call.id] { state.log.append(event, to: run, at: time) }
        }
    }

    /// What was recorded up to now. Calls that are not over yet end where they are.
    ///
    /// Throws when there was too much of it, or when the flow goes another way over redacted inputs and no
    /// decision can be settled for that.
    public func cassette() throws(CassetteRecordingError) -> Cassette {
        let state = state.withLock { $0 }
        return try Cassette(
            recording: state.log, flows: state.flows, environment: state.environment,
            variables: state.variables, backend: backend)
    }
}

/// Why a recording gives no cassette.
public struct CassetteRecordingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where in a flow it goes wrong, as in `menu.yaml:14`; empty when that is not what is wrong.
    public let place: String
    /// In the user's words, lower case, no full stop.
    public let message: String

    init(_ message: String, at place: String = "") {
        self.place = place
        self.message = message
    }

    public var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
