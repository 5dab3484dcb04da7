import FlowRuntime

/// When to ask the server whether it is still there (relay-protocol.md §1.8, §9 row 17).
///
/// | state                | event                              | then                                     |
/// |----------------------|------------------------------------|------------------------------------------|
/// | nothing asked        | 30 s since the last ping of ours   | ask                                      |
/// | nothing asked        | 15 s without a ping of the server  | ask                                      |
/// | asked                | an answer                          | nothing asked; failures forgotten        |
/// | asked                | a refusal                          | ask again after 2, 4 s; the third ends it |
/// | asked                | a ping of the server               | failures forgotten                       |
/// | asked                | no answer                          | the time-out ends the connection         |
struct Heartbeat: Sendable {
    /// Refused pings in a row that end a connection (relay-protocol.md §1.8).
    private static let failureLimit = 3
    private static let longestPause = Duration.seconds(30)

    private let interval: Duration
    private let serverTimeout: Duration
    private var pingAt: Timestamp
    private var serverPingBy: Timestamp
    private var isAsking = false
    private var failures = 0

    init(_ limits: RelayLimits, at now: Timestamp) {
        interval = limits.pingInterval
        serverTimeout = limits.serverPingTimeout
        pingAt = now.advanced(by: interval)
        serverPingBy = now.advanced(by: serverTimeout)
    }

    /// While we wait for an answer there is nothing to ask.
    var nextDeadline: Timestamp? { isAsking ? nil : min(pingAt, serverPingBy) }

    /// Whether to send a ping now.
    mutating func isDue(at now: Timestamp) -> Bool {
        guard let deadline = nextDeadline, deadline <= now else { return false }
        isAsking = true
        pingAt = now.advanced(by: interval)
        serverPingBy = now.advanced(by: serverTimeout)
        return true
    }

    mutating func serverPinged(at now: Timestamp) {
        failures = 0
        serverPingBy = now.advanced(by: serverTimeout)
    }

    mutating func answered() {
        isAsking = false
        failures = 0
    }

    /// Our ping was refused. Returns whether that ends the connection.
    mutating func refused(at now: Timestamp) -> Bool {
        isAsking = false
        failures += 1
        let pause = min(Duration.seconds(1 << failures), Self.longestPause)
        pingAt = now.advanced(by: pause)
        serverPingBy = max(serverPingBy, pingAt)
        return failures >= Self.failureLimit
    }
}
