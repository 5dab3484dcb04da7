package import FlowExpressions

/// Plays sounds one after the other, and answers the call for it (swml-language.md §3.5).
package struct Play: Sendable, Hashable {
    /// `url` or `urls`; never empty in a flow without errors.
    package var sounds: [Given<PlayURL>] = []
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
