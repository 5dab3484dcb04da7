public import FlowExpressions
public import FlowModel

/// `connect`: groups one after another, all of a group at once; the first who answers (and confirms) wins.
public struct ConnectCommand: Sendable, Hashable, Codable {
    public var groups: [[ConnectDestination]]
    /// What the caller hears while it rings; nothing means the provider's tone.
    public var ringback: [MediaItem]
    /// How often the ringback is played; `nil` until the answer.
    public var ringbackLoops: Int?
    public var maxDuration: Duration
    /// `true`: an inbound call is answered only when the other leg answers.
    public var answerOnBridge: Bool
    public var statusURL: String?
    public init(
        groups: [[ConnectDestination]], ringback: [MediaItem] = [], maxDuration: Duration = .seconds(14_400),
        answerOnBridge: Bool = false, statusURL: String? = nil
    ) {
        self.groups = groups
        self.ringback = ringback
        self.maxDuration = maxDuration
        self.answerOnBridge = answerOnBridge
        self.statusURL = statusURL
    }
}

/// One leg to dial, everything inherited from the step filled in.
public struct ConnectDestination: Sendable, Hashable, Codable {
    /// A phone number, a SIP URI, `queue:…`, `stream:wss://…` or a resource address (swml-language.md §5.2).
    public var to: String
    public var from: String?
    public var timeout: Duration
    public var confirm: ConfirmScript?
    public var confirmTimeout: Duration
    public var callStateURL: String?
    public var callStateEvents: [String]
    public var headers: [CallInfo.Header]
    public var username: String?
    public var password: Secret?
    public var sip = SIPOptions()
    /// What a `stream:` destination is sent.
    public var stream: ConferenceAudioStream?
    public init(
        to: String, from: String? = nil, timeout: Duration = .seconds(60), confirm: ConfirmScript? = nil,
        confirmTimeout: Duration = .seconds(60), callStateURL: String? = nil,
        callStateEvents: [String] = ["ended"], headers: [CallInfo.Header] = [], username: String? = nil,
        password: Secret? = nil
    ) {
        self.to = to
        self.from = from
        self.timeout = timeout
        self.confirm = confirm
        self.confirmTimeout = confirmTimeout
        self.callStateURL = callStateURL
        self.callStateEvents = callStateEvents
        self.headers = headers
        self.username = username
        self.password = password
    }
}

/// What only a SIP leg understands; `nil` and empty mean the phone system's own choice
/// (swml-language.md §5.2).
public struct SIPOptions: Sendable, Hashable, Codable {
    public var fromName: String?
    public var codecs: [String] = []
    public var webrtcMedia = false
    /// `Session-Expires`.
    public var sessionTimeout: Duration?
    public var encryption: MediaEncryption?
    public init() {}
}

/// What runs on the answering leg before it is bridged (call whisper).
public enum ConfirmScript: Sendable, Hashable, Codable {
    /// Steps of the flow that connects: `FlowMachine(confirming:…)` runs them.
    case steps(FlowBlock)
    /// A document to be fetched.
    case url(String)
}

/// A list of steps in one of a call's documents.
public struct FlowBlock: Sendable, Hashable, Codable {
    /// The index of the document in the machine; 0 is the flow itself.
    public var document: Int32
    public var block: Int32
    public init(document: Int32, block: Int32) {
        self.document = document
        self.block = block
    }
}

/// A text or media message; at least one of `body` and `media` is there (swml-language.md §3.7).
public struct SendSmsCommand: Sendable, Hashable, Codable {
    public var to: String
    public var from: String
    public var body: String?
    public var media: [String]
    public var region: String?
    public var tags: [String]
    public var statusCallback: String?
    public init(
        to: String, from: String, body: String? = nil, media: [String] = [], region: String? = nil,
        tags: [String] = [], statusCallback: String? = nil
    ) {
        self.to = to
        self.from = from
        self.body = body
        self.media = media
        self.region = region
        self.tags = tags
        self.statusCallback = statusCallback
    }
}

/// An event for the client on the call; always a map (swml-language.md §3.7).
public struct UserEventCommand: Sendable, Hashable, Codable {
    public var event: Value
    public init(event: Value) { self.event = event }
}
