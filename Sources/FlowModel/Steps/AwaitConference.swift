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

extension AwaitConference {
    static let parameters = ObjectSchema(
        "awaitConference", "Keeps the caller in the conference until something happens.",
        make: { AwaitConference() }
    ) {
        Field("until", .word(), "What is waited for.", default: "left", ours: true) { $0.until = $1 }
        Field("timeout", .seconds, "The longest wait; none when not written.", ours: true) { $0.timeout = $1 }
        Field("keys", .keys, "Keys that end the wait.", ours: true) { $0.keys = $1 }
    }

    static let schema = StepSchema(parameters, ours: true) { .awaitConference($0) }
}
