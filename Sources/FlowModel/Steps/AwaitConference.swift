package import FlowExpressions

/// Ours: keeps the caller in the room until something happens (design §2.1).
package struct AwaitConference: Sendable, Hashable {
    /// `left` when not written.
    package var until: Given<AwaitedEvent>?
    /// No limit when not written.
    package var timeout: Given<Duration>?
    /// Keys that end the step, the caller staying inside: any of `0-9*#A-D`.
    package var keys: Given<Text>?
    package init() {}
}
