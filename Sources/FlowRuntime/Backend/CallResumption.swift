package import FlowModel

/// A call that was under way when its worker stopped, as its journal tells it: what a backend must know to go
/// on with it.
package struct CallResumption: Sendable, Hashable {
    /// A command without an answer.
    package struct Pending: Sendable, Hashable {
        package var id: CommandID
        package var command: CallCommand
        /// When it was given.
        package var at: Timestamp
        /// It was handed to the phone system for certain; otherwise that is not known.
        package var isSent: Bool
        package init(_ id: CommandID, _ command: CallCommand, at: Timestamp, isSent: Bool) {
            self.id = id
            self.command = command
            self.at = at
            self.isSent = isSent
        }
    }

    package var call: CallInfo
    package var isAnswered: Bool
    /// Its flow has heard `started`; otherwise the new session's events begin with that.
    package var hasStarted: Bool
    /// The conference that the call is in: the last change of it, as `.joined`.
    package var membership: ConferenceChange?
    /// In the order in which they were given.
    package var pending: [Pending]
    /// Recordings that run in the background, by their control id: the commands that began them.
    package var recordings: [String: CommandID]
    /// The flow has asked for the call's end, with this reason: whoever sees the end knows whose it is.
    package var endAsked: HangupReason?

    package init(
        _ call: CallInfo, isAnswered: Bool, hasStarted: Bool = true, membership: ConferenceChange? = nil,
        pending: [Pending] = [], recordings: [String: CommandID] = [:], endAsked: HangupReason? = nil
    ) {
        self.call = call
        self.isAnswered = isAnswered
        self.hasStarted = hasStarted
        self.membership = membership
        self.pending = pending
        self.recordings = recordings
        self.endAsked = endAsked
    }
}
