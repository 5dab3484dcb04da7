package import FlowExpressions

/// Plays sounds one after the other, and answers the call for it (swml-language.md §3.5).
package struct Play: Sendable, Hashable {
    /// `url` or `urls`; never empty in a flow without errors.
    package var sounds: ShortList<Given<PlayURL>> = []
    /// Whether the call is answered on the first audio; true when not written, false plays as early media.
    package var autoAnswer: Given<Bool>?
    package var speech = SpeechSettings()
    package var statusUrl: Given<Text>?
    package init() {}
}

/// How text is spoken: parameters that `play` and `prompt` share (§3.5).
///
/// What is not written comes from the variables `say_voice`, `say_language` and `say_gender`, then from the
/// defaults.
package struct SpeechSettings: Sendable, Hashable {
    /// Decibel-like gain, -40 to 40; 0 when not written.
    package var volume: Given<Double>?
    package var sayVoice: Given<Text>?
    package var sayLanguage: Given<Text>?
    package var sayGender: Given<Text>?
    package init() {}

    package static let defaultVoice: Text = "Polly.Salli"
    package static let defaultLanguage: Text = "en-US"
    package static let defaultGender: Text = "female"
}

extension Play {
    static let parameters = ObjectSchema(
        "play", "Plays sounds one after the other and waits for their end.",
        groups: [.exactlyOne(["url", "urls"])], make: { Play() }
    ) {
        Field("url", .scalar(ParameterTypes.playURL), "One sound.") { $0.sounds = .one($1) }
        Field("urls", .list(ParameterTypes.playURL, from: 1), "Sounds, played in order.") {
            $0.sounds = ShortList($1)
        }
        Field(
            "autoAnswer", .boolean, "Whether the call is answered first; otherwise the sound is early media.",
            default: "true"
        ) { $0.autoAnswer = $1 }
        Field("volume", .volume, "The gain in decibels.", default: "0") { $0.speech.volume = $1 }
        Field("sayVoice", .text, "The voice of `say:` sounds.", default: "Polly.Salli") {
            $0.speech.sayVoice = $1
        }
        Field("sayLanguage", .text, "The language of `say:` sounds.", default: "en-US") {
            $0.speech.sayLanguage = $1
        }
        Field("sayGender", .text, "The gender of the voice.", default: "female") { $0.speech.sayGender = $1 }
        Field("statusUrl", .webURL, "Is told when playback begins and ends.") { $0.statusUrl = $1 }
    }

    static let schema = StepSchema(parameters, scalar: "url", list: "urls") { .play($0) }
}

extension FieldType<Given<Double>> {
    /// Decibels (swml-language.md §3.5).
    static var volume: FieldType { .number(-40...40) }
}
