package import FlowExpressions

/// Ours: takes the caller out of the room and waits, bounded, until they are out (design §2.1).
package struct LeaveConference: Sendable, Hashable {
    /// The room instance to leave; the one the caller is in when not written.
    package var conferenceId: Given<Text>?
    package init() {}
}

extension LeaveConference {
    static let parameters = ObjectSchema(
        "leaveConference", "Takes the caller out of the conference.", make: { LeaveConference() }
    ) {
        Field(
            "conferenceId", .nonEmptyText, "Which conference; the caller's own when not written.", ours: true
        ) {
            $0.conferenceId = $1
        }
    }

    static let schema = StepSchema(parameters, ours: true, scalar: "conferenceId") { .leaveConference($0) }
}
