package import FlowExpressions
package import SourceText
import YAMLTree

/// Where the room's audio is streamed to (swml-language.md §4.3).
package struct ConferenceStream: Sendable, Hashable {
    /// `wss` only.
    package var url: Given<Text> = .missing
    package var name: Given<Text>?
    /// `PCMU` when not written.
    package var codec: Given<StreamCodec>?
    package var statusUrl: Given<Text>?
    /// `POST` when not written.
    package var statusUrlMethod: Given<CallbackMethod>?
    /// Whether the endpoint may send audio into the room; false when not written.
    package var realtime: Given<Bool>?
    package var authorizationBearerToken: Given<Text>?
    package var customParameters: [NamedText]?
    package var range = SourceRange(0, 0)
    package init() {}
}

extension ConferenceStream {
    static let parameters = ObjectSchema(
        "stream", "Where the room's audio is streamed to.", make: { ConferenceStream() },
        check: { stream, written, _ in stream.range = written().node.range }
    ) {
        Field("url", .streamURL, .required, "The WebSocket endpoint, `wss` only.") { $0.url = $1 }
        Field("name", .text, "A name for status events.") { $0.name = $1 }
        Field("codec", .scalar(ParameterTypes.codec), "The audio's codec.", default: "PCMU") { $0.codec = $1 }
        Field("statusUrl", .webURL, "Is told when the stream begins and ends.") { $0.statusUrl = $1 }
        Field("statusUrlMethod", .word(), "How it is told.", default: "POST") { $0.statusUrlMethod = $1 }
        Field(
            "realtime", .boolean, "Whether the endpoint may send audio into the conference.", default: "false"
        ) { $0.realtime = $1 }
        Field("authorizationBearerToken", .text, "The token of the handshake's Authorization header.") {
            $0.authorizationBearerToken = $1
        }
        Field("customParameters", .namedTexts, "Names and texts for the `start` message.") {
            $0.customParameters = $1
        }
    }
}
