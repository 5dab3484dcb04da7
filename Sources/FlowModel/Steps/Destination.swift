package import FlowExpressions
package import SourceText
import YAMLTree

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

extension Destination {
    static let parameters = ObjectSchema(
        "destination", "One leg to dial; what is not written comes from the step.", make: { Destination() },
        check: { destination, written, _ in destination.range = written().node.range }
    ) {
        Field("to", .scalar(ParameterTypes.address), .required, "Whom to call.") { $0.to = $1 }
        Field("username", .text, "The user name of the SIP authentication.") { $0.username = $1 }
        Field("password", .text, "The password of the SIP authentication.") { $0.password = $1 }
        Field("name", .text, "A name for status events; streams only.") { $0.name = $1 }
        Field("codec", .scalar(ParameterTypes.codec), "The audio's codec; streams only.", default: "PCMU") {
            $0.codec = $1
        }
        Field("realtime", .boolean, "Whether the endpoint may send audio; streams only.", default: "false") {
            $0.realtime = $1
        }
        Field("statusUrlMethod", .word(), "How `statusUrl` is told; streams only.", default: "POST") {
            $0.statusUrlMethod = $1
        }
        Field("authorizationBearerToken", .text, "The token of the handshake; streams only.") {
            $0.authorizationBearerToken = $1
        }
        Field("customParameters", .namedTexts, "Names and texts for the `start` message; streams only.") {
            $0.customParameters = $1
        }
        Field("from", .callerID, "The caller ID.") { $0.from = $1 }
        Field("fromName", .text, "The caller's name; SIP only.") { $0.fromName = $1 }
        Field("headers", .objects(SIPHeader.parameters), "Headers of the invitation; SIP only.") {
            $0.headers = $1
        }
        Field("codecs", .codecs, "The codecs offered, a comma list; SIP only.") { $0.codecs = $1 }
        Field("webrtcMedia", .boolean, "Whether the media is WebRTC; SIP only.", default: "false") {
            $0.webrtcMedia = $1
        }
        Field("sessionTimeout", .wholeSeconds(), "The session timer; SIP only.") { $0.sessionTimeout = $1 }
        Field("timeout", .wholeSeconds(), "How long an answer is waited for.", default: "60") {
            $0.timeout = $1
        }
        Field("callStateEvents", .list(.word()), "Which states `callStateUrl` is told.", default: "[ended]") {
            $0.callStateEvents = $1
        }
        Field("callStateUrl", .webURL, "Is told the leg's states.") { $0.callStateUrl = $1 }
        Field("confirm", .confirm, "A document or steps for the answering leg, before it is bridged.") {
            $0.confirm = $1
        }
        Field("confirmTimeout", .wholeSeconds(), "How long `confirm` may take.") { $0.confirmTimeout = $1 }
        Field("encryption", .word(), "Whether the media is encrypted; SIP only.", default: "optional") {
            $0.encryption = $1
        }
    }
}
