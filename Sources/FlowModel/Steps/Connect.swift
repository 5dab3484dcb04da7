package import FlowExpressions
package import SourceText

/// Dials destinations and bridges the caller with the first who answers (swml-language.md §3.4).
package struct Connect: Sendable, Hashable {
    /// Which of the four shapes was written; `groups` is the same for all.
    package enum Shape: Sendable, Hashable { case single, serial, parallel, serialParallel }

    package var shape: Shape = .single
    /// One group after the other; inside a group all at once. Never empty in a flow without errors.
    package var groups: [[Destination]] = []
    /// The caller's own number when not written.
    package var from: Given<Text>?
    package var fromName: Given<Text>?
    package var headers: [SIPHeader]?
    package var codecs: Given<Text>?
    package var webrtcMedia: Given<Bool>?
    /// The platform's choice when not written or zero (C-22).
    package var sessionTimeout: Given<Duration>?
    package var ringback: Ringback?
    /// The default variable is `connect_result`.
    package var result: ResultHandler?
    /// Until somebody answers; 60 s when not written.
    package var timeout: Given<Duration>?
    /// Of the bridged call; 14,400 s when not written.
    package var maxDuration: Given<Duration>?
    /// Whether the caller is answered only when the other side answers; false when not written.
    package var answerOnBridge: Given<Bool>?
    package var confirm: Confirm?
    /// `timeout` when not written.
    package var confirmTimeout: Given<Duration>?
    /// `optional` when not written.
    package var encryption: Given<MediaEncryption>?
    package var callStateUrl: Given<Text>?
    /// `ended` when not written.
    package var callStateEvents: [Given<CallStateWord>]?
    /// Required when a destination is a queue.
    package var transferAfterBridge: Given<DocumentTarget>?
    package var statusUrl: Given<Text>?
    package init() {}

    package static let defaultTimeout = Duration.seconds(60)
    package static let defaultMaxDuration = Duration.seconds(14_400)
}

/// One leg that `connect` dials. What is `nil` here is inherited from the step (§3.4, "Inheritance").
package struct Destination: Sendable, Hashable {
    package var to: Given<Address> = .missing
    package var from: Given<Text>?
    package var fromName: Given<Text>?
    package var headers: [SIPHeader]?
    package var codecs: Given<Text>?
    package var webrtcMedia: Given<Bool>?
    package var sessionTimeout: Given<Duration>?
    /// SIP authentication.
    package var username: Given<Text>?
    package var password: Given<Text>?
    package var timeout: Given<Duration>?
    package var callStateEvents: [Given<CallStateWord>]?
    package var callStateUrl: Given<Text>?
    package var confirm: Confirm?
    package var confirmTimeout: Given<Duration>?
    package var encryption: Given<MediaEncryption>?
    /// Of a stream destination, as the five below.
    package var name: Given<Text>?
    package var codec: Given<StreamCodec>?
    package var realtime: Given<Bool>?
    package var statusUrlMethod: Given<CallbackMethod>?
    package var authorizationBearerToken: Given<Text>?
    package var customParameters: [NamedText]?
    package var range = SourceRange(0, 0)
    package init() {}
}

/// What runs on an answering leg before it is bridged (§3.4).
package enum Confirm: Sendable, Hashable {
    /// A document to fetch.
    case url(Given<Text>)
    case steps(BlockID)
}

/// What the caller hears while the destinations ring (C-23).
package struct Ringback: Sendable, Hashable {
    package var sounds: [Given<PlayURL>] = []
    /// How often they are played; until the answer when not written.
    package var loop: Given<Int>?
    package init() {}
}

/// A header of a SIP invitation.
package struct SIPHeader: Sendable, Hashable {
    package var name: Given<Text> = .missing
    package var value: Given<Text> = .missing
    package init() {}
}
