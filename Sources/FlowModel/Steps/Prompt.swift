package import FlowExpressions

/// Plays sounds and collects digits, speech or both (swml-language.md §3.5).
package struct Prompt: Sendable, Hashable {
    /// What is asked; never empty in a flow without errors.
    package var play: [Given<PlayURL>] = []
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
