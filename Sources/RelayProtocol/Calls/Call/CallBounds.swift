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
    /// A hurried voice: twenty letters a second, twice a usual one.
    static let quickLetter = Duration.milliseconds(50)
    /// Half of the shortest cadence of a ring tone; countries have from one to six seconds.
    static let leastCadence = Duration.milliseconds(500)
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
    /// How often in a row a wait for keys begins again whose request got no answer: bad luck is not that
    /// long.
    static let roundLosses: UInt8 = 3

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

    /// What this lasts at least, counted from when it was asked for: before that it cannot be over, whatever
    /// the caller does. Half of what is known of it, for nothing is begun a second time because of an
    /// estimate; nothing of what anybody may end at once, and of a sound behind a URL, which may be a beep.
    static func least(of command: CallCommand) -> Duration {
        switch command {
        case .play(let command):
            command.items.reduce(.zero) { length, item in min(longest, length + least(of: item)) }
        case .prompt(let command): least(ofInput: command)
        case .record(let command), .startRecording(let command): least(of: command)
        case .sendDigits, .awaitKey, .answer, .hangup, .stopRecording, .joinConference, .leaveConference,
            .connect, .dial, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            .zero
        }
    }

    private static func least(of item: MediaItem) -> Duration {
        switch item {
        case .url: .zero
        case .say(let text): quickLetter * text.unicodeScalars.lazy.filter(\.isSpoken).prefix(1 << 20).count
        case .silence(let duration): min(longest, duration) / 2
        case .ring(let duration, _): duration.map { min(longest, $0) / 2 } ?? leastCadence
        }
    }

    /// A key may come before the question is asked; whoever speaks has to be silent again first.
    private static func least(ofInput command: PromptCommand) -> Duration {
        guard command.digits == nil, let end = command.speech?.endTimeout else { return .zero }
        return min(longest, end) / 2
    }

    /// A key, a silence or its longest time ends it, as far as it has these.
    private static func least(of command: RecordCommand) -> Duration {
        guard command.terminators.isEmpty else { return .zero }
        let ends = [command.initialTimeout, command.endSilenceTimeout, command.maxLength ?? .zero]
        return ends.reduce(longest) { $1 > .zero ? min($0, $1) : $0 } / 2
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

extension Unicode.Scalar {
    /// Whether a voice makes a sound of it for certain; of marks and spaces it may not.
    fileprivate var isSpoken: Bool { properties.isAlphabetic || properties.numericType != nil }
}
