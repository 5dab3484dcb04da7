/// Ends the call (swml-language.md §3.3).
package struct Hangup: Sendable, Hashable {
    /// `hangup` when not written.
    package var reason: Given<HangupReason>?
    package init() {}
}

extension Hangup {
    static let parameters = ObjectSchema("hangup", "Ends the call.", make: { Hangup() }) {
        Field("reason", .word(), "Why: what the caller's provider is told.", default: "hangup") {
            $0.reason = $1
        }
    }

    static let schema = StepSchema(parameters, scalar: "reason") { .hangup($0) }
}
