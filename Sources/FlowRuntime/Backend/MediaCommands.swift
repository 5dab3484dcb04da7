public import FlowModel

/// How an inbound call is answered (swml-language.md §3.3).
public struct AnswerCommand: Sendable, Hashable, Codable {
    /// The longest time the whole call may last.
    public var maxDuration: Duration
    public var codecs: [String]
    public var username: String?
    public var password: Secret?
    public init(
        maxDuration: Duration = .seconds(14_400), codecs: [String] = [], username: String? = nil,
        password: Secret? = nil
    ) {
        self.maxDuration = maxDuration
        self.codecs = codecs
        self.username = username
        self.password = password
    }
}

/// One sound (swml-language.md §5.1).
public enum MediaItem: Sendable, Hashable, Codable {
    case url(String)
    case say(String)
    case silence(Duration)
    /// A country's ring tone, once when no duration is given.
    case ring(Duration?, country: String)
}

/// The voice of `say:` sounds.
public struct Voice: Sendable, Hashable, Codable {
    public var name: String
    public var language: String
    public var gender: String
    public init(name: String = "Polly.Salli", language: String = "en-US", gender: String = "female") {
        self.name = name
        self.language = language
        self.gender = gender
    }
    public static let standard = Voice()
}

/// Sounds to play one after the other (swml-language.md §3.5).
public struct PlayCommand: Sendable, Hashable, Codable {
    public var items: [MediaItem]
    /// In dB, -40…40.
    public var volume: Double
    public var voice: Voice
    public var statusURL: String?
    public init(items: [MediaItem], volume: Double = 0, voice: Voice = .standard, statusURL: String? = nil) {
        self.items = items
        self.volume = volume
        self.voice = voice
        self.statusURL = statusURL
    }
}

/// What a prompt listens for; at least one of the two.
public struct DigitCollection: Sendable, Hashable, Codable {
    public var maxDigits: Int
    /// Digits that end the input and are not part of it.
    public var terminators: String
    public var digitTimeout: Duration
    public var initialTimeout: Duration
    public init(
        maxDigits: Int = 1, terminators: String = "", digitTimeout: Duration = .seconds(5),
        initialTimeout: Duration = .seconds(5)
    ) {
        self.maxDigits = maxDigits
        self.terminators = terminators
        self.digitTimeout = digitTimeout
        self.initialTimeout = initialTimeout
    }
}

/// How speech is recognised; what is `nil` is the recogniser's own choice.
public struct SpeechCollection: Sendable, Hashable, Codable {
    public var timeout: Duration?
    public var endTimeout: Duration?
    public var language: String?
    public var hints: [String]
    public var engine: String?
    public init(
        timeout: Duration? = nil, endTimeout: Duration? = nil, language: String? = nil, hints: [String] = [],
        engine: String? = nil
    ) {
        self.timeout = timeout
        self.endTimeout = endTimeout
        self.language = language
        self.hints = hints
        self.engine = engine
    }
}

/// Input during the sounds ends them (barge-in).
public struct PromptCommand: Sendable, Hashable, Codable {
    public var play: PlayCommand
    public var digits: DigitCollection?
    public var speech: SpeechCollection?
    /// The no-input time when only speech is collected, too.
    public var initialTimeout: Duration
    /// The digits are a secret: no journal and no log shows them.
    public var isSensitive: Bool
    public init(
        play: PlayCommand, digits: DigitCollection?, speech: SpeechCollection? = nil,
        initialTimeout: Duration = .seconds(5), isSensitive: Bool = false
    ) {
        self.play = play
        self.digits = digits
        self.speech = speech
        self.initialTimeout = initialTimeout
        self.isSensitive = isSensitive
    }
}

/// `record` and `recordCall` (swml-language.md §3.6). A time of zero means no limit.
public struct RecordCommand: Sendable, Hashable, Codable {
    public var controlID: String
    public var stereo: Bool
    public var format: RecordingFormat
    public var direction: RecordingDirection
    public var terminators: String
    public var beep: Bool
    /// 0…100; larger is more sensitive.
    public var inputSensitivity: Double
    public var initialTimeout: Duration
    public var endSilenceTimeout: Duration
    public var maxLength: Duration?
    public var statusURL: String?
    public init(
        controlID: String, stereo: Bool = false, format: RecordingFormat = .wav,
        direction: RecordingDirection = .speak, terminators: String = "", beep: Bool = false,
        inputSensitivity: Double = 44, initialTimeout: Duration = .zero, endSilenceTimeout: Duration = .zero,
        maxLength: Duration? = nil, statusURL: String? = nil
    ) {
        self.controlID = controlID
        self.stereo = stereo
        self.format = format
        self.direction = direction
        self.terminators = terminators
        self.beep = beep
        self.inputSensitivity = inputSensitivity
        self.initialTimeout = initialTimeout
        self.endSilenceTimeout = endSilenceTimeout
        self.maxLength = maxLength
        self.statusURL = statusURL
    }
}
