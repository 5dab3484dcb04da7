package import FlowExpressions

/// Answers the call (swml-language.md §3.3). Answering an answered call does nothing.
package struct Answer: Sendable, Hashable {
    /// How long the whole call may last; 14,400 s when not written.
    package var maxDuration: Given<Duration>?
    /// A comma list such as `PCMU,OPUS`.
    package var codecs: Given<Text>?
    /// The SIP authentication user.
    package var username: Given<Text>?
    package var password: Given<Text>?
    package init() {}
}

extension Answer {
    static let parameters = ObjectSchema("answer", "Answers the call.", make: { Answer() }) {
        Field("maxDuration", .wholeSeconds(), "How long the whole call may last.", default: "14400") {
            $0.maxDuration = $1
        }
        Field("codecs", .codecs, "The codecs offered, a comma list.") { $0.codecs = $1 }
        Field("username", .text, "The user name of the SIP authentication.") { $0.username = $1 }
        Field("password", .text, "The password of the SIP authentication.") { $0.password = $1 }
    }

    static let schema = StepSchema(parameters) { .answer($0) }
}
