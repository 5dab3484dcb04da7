package import FlowRuntime

/// Something worth a line in the log, or a number in the metrics. Never holds a secret.
package struct RelayNotice: Sendable, Hashable {
    /// How loud it is.
    package enum Level: String, Sendable, Hashable { case debug, info, warning, error }

    /// What happened, by the word that metrics count it under.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case connecting, connected, connectionFailed, connectionLost, credentialsRefused, sessionResumed,
            sessionLost, restarting
        case malformedFrame, ignoredFrame, unknownEvent, foreignCall, unknownAnswer, duplicate
        case requestTimedOut, requestRefused, queueFull, pingMissed
        case callOffered, callPassedOn, callEnded, callError, conference
        /// After a restart: what was under way counts as done, and nothing has shown it.
        case believed
    }

    package var level: Level
    package var kind: Kind
    /// For people: lower case, no full stop.
    package var message: String
    package var call: CallID?

    package init(_ level: Level, _ kind: Kind, _ message: String, call: CallID? = nil) {
        self.level = level
        self.kind = kind
        self.message = message
        self.call = call
    }
}
