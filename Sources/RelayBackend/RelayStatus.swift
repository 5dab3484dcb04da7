package import FlowRuntime
package import RelayProtocol
import Synchronization

/// How a worker stands with the phone system.
package struct RelayStatus: Sendable, Hashable {
    /// Where the connection is.
    package enum Phase: Sendable, Hashable {
        /// A socket is being opened, or we are being let in.
        case connecting
        case connected
        /// Between two attempts.
        case disconnected
        /// The server has refused us for good, with these words.
        case refused(String)
        case stopped
    }

    package var phase = Phase.connecting
    package var since: Timestamp
    /// Calls that have a session.
    package var calls = 0
    /// How often something happened since the start.
    package var counts: [RelayNotice.Kind: Int] = [:]
}

/// Where the shell writes how it stands and anybody reads it. It is written when something worth a notice
/// happens, not for every frame.
final class StatusBoard: Sendable {
    private let current: Mutex<RelayStatus>

    init(since start: Timestamp) { current = Mutex(RelayStatus(since: start)) }

    var status: RelayStatus { current.withLock { $0 } }

    func enter(_ phase: RelayStatus.Phase, at now: Timestamp) {
        current.withLock { status in
            guard status.phase != phase else { return }
            (status.phase, status.since) = (phase, now)
        }
    }

    func count(_ kind: RelayNotice.Kind) { current.withLock { $0.counts[kind, default: 0] += 1 } }

    func count(calls: Int) { current.withLock { $0.calls = calls } }
}
