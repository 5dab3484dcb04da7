package import FlowRuntime

/// Where a worker connects, as whom, and for what.
package struct RelayConfiguration: Sendable, Hashable {
    /// Who we are (relay-protocol.md §1.2).
    package enum Credentials: Sendable, Hashable {
        case token(project: Secret, token: Secret)
        case jwt(Secret)
    }

    /// A host name without scheme or path, checked by `RelayHost`.
    package var host: String
    package var port: Int
    /// Where its name stands, for whoever has to correct it.
    package var hostSource = RelayHostSource.standard
    package var credentials: Credentials
    /// Which inbound calls we want (relay-protocol.md §1.5), in order.
    package var contexts: [String]
    /// A PEM bundle to trust beside the system's (relay-protocol.md §1.1).
    package var certificateFile: String?
    package var limits: RelayLimits

    package init(
        host: String = RelayHost.standard.name, port: Int = RelayHost.standardPort, credentials: Credentials,
        contexts: [String] = [], certificateFile: String? = nil, limits: RelayLimits = RelayLimits()
    ) {
        self.host = host
        self.port = port
        self.credentials = credentials
        self.contexts = contexts
        self.certificateFile = certificateFile
        self.limits = limits
    }
}

/// Bounds and times of a connection; the defaults are those of relay-protocol.md §1.8 to §1.13 and §9.
package struct RelayLimits: Sendable, Hashable {
    /// Calls that are up at once; further ones are passed on.
    package var calls = 1000
    /// Requests that wait while there is no connection (§1.9); as many as calls, if more of those may be up.
    package var queuedRequests = 500
    package var requestTimeout = Duration.seconds(10)
    package var openTimeout = Duration.seconds(10)
    package var pingInterval = Duration.seconds(30)
    /// No ping of the server for this long: we ask (§9 row 17).
    package var serverPingTimeout = Duration.seconds(15)
    package var firstReconnectDelay = Duration.seconds(1)
    package var longestReconnectDelay = Duration.seconds(30)
    /// Genuine refusals of our credentials before the first success (§9 row 8).
    package var credentialAttempts = 3
    /// How long a flow waits for the proof of something that was accepted: a join, a leave (§6.8).
    package var proofTimeout = Duration.seconds(5)
    package init() {}
}
