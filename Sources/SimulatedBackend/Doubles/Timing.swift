import FlowRuntime

/// How long things take in the simulated world, where nothing else says so. Chosen for being easy to reckon
/// with.
package enum Timing {
    /// A sound without a double.
    package static let media = Duration.seconds(5)
    /// One character of spoken text: about 170 words a minute.
    package static let character = Duration.milliseconds(60)
    /// One cadence of a ring tone, played when `ring:` names no time: two seconds of tone, four of pause.
    package static let ringCadence = Duration.seconds(6)
    /// One DTMF digit and the gap after it, sent or pressed.
    package static let digit = Duration.milliseconds(100)
    /// `W` and `w` of `sendDigits` (swml-language.md §3.7).
    package static let longPause = Duration.seconds(1)
    package static let shortPause = Duration.milliseconds(500)
    /// The silence that ends an utterance when the prompt does not say: RELAY's default (relay-protocol.md
    /// §4.6).
    package static let speechEnd = Duration.seconds(1)
    /// The longest wait for a speech result when the prompt does not say (relay-protocol.md §4.6).
    package static let speech = Duration.seconds(60)
    /// A request without a time-out of its own is given up after this, so that no call waits for ever.
    package static let requestTimeout = Duration.seconds(60)
    /// A call that no flow answers: carriers give up after about three minutes.
    package static let ringing = Duration.seconds(180)
    /// The shortest round of waiting media (design §2.1, *Order*).
    package static let waitRound = Duration.seconds(1)

    /// A call whose command was lost ends after this (`CommandFault.Manner.unanswered`).
    package static let lostCall = Duration.seconds(10)

    /// How sure the simulated recogniser is: 0…100. Its texts are what was said, always.
    package static let confidence = 100.0

    /// Spoken by a machine or a person; a scalar counts as a character.
    package static func speaking(_ text: String) -> Duration {
        // Each scalar has one byte that does not continue another: quicker than decoding them.
        let count = text.utf8.count { $0 & 0xC0 != 0x80 }
        return .milliseconds(Int64(count) * character.milliseconds)
    }
}
