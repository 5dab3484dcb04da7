package import FlowModel

/// The settings that the creating participant fixes for a whole instance (design §2.1); `nil` is "not
/// written".
package struct RoomSettings: Sendable, Hashable, Codable {
    /// Default: not recorded.
    package var record: ConferenceRecording?
    /// Default: leading silence is cut. Applied by whoever closes the file.
    package var trim: RecordingTrim?
    /// A routing hint that is echoed in callbacks; no default.
    package var region: ExactText?
    /// Everybody counts. Default and top: `participantsMax`.
    package var maxParticipants: Int?
    /// One stream per instance, open from the start to the end.
    package var stream: StreamSettings?
    /// `statusCallback…`: conference events.
    package var statusCallback: CallbackSettings<ConferenceEventWord>
    /// `recordingStatusCallback…`: recording events.
    package var recordingStatusCallback: CallbackSettings<RecordingEventWord>

    package init(
        record: ConferenceRecording? = nil, trim: RecordingTrim? = nil, region: ExactText? = nil,
        maxParticipants: Int? = nil, stream: StreamSettings? = nil,
        statusCallback: CallbackSettings<ConferenceEventWord> = CallbackSettings(),
        recordingStatusCallback: CallbackSettings<RecordingEventWord> = CallbackSettings()
    ) {
        self.record = record
        self.trim = trim
        self.region = region
        self.maxParticipants = maxParticipants
        self.stream = stream
        self.statusCallback = statusCallback
        self.recordingStatusCallback = recordingStatusCallback
    }
}

/// One of the two status callbacks of a room: `statusCallback…` or `recordingStatusCallback…`.
package struct CallbackSettings<Word>: Sendable, Hashable, Codable
where Word: CaseIterable & Hashable & Codable & Sendable {
    package var url: ExactText?
    /// Default: see `effectiveEvents`.
    package var events: WordSet<Word>?
    package var format: CallbackFormat?
    package var method: CallbackMethod?

    package init(
        url: ExactText? = nil, events: WordSet<Word>? = nil, format: CallbackFormat? = nil,
        method: CallbackMethod? = nil
    ) {
        self.url = url
        self.events = events
        self.format = format
        self.method = method
    }
}

/// A set of words of a closed list, without an order: `start end` and `end start` are one value.
package struct WordSet<Word>: Sendable, Hashable, Codable
where Word: CaseIterable & Hashable & Codable & Sendable {
    /// One bit per word, in the order of `Word.allCases`; the longest list has nine.
    private var bits: UInt32 = 0

    package init(_ words: some Sequence<Word>) {
        for word in words { bits |= Self.bit(of: word) }
    }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([Word].self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Word.allCases.filter(contains))
    }

    /// Whether the word is in the set.
    package func contains(_ word: Word) -> Bool { bits & Self.bit(of: word) != 0 }

    private static func bit(of word: Word) -> UInt32 {
        var bit: UInt32 = 1
        for candidate in Word.allCases {
            if candidate == word { return bit }
            bit <<= 1
        }
        return 0
    }
}

extension WordSet: ExpressibleByArrayLiteral {
    package init(arrayLiteral words: Word...) { self.init(words) }
}

/// `joinConference.stream` (swml-language.md §4.3). A room only compares it and says when it opens and
/// closes.
package struct StreamSettings: Sendable, Hashable, Codable {
    package var url: ExactText
    package var name: ExactText?
    package var codec: ExactText?
    package var statusURL: ExactText?
    package var statusMethod: CallbackMethod
    package var realtime: Bool
    /// A secret: it is never part of an event.
    package var authorizationBearerToken: ExactText?
    package var customParameters: [ExactText: ExactText]

    package init(
        url: ExactText, name: ExactText? = nil, codec: ExactText? = nil, statusURL: ExactText? = nil,
        statusMethod: CallbackMethod = .post, realtime: Bool = false,
        authorizationBearerToken: ExactText? = nil, customParameters: [ExactText: ExactText] = [:]
    ) {
        self.url = url
        self.name = name
        self.codec = codec
        self.statusURL = statusURL
        self.statusMethod = statusMethod
        self.realtime = realtime
        self.authorizationBearerToken = authorizationBearerToken
        self.customParameters = customParameters
    }
}

/// The parameters of a room, by their names in a flow: what a later join may write in vain.
package enum RoomSetting: String, Sendable, Hashable, Codable, CaseIterable {
    case record, trim, region, maxParticipants, stream
    case statusCallback, statusCallbackEvent, statusCallbackEventType, statusCallbackMethod
    case recordingStatusCallback, recordingStatusCallbackEvent, recordingStatusCallbackEventType
    case recordingStatusCallbackMethod
}

// MARK: - What holds when nothing is written

extension RoomSettings {
    /// The most participants that any room takes: the top of the schema's range (swml-language.md §4.1). It
    /// also bounds the memory of one room.
    package static let participantsMax = 100_000

    /// The size at which a room is full. A room for nobody, or for fewer than nobody, is always full.
    package var capacity: Int { min(maxParticipants ?? Self.participantsMax, Self.participantsMax) }
    /// Whether the start starts a recording.
    package var recordsFromStart: Bool { record == .recordFromStart }
    /// The trim that holds.
    package var effectiveTrim: RecordingTrim { trim ?? .trimSilence }
}

extension CallbackSettings {
    /// The layout that holds (swml-language.md §4.6: `relay` when absent).
    package var effectiveFormat: CallbackFormat { format ?? .relay }
    /// The method that holds.
    package var effectiveMethod: CallbackMethod { method ?? .post }
}

extension CallbackSettings<ConferenceEventWord> {
    /// A URL without a list gets the ruling of swml-language.md C-17.
    package var effectiveEvents: WordSet<ConferenceEventWord> { events ?? [.start, .end, .join, .leave] }
}

extension CallbackSettings<RecordingEventWord> {
    /// The SDK's default (swml-language.md C-17).
    package var effectiveEvents: WordSet<RecordingEventWord> { events ?? [.completed] }
}

// MARK: - What a later join writes in vain

extension RoomSettings {
    /// Whether `written`, of a later join, asks for another value than the one that holds here.
    /// Writing the value that holds, be it a default, is no contradiction.
    func ignores(_ setting: RoomSetting, of written: RoomSettings) -> Bool {
        switch setting {
        case .record: differs(written.record, from: record ?? .doNotRecord)
        case .trim: differs(written.trim, from: effectiveTrim)
        case .region: differs(written.region, from: region)
        case .maxParticipants: differs(written.maxParticipants, from: maxParticipants ?? Self.participantsMax)
        case .stream: differs(written.stream, from: stream)
        case .statusCallback: differs(written.statusCallback.url, from: statusCallback.url)
        case .statusCallbackEvent:
            differs(written.statusCallback.events, from: statusCallback.effectiveEvents)
        case .statusCallbackEventType:
            differs(written.statusCallback.format, from: statusCallback.effectiveFormat)
        case .statusCallbackMethod:
            differs(written.statusCallback.method, from: statusCallback.effectiveMethod)
        case .recordingStatusCallback:
            differs(written.recordingStatusCallback.url, from: recordingStatusCallback.url)
        case .recordingStatusCallbackEvent:
            differs(written.recordingStatusCallback.events, from: recordingStatusCallback.effectiveEvents)
        case .recordingStatusCallbackEventType:
            differs(written.recordingStatusCallback.format, from: recordingStatusCallback.effectiveFormat)
        case .recordingStatusCallbackMethod:
            differs(written.recordingStatusCallback.method, from: recordingStatusCallback.effectiveMethod)
        }
    }

    private func differs<Value: Equatable>(_ written: Value?, from holding: Value?) -> Bool {
        written != nil && written != holding
    }
}
