/// Ends the call (swml-language.md §3.3).
package struct Hangup: Sendable, Hashable {
    /// `hangup` when not written.
    package var reason: Given<HangupReason>?
    package init() {}
}
