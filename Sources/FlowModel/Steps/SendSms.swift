package import FlowExpressions

/// Sends a text or media message and goes on when it is accepted (swml-language.md §3.7).
package struct SendSms: Sendable, Hashable {
    package var toNumber: Given<Text> = .missing
    package var fromNumber: Given<Text> = .missing
    /// Required unless `media` is written.
    package var body: Given<Text>?
    package var media: [Given<Text>]?
    package var region: Given<Text>?
    package var tags: [Given<Text>]?
    package var statusCallback: Given<Text>?
    package init() {}
}

extension SendSms {
    static let parameters = ObjectSchema(
        "sendSms", "Sends a text or media message.", groups: [.atLeastOne(["body", "media"])],
        make: { SendSms() }
    ) {
        Field("toNumber", .phoneNumber, .required, "The recipient.") { $0.toNumber = $1 }
        Field("fromNumber", .phoneNumber, .required, "The sender.") { $0.fromNumber = $1 }
        Field("body", .text, "The text.") { $0.body = $1 }
        Field("media", .list(ParameterTypes.webURL), "Pictures and other files.") { $0.media = $1 }
        Field("region", .text, "Where the message is sent from.") { $0.region = $1 }
        Field("tags", .list(ParameterTypes.text), "Words to find the message by.") { $0.tags = $1 }
        Field("statusCallback", .webURL, "Is told how the message fares.") { $0.statusCallback = $1 }
    }

    static let schema = StepSchema(parameters) { .sendSms($0) }
}
