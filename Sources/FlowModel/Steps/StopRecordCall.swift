package import FlowExpressions

/// Ends a recording that `recordCall` began (§3.6).
package struct StopRecordCall: Sendable, Hashable {
    /// The most recent one (variable `record_control_id`) when not written.
    package var controlId: Given<Text>?
    package init() {}
}

extension StopRecordCall {
    static let parameters = ObjectSchema(
        "stopRecordCall", "Ends a recording that `recordCall` began.", make: { StopRecordCall() }
    ) {
        Field("controlId", .nonEmptyText, "Which one; the last when not written.") { $0.controlId = $1 }
    }

    static let schema = StepSchema(parameters) { .stopRecordCall($0) }
}
