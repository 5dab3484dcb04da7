import FlowRuntime

/// How long a call waits for what it was promised. Nothing waits for ever: an event may be lost with a
/// connection, and a flow must go on.
enum CallBounds {
    /// Whatever has no length of its own is asked about this often: a sound behind a URL.
    static let unknownLength = Duration.seconds(600)
    /// No operation goes on for longer: what a call lasts at most unless its flow says otherwise
    /// (swml-language.md §3.3).
    static let longest = Duration.seconds(14_400)
    /// On top of every estimate, for the phone system's own work.
    static let slack = Duration.seconds(10)
    /// A slow voice: five characters a second.
    static let character = Duration.milliseconds(200)
    /// A usual voice: ten characters a second.
    static let quickCharacter = Duration.milliseconds(100)
    /// A sound behind a URL, fetched and played, and one cadence of a ring tone are longer.
    static let leastFile = Duration.seconds(1)
    /// Nobody answers a prompt, or ends a recording, faster.
    static let briefest = Duration.milliseconds(500)
    /// One cadence of a country's ring tone is shorter.
    static let ringCadence = Duration.seconds(10)
    /// A speech result when the prompt says nothing (relay-protocol.md §4.6).
    static let speech = Duration.seconds(60)
    /// One digit sent, pauses included (`W` is one second).
    static let digit = Duration.seconds(1)
    /// Until a recording that was stopped is stored.
    static let storing = Duration.seconds(30)
    /// Between `ending`, or the news that the call is gone, and `ended`.
    static let ending = Duration.seconds(5)
    /// Before the end of a call is asked for again that was refused, and how often: ten minutes are longer
    /// than a server's bad moment, and a call that nobody can end must not be kept in mind for ever.
    static let endPause = Duration.seconds(10)
    static let endRetries: UInt8 = 60
    /// Before a wait for keys begins again that ended without one: it must not spin.
    static let keyPause = Duration.seconds(1)

    /// The longest that these sounds can take.
    static func length(of items: [MediaItem]) -> Duration {
        var length = Duration.zero
        for item in items where length < longest {
            length += min(longest, self.length(of: item))
        }
        return min(longest, length)
    }

    private static func length(of item: MediaItem) -> Duration {
        switch item {
        case .url: unknownLength
        case .say(let text): character * min(text.utf8.count, 1 << 20)
        case .silence(let duration): duration
        case .ring(let duration, _): duration ?? ringCadence
        }
    }

    /// When the phone system must have said that this is over, counted from its start; `nil` for what it
    /// answers at once.
    static func length(of command: CallCommand) -> Duration? {
        switch command {
        case .play(let command): length(of: command.items) + slack
        case .prompt(let command):
            min(longest, length(of: command.play.items) + length(ofInput: command)) + slack
        case .record(let command): length(of: command)
        case .sendDigits(let digits): digit * min(digits.utf8.count, 1 << 12) + slack
        case .awaitKey, .answer, .hangup, .startRecording, .stopRecording, .joinConference,
            .leaveConference, .connect, .dial, .sendSms, .userEvent, .startTimer, .request, .fetchDocument,
            .cancel:
            nil
        }
    }

    /// What this lasts at least, counted from when it was asked for. Half of what it is expected to last:
    /// nothing is begun a second time because of an estimate.
    static func least(of command: CallCommand) -> Duration {
        switch command {
        case .play(let command):
            command.items.reduce(.zero) { length, item in min(longest, length + least(of: item)) }
        case .prompt, .record, .startRecording: briefest
        case .sendDigits, .awaitKey, .answer, .hangup, .stopRecording, .joinConference, .leaveConference,
            .connect, .dial, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            .zero
        }
    }

    private static func least(of item: MediaItem) -> Duration {
        switch item {
        case .url: leastFile
        case .say(let text): quickCharacter / 2 * min(text.utf8.count, 1 << 20)
        case .silence(let duration): min(longest, duration) / 2
        case .ring(let duration, _): min(longest, duration ?? leastFile) / 2
        }
    }

    private static func length(ofInput command: PromptCommand) -> Duration {
        let digits =
            command.digits.map { min(longest, $0.digitTimeout) * min(max(1, $0.maxDigits), 1 << 10) }
        let speech =
            command.speech.map {
                min(longest, $0.timeout ?? Self.speech) + min(longest, $0.endTimeout ?? .zero)
            }
        return min(longest, command.firstInputTimeout) + (digits ?? .zero) + (speech ?? .zero)
    }

    /// A recording goes on until its longest time, which we keep ourselves.
    static func length(of command: RecordCommand) -> Duration {
        guard let length = command.maxLength, length > .zero else { return longest }
        return min(longest, length)
    }
}
