package import FlowExpressions
import SourceText

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

/// Sends an event to the client on the call (§3.7).
package struct UserEvent: Sendable, Hashable {
    /// Always a map in a flow without errors.
    package var event = GivenValue(.map([]), at: SourceRange(0, 0))
    package init() {}
}
