import FlowRuntime
import JSONRPC

// `calling.collect` and the listening part of `calling.play_and_collect`.
//
// | waits for       | a key                             | speech begins | speech ends   | the time is up    |
// |-----------------|-----------------------------------|---------------|---------------|-------------------|
// | nothing yet     | sounds stop; between digits, or   | sounds stop;  | -             | no_input          |
// |  (initial)      | a result: enough, or a terminator | longestSpeech |               |                   |
// | betweenDigits   | the same                          | -             | -             | digit, or no_match|
// | longestSpeech   | the same                          | -             | endSilence    | speech, no_match  |
// | endSilence      | the same                          | longestSpeech | -             | speech, no_match  |
//
// The initial time runs from the end of the sounds, or when `start_input_timers` says so.

extension RelayExchange {
    mutating func startCollection(_ token: Int, _ leg: Int, _ collect: JSONItem) {
        let collection = Collection(collect)
        change(token, leg) { $0.collection = collection }
        guard collection.isContinuous, let operation = operation(token, leg) else { return }
        tellState("calling.call.collect", operation, leg, "collecting")
    }

    mutating func armInitialTimer(_ token: Int, _ leg: Int) {
        guard let collection = operation(token, leg)?.collection, !collection.hasInput else { return }
        arm(.initial, collection.initialTimeout, token, leg)
    }

    private mutating func arm(
        _ phase: Collection.Phase, _ time: Duration, _ token: Int, _ leg: Int
    ) {
        let timer = newToken()
        change(token, leg) {
            $0.collection?.phase = phase
            $0.collection?.timer = timer
        }
        schedule(.inputTimer(leg: leg, token: timer), after: time)
    }

    /// A key is pressed: everything on the call that listens hears it.
    mutating func hear(_ key: UInt8, on leg: Int) {
        for token in tokens(leg) {
            guard let operation = operation(token, leg) else { continue }
            if operation.recording?.terminators.contains(key) == true { finish(token, leg) }
            if operation.kind == .detect { hear(key, operation, leg) }
            if let digits = operation.collection?.digits { hear(key, digits, token, leg) }
        }
    }

    private mutating func hear(_ key: UInt8, _ digits: Collection.Digits, _ token: Int, _ leg: Int) {
        beginInput(token, leg)
        guard !digits.terminators.contains(key) else {
            return conclude(token, leg) { $0.digits(terminator: [key]) }
        }
        change(token, leg) { $0.collection?.typed.append(key) }
        guard let collection = operation(token, leg)?.collection else { return }
        if collection.typed.count >= digits.max {
            conclude(token, leg) { $0.digits(terminator: []) }
        } else {
            tellPartial(collection.digits(terminator: []), token, leg)
            arm(.betweenDigits, digits.timeout, token, leg)
        }
    }

    /// Somebody begins to speak.
    mutating func hearBegin(on leg: Int) {
        for token in tokens(leg) {
            guard let operation = operation(token, leg) else { continue }
            if operation.recording != nil { recordVoice(token, leg) }
            guard let speech = operation.collection?.speech else { continue }
            beginInput(token, leg)
            arm(.longestSpeech, speech.longest, token, leg)
        }
    }

    /// What somebody has said.
    mutating func hearEnd(of text: String, on leg: Int) {
        for token in tokens(leg) {
            guard let operation = operation(token, leg) else { continue }
            if operation.recording != nil { recordSilence(token, leg) }
            guard let speech = operation.collection?.speech else { continue }
            change(token, leg) { $0.collection?.hear(text) }
            if let result = self.operation(token, leg)?.collection?.speechResult {
                tellPartial(result, token, leg)
            }
            arm(.endSilence, speech.endSilence, token, leg)
        }
    }

    /// Input stops the sounds and the initial time.
    private mutating func beginInput(_ token: Int, _ leg: Int) {
        stopSounds(token, leg)
        guard let collection = operation(token, leg)?.collection, !collection.hasInput else { return }
        change(token, leg) { $0.collection?.hasInput = true }
        if collection.tellsStart { tell(CollectedInput.startOfInput, token, leg, isFinal: nil) }
    }

    mutating func inputTimerRanOut(_ leg: Int, _ timer: Int) {
        guard
            let operation = legs[leg]?.operations.first(where: { $0.collection?.timer == timer && timer > 0 }
            ),
            let collection = operation.collection
        else { return }
        switch collection.phase {
        case .initial: conclude(operation.token, leg) { _ in .noInput }
        case .betweenDigits:
            let isEnough = collection.typed.count >= collection.digits?.min ?? 0
            conclude(operation.token, leg) { isEnough ? $0.digits(terminator: []) : .noMatch }
        case .endSilence, .longestSpeech:
            conclude(operation.token, leg) { $0.speechResult ?? .noMatch }
        }
    }

    /// There is a result; only a continuous collection goes on.
    private mutating func conclude(
        _ token: Int, _ leg: Int, _ result: (Collection) -> CollectedInput
    ) {
        guard let collection = operation(token, leg)?.collection else { return }
        tell(result(collection), token, leg, isFinal: true)
        if collection.isContinuous {
            change(token, leg) { $0.collection?.reset() }
        } else {
            remove(token, leg)
        }
    }

    private mutating func tellPartial(_ result: CollectedInput, _ token: Int, _ leg: Int) {
        guard operation(token, leg)?.collection?.tellsPartialResults == true else { return }
        tell(result, token, leg, isFinal: false)
    }

    private mutating func tell(_ input: CollectedInput, _ token: Int, _ leg: Int, isFinal: Bool?) {
        guard let operation = operation(token, leg) else { return }
        emit("calling.call.collect", ofLeg: leg) { params in
            params.member("control_id", operation.controlID)
            if let isFinal { params.member("final", isFinal) }
            params.object("result", input.write)
        }
    }

    mutating func tellCollectionFinished(_ operation: Operation, _ leg: Int) {
        tellState("calling.call.collect", operation, leg, "finished")
    }
}

/// `result` of a collect event (relay-protocol.md §5).
enum CollectedInput: Sendable, Hashable {
    case digits(String, terminator: String)
    case speech(String)
    case noInput, noMatch, startOfInput

    /// How sure the recogniser is: its texts are what was said, always.
    private static let confidence = 100

    func write(_ result: inout JSONText) {
        switch self {
        case .digits(let digits, let terminator):
            result.member("type", "digit")
            result.object("params") {
                $0.member("digits", digits)
                $0.member("terminator", terminator)
            }
        case .speech(let text):
            result.member("type", "speech")
            result.object("params") {
                $0.member("text", text)
                $0.member("confidence", Self.confidence)
            }
        case .noInput: result.member("type", "no_input")
        case .noMatch: result.member("type", "no_match")
        case .startOfInput: result.member("type", "start_of_input")
        }
    }
}

extension Collection {
    fileprivate func digits(terminator: [UInt8]) -> CollectedInput {
        .digits(
            String(decoding: typed, as: UTF8.self), terminator: String(decoding: terminator, as: UTF8.self))
    }

    /// `nil` when nothing has been understood.
    fileprivate var speechResult: CollectedInput? { heard.isEmpty ? nil : .speech(heard) }

    fileprivate mutating func hear(_ text: String) {
        guard !text.isEmpty else { return }
        heard = heard.isEmpty ? text : heard + " " + text
    }
}
