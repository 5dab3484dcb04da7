package import FlowExpressions

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

extension Connect {
    static let schema = StepSchema(WrittenConnect.parameters, scalar: "to") { .connect($0.connect) }

    /// One leg with everything that holds for it: what it does not say itself comes from the step
    /// (swml-language.md §3.4, "Inheritance"). Lists replace, they are never merged.
    package func completed(_ destination: Destination) -> Destination {
        var whole = destination
        whole.from = whole.from ?? from
        whole.fromName = whole.fromName ?? fromName
        whole.headers = whole.headers ?? headers
        whole.codecs = whole.codecs ?? codecs
        whole.webrtcMedia = whole.webrtcMedia ?? webrtcMedia
        whole.sessionTimeout = whole.sessionTimeout ?? sessionTimeout
        whole.timeout = whole.timeout ?? timeout
        whole.callStateEvents = whole.callStateEvents ?? callStateEvents
        whole.callStateUrl = whole.callStateUrl ?? callStateUrl
        whole.confirm = whole.confirm ?? confirm
        whole.confirmTimeout = whole.confirmTimeout ?? confirmTimeout
        whole.encryption = whole.encryption ?? encryption
        return whole
    }
}
