package import FlowExpressions

/// Plays sounds and collects digits, speech or both (swml-language.md §3.5).
package struct Prompt: Sendable, Hashable {
    /// What is asked; never empty in a flow without errors.
    package var play: ShortList<Given<PlayURL>> = []
    package var speech = SpeechSettings()
    /// How many digits are collected; 1 when not written.
    package var maxDigits: Given<Int>?
    /// Digits that end the input and are not part of it.
    package var terminators: Given<Text>?
    /// Between digits; 5 s when not written.
    package var digitTimeout: Given<Duration>?
    /// Until the first input, counted from the end of playback; 5 s when not written.
    package var initialTimeout: Given<Duration>?
    package var speechTimeout: Given<Duration>?
    package var speechEndTimeout: Given<Duration>?
    package var speechLanguage: Given<Text>?
    package var speechHints: [Given<Text>]?
    package var speechEngine: Given<Text>?
    package var statusUrl: Given<Text>?
    /// Ours: what is collected never stands in a journal or a cassette (design §3 item 8).
    package var sensitive: Given<Bool>?
    package init() {}

    /// At least one speech parameter is written (§3.5, C-16).
    package var collectsSpeech: Bool {
        speechTimeout != nil || speechEndTimeout != nil || speechLanguage != nil || speechHints != nil
            || speechEngine != nil
    }
    /// Digits are collected unless only speech parameters are written (§3.5).
    package var collectsDigits: Bool {
        !collectsSpeech || maxDigits != nil || terminators != nil || digitTimeout != nil
            || initialTimeout != nil
    }
}

extension Prompt {
    static let parameters = ObjectSchema(
        "prompt", "Plays sounds and collects digits, speech or both.", make: { Prompt() }
    ) {
        Field("play", .oneOrMore(ParameterTypes.playURL), .required, "What is asked: one sound or several.") {
            $0.play = $1
        }
        Field("volume", .volume, "The gain in decibels.", default: "0", placeholders: .nowhere) {
            $0.speech.volume = $1
        }
        Field("sayVoice", .text, "The voice of `say:` sounds.", default: "Polly.Salli") {
            $0.speech.sayVoice = $1
        }
        Field("sayLanguage", .text, "The language of `say:` sounds.", default: "en-US") {
            $0.speech.sayLanguage = $1
        }
        Field("sayGender", .text, "The gender of the voice.", default: "female") { $0.speech.sayGender = $1 }
        Field("maxDigits", .integer(1...Int.max), "How many digits are collected.", default: "1") {
            $0.maxDigits = $1
        }
        Field("terminators", .keys, "Keys that end the input.") { $0.terminators = $1 }
        Field("digitTimeout", .seconds, "The longest pause between two digits.", default: "5") {
            $0.digitTimeout = $1
        }
        Field("initialTimeout", .seconds, "How long the first input is waited for.", default: "5") {
            $0.initialTimeout = $1
        }
        Field("speechTimeout", .seconds, "The longest speech.") { $0.speechTimeout = $1 }
        Field("speechEndTimeout", .seconds, "The silence that ends speech.") { $0.speechEndTimeout = $1 }
        Field("speechLanguage", .text, "The language that is listened for.") { $0.speechLanguage = $1 }
        Field("speechHints", .list(ParameterTypes.text), "Words that are likely to be said.") {
            $0.speechHints = $1
        }
        Field("speechEngine", .text, "The recogniser: Google, Google.V2 or Deepgram.") {
            $0.speechEngine = $1
        }
        Field("statusUrl", .webURL, "Is told what was collected.") { $0.statusUrl = $1 }
        Field(
            "sensitive", .boolean,
            "Whether the keys pressed here are masked in traces and journals; what `set` copies is not.",
            default: "false",
            ours: true
        ) { $0.sensitive = $1 }
    }

    static let schema = StepSchema(parameters, scalar: "play", list: "play") { .prompt($0) }
}
