import FlowRuntime
import JSONRPC

/// Something that runs on a call and has a `control_id` (relay-protocol.md §4.5).
struct Operation: Sendable {
    /// What it does.
    enum Kind: Sendable, Hashable {
        case play, prompt, collect, record, digits, detect, lasting(LastingOperation)
    }

    let controlID: String
    let kind: Kind
    /// The method that began it; `METHOD.stop` and its like steer it.
    let method: String
    /// Never used twice.
    let token: Int
    /// The request's parameters: events repeat some of them.
    let params: JSONItem
    var playback: Playback?
    var collection: Collection?
    var recording: Recording?

    init(_ kind: Kind, _ request: Request, token: Int) {
        controlID = request.params["control_id"]?.string ?? ""
        method = request.name
        params = request.params
        self.kind = kind
        self.token = token
    }
}

/// Sounds that are being played.
struct Playback: Sendable {
    /// What is left, when it began or went on; `nil` is for ever.
    var remaining: Duration?
    var since: Timestamp
    var isPaused = false
    /// A sound is missing: it ends with `error`.
    var fails = false
    /// Of the appointment for its end.
    var timer = 0
}

/// What is listened for, and what has come (relay-protocol.md §4.6).
struct Collection: Sendable {
    struct Digits: Sendable {
        var max: Int
        var min: Int
        var terminators: [UInt8]
        var timeout: Duration
    }
    struct Speech: Sendable {
        var endSilence: Duration
        var longest: Duration
    }
    /// Whose end the timer tells.
    enum Phase: Sendable { case initial, betweenDigits, endSilence, longestSpeech }

    var digits: Digits?
    var speech: Speech?
    var initialTimeout: Duration
    var tellsPartialResults: Bool
    var isContinuous: Bool
    var tellsStart: Bool

    var typed: [UInt8] = []
    var heard = ""
    var hasInput = false
    var phase = Phase.initial
    var timer = 0

    init(_ json: JSONItem) {
        digits = json["digits"].map { digits in
            Digits(
                max: digits["max"]?.int ?? 1, min: digits["min"]?.int ?? 0,
                terminators: Array((digits["terminators"]?.string ?? "").utf8),
                timeout: digits["digit_timeout"]?.seconds ?? .seconds(5))
        }
        speech = json["speech"].map { speech in
            Speech(
                endSilence: speech["end_silence_timeout"]?.seconds ?? .seconds(1),
                longest: speech["speech_timeout"]?.seconds ?? .seconds(60))
        }
        initialTimeout = json["initial_timeout"]?.seconds ?? .seconds(4)
        tellsPartialResults = json["partial_results"]?.bool ?? false
        isContinuous = json["continuous"]?.bool ?? false
        tellsStart = json["send_start_of_input"]?.bool ?? false
    }

    /// Listens anew, after a result of a continuous one.
    mutating func reset() {
        typed = []
        heard = ""
        hasInput = false
        timer = 0
    }
}

/// A recording that runs (relay-protocol.md §4.7).
struct Recording: Sendable {
    let isWave: Bool
    let isStereo: Bool
    let direction: String
    let initialTimeout: Duration
    let endSilence: Duration
    let terminators: [UInt8]
    var since: Timestamp
    /// Milliseconds before `since`.
    var recorded: Int64 = 0
    var isPaused = false
    var hasVoice = false
    var timer = 0

    init(_ audio: JSONItem?, at now: Timestamp) {
        isWave = audio?["format"]?.isString("wav") ?? false
        isStereo = audio?["stereo"]?.bool ?? false
        direction = audio?["direction"]?.string ?? "speak"
        initialTimeout = audio?["initial_timeout"]?.seconds ?? .seconds(5)
        endSilence = audio?["end_silence_timeout"]?.seconds ?? .seconds(1)
        terminators = Array((audio?["terminators"]?.string ?? "#*").utf8)
        since = now
    }

    var format: String { isWave ? "wav" : "mp3" }

    func milliseconds(at now: Timestamp) -> Int64 {
        recorded + (isPaused ? 0 : now.milliseconds(since: since))
    }

    /// 16-bit samples at 8 kHz, or 32 kbit/s.
    func size(at now: Timestamp) -> Int {
        let rate = (isWave ? 16 : 4) * (isStereo ? 2 : 1)
        return Int(milliseconds(at: now)).multipliedReportingOverflow(by: rate).partialValue
    }
}

extension JSONItem {
    /// A time in seconds, within what any call may last.
    var seconds: Duration? {
        guard let number = double else { return nil }
        return .milliseconds(Int64(min(max(number, 0), 86_400) * 1000))
    }
}
