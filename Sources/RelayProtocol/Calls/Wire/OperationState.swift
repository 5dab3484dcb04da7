import FlowRuntime
import JSONRPC

/// `state` of an operation's event (relay-protocol.md §4.5).
enum OperationState: UInt8, Sendable {
    case finished, error, noInput, noMatch
    /// It goes on: `playing`, `recording`.
    case active
    /// None, or a word that nobody knows.
    case other

    init(_ params: JSONItem) {
        guard let state = params["state"] else {
            self = .other
            return
        }
        if state.isString("finished") {
            self = .finished
        } else if state.isString("error") {
            self = .error
        } else if state.isString("no_input") {
            self = .noInput
        } else if state.isString("no_match") {
            self = .noMatch
        } else if state.isString("playing") || state.isString("recording") || state.isString("paused") {
            self = .active
        } else {
            self = .other
        }
    }

    var isTerminal: Bool {
        switch self {
        case .finished, .error, .noInput, .noMatch: true
        case .active, .other: false
        }
    }
}

/// What a `calling.call.collect` event says (relay-protocol.md §5).
enum CollectOutcome: Sendable, Hashable {
    /// Partial results and the start of input among it (§9 row 23).
    case progress
    case input(PromptInput)
    case failed

    init(_ params: JSONItem) {
        if params["final"]?.bool == false {
            self = .progress
        } else if let result = params["result"], let type = result["type"] {
            self.init(result: type, result["params"])
        } else {
            switch OperationState(params) {
            case .finished, .noInput: self = .input(.noInput)
            case .noMatch: self = .input(.noMatch)
            case .error: self = .failed
            case .active, .other: self = .progress
            }
        }
    }

    private init(result type: JSONItem, _ params: JSONItem?) {
        if type.isString("digit") {
            self = .input(
                .digits(params?["digits"]?.string ?? "", terminator: params?["terminator"]?.string ?? ""))
        } else if type.isString("speech") {
            let confidence = min(100, max(0, params?["confidence"]?.double ?? 0))
            self = .input(.speech(params?["text"]?.string ?? "", confidence: confidence))
        } else if type.isString("no_input") || type.isString("finished") {
            self = .input(.noInput)
        } else if type.isString("no_match") {
            self = .input(.noMatch)
        } else if type.isString("error") {
            self = .failed
        } else {
            self = .progress
        }
    }
}

/// The file that a `calling.call.record` event tells of: what stands in `record` wins (relay-protocol.md
/// §5).
struct RecordingFile: Sendable, Hashable {
    var url: String?
    var duration: Duration
    var size: Int

    init(_ params: JSONItem) {
        let nested = params["record"]
        let url = nested?["url"]?.string ?? params["url"]?.string
        self.url = url.flatMap { $0.isEmpty ? nil : $0 }
        duration = Self.duration(nested?["duration"]?.double ?? params["duration"]?.double ?? 0)
        size = max(0, nested?["size"]?.int ?? params["size"]?.int ?? 0)
    }

    /// A number of seconds from outside: nothing negative, nothing that no recording lasts.
    private static func duration(_ seconds: Double) -> Duration {
        .milliseconds(Int64((min(max(0, seconds), longestSeconds) * 1000).rounded()))
    }

    /// A year.
    private static let longestSeconds = 31_536_000.0
}
