import FlowExpressions
import SourceText

/// Sends an event to the client on the call (§3.7).
package struct UserEvent: Sendable, Hashable {
    /// Always a map in a flow without errors.
    package var event = GivenValue(.map([]), at: SourceRange(0, 0))
    package init() {}
}

extension UserEvent {
    static let parameters = ObjectSchema(
        "userEvent", "Sends an event to the client on the call.", make: { UserEvent() }
    ) {
        Field("event", .valueMap, .required, "What the client gets.") { $0.event = $1 }
    }

    static let schema = StepSchema(parameters) { .userEvent($0) }
}
