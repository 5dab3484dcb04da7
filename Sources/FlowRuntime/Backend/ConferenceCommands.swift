public import FlowModel

/// `joinConference`, expanded and checked. `nil` means "not written": the room of an earlier creator, or the
/// backend's default, holds (design §2.1, *The room*).
public struct JoinConferenceCommand: Sendable, Hashable, Codable {
    /// Exactly expanded, never empty: the room's key within the project.
    public var name: String
    public var muted: Bool
    public var beep: Beep
    public var startOnEnter: Bool
    public var endOnExit: Bool
    public var waitURL: String?
    /// The call to be coached; an empty text was written but names nobody (`.coachNotFound`).
    public var coach: String?
    public var room: RoomSettings

    public init(
        name: String, muted: Bool = false, beep: Beep = .both, startOnEnter: Bool = true,
        endOnExit: Bool = false, waitURL: String? = nil, coach: String? = nil, room: RoomSettings = .init()
    ) {
        self.name = name
        self.muted = muted
        self.beep = beep
        self.startOnEnter = startOnEnter
        self.endOnExit = endOnExit
        self.waitURL = waitURL
        self.coach = coach
        self.room = room
    }

    /// What the creator's join settles for the whole instance.
    public struct RoomSettings: Sendable, Hashable, Codable {
        public var maxParticipants: Int?
        public var record: ConferenceRecording?
        public var trim: RecordingTrim?
        public var region: String?
        public var statusCallback: ConferenceCallback?
        public var recordingStatusCallback: RecordingCallback?
        public var stream: ConferenceAudioStream?
        public init() {}
    }
}

/// Where conference events go, and which.
public struct ConferenceCallback: Sendable, Hashable, Codable {
    public var url: String
    public var events: [ConferenceEventWord]
    public var format: CallbackFormat
    public var method: CallbackMethod
    public init(
        url: String, events: [ConferenceEventWord] = [.start, .end, .join, .leave],
        format: CallbackFormat = .relay, method: CallbackMethod = .post
    ) {
        self.url = url
        self.events = events
        self.format = format
        self.method = method
    }
}

/// Where recording events of a conference go, and which.
public struct RecordingCallback: Sendable, Hashable, Codable {
    public var url: String
    public var events: [RecordingEventWord]
    public var format: CallbackFormat
    public var method: CallbackMethod
    public init(
        url: String, events: [RecordingEventWord] = [.completed], format: CallbackFormat = .relay,
        method: CallbackMethod = .post
    ) {
        self.url = url
        self.events = events
        self.format = format
        self.method = method
    }
}

/// The room's audio, sent to a WebSocket (`wss` only).
public struct ConferenceAudioStream: Sendable, Hashable, Codable {
    public var url: String
    public var name: String?
    /// As written, such as `L16@24000h@40i`; checked by the grammar of swml-language.md §5.4.
    public var codec: String?
    public var realtime: Bool
    public var statusURL: String?
    public var statusURLMethod: CallbackMethod
    public var bearerToken: Secret?
    public var customParameters: [String: String]
    public init(
        url: String, name: String? = nil, codec: String? = nil, realtime: Bool = false,
        statusURL: String? = nil, statusURLMethod: CallbackMethod = .post, bearerToken: Secret? = nil,
        customParameters: [String: String] = [:]
    ) {
        self.url = url
        self.name = name
        self.codec = codec
        self.realtime = realtime
        self.statusURL = statusURL
        self.statusURLMethod = statusURLMethod
        self.bearerToken = bearerToken
        self.customParameters = customParameters
    }
}
