package import FlowExpressions

/// Ours: takes the caller out of the room and waits, bounded, until they are out (design §2.1).
package struct LeaveConference: Sendable, Hashable {
    /// The room instance to leave; the one the caller is in when not written.
    package var conferenceId: Given<Text>?
    package init() {}
}
