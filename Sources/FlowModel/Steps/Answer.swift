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
