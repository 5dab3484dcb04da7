import DequeModule
import FlowRuntime
import JSONRPC

/// The connection: opens, authenticates, asks, is asked, loses and finds the server again
/// (relay-protocol.md §1, §2).
///
/// | phase                  | input                   | next           | what is done                       |
/// |------------------------|-------------------------|----------------|------------------------------------|
/// | idle                   | `start`                 | opening        | `.open`                            |
/// | opening                | `opened`                | authenticating | `signalwire.connect`               |
/// | opening                | `closed`                | waiting        |                                    |
/// | opening                | the open time-out       | closing        | `.close`                           |
/// | authenticating         | result                  | ready          | `.ready`; the queue is sent        |
/// | authenticating         | stored session refused  | closing        | forget it; `.close`, open at once  |
/// | authenticating         | a refusal too many      | stopped        | `.close`, `.stopped` with a reason |
/// | authenticating         | a refusal, or no answer | closing        | `.close`                           |
/// | ready                  | `signalwire.disconnect` | draining       | requests are queued                |
/// | ready, draining        | a request's time-out    | closing        | `.close`; requests in flight: §1.9 |
/// | draining               | its time-out            | closing        | `.close`                           |
/// | auth., ready, draining | `closed`                | waiting        | requests in flight: §1.9           |
/// | closing                | `closed`                | waiting        | or opening, if at once             |
/// | waiting                | the back-off is over    | opening        | `.open`                            |
/// | any                    | `shutDown`              | stopped        | `.close`, `.stopped`               |
///
/// What a phase does not name it ignores. Frames are read while authenticating, ready and draining.
package struct RelaySession: Sendable {
    enum Phase: Sendable, Equatable {
        case idle
        case opening(until: Timestamp)
        case authenticating
        case ready
        /// The server will close the socket; if it does not, we do.
        case draining(until: Timestamp)
        /// We have closed the socket and wait to hear that it is; then a new one is opened, at once or after
        /// that time.
        case closing(reopensAfter: Duration)
        case waiting(until: Timestamp)
        case stopped
    }

    let configuration: RelayConfiguration
    var phase = Phase.idle

    // Who we are to the server, over all connections.
    /// The session's name (§1.4); empty when there is none to resume.
    var protocolName: String
    /// What the server calls us (§1.4).
    var identity = ""
    /// The latest of §1.6; empty when there is none.
    var authorizationState = Secret("")
    /// The inbound calls that we want, now and in every later connect (§9 row 10).
    var contexts: [String]
    var hasAuthenticated = false
    /// There was a session before the next one, here or in a worker before this one.
    var hasHadSession: Bool
    /// Genuine refusals since the beginning, or since the last success.
    var refusals = 0

    var ledger: RequestLedger
    var numbers: RequestNumbers
    var backoff: Backoff
    /// Of the failures since the last success.
    var recurrence = Recurrence()
    /// Of the present connection.
    var heartbeat: Heartbeat?
    var news: Deque<RelayNews> = []

    init(_ configuration: RelayConfiguration, seed: UInt64, protocolName: String) {
        self.configuration = configuration
        self.protocolName = protocolName
        hasHadSession = !protocolName.isEmpty
        contexts = configuration.contexts
        ledger = RequestLedger(timeout: configuration.limits.requestTimeout)
        // Ids and waits must not share their numbers: ids are seen by the server.
        numbers = RequestNumbers(seed: seed)
        backoff = Backoff(configuration.limits, seed: ~seed)
    }

    var nextDeadline: Timestamp? {
        let ofPhase: Timestamp? =
            switch phase {
            case .opening(let until), .draining(let until), .waiting(let until): until
            case .ready: heartbeat?.nextDeadline
            case .idle, .authenticating, .closing, .stopped: nil
            }
        return Timestamp.earlier(ofPhase, ledger.nextDeadline)
    }

    /// What the calls have to know, in order.
    mutating func takeNews() -> RelayNews? { news.popFirst() }
}

// The socket and the clock.
extension RelaySession {
    mutating func start(at now: Timestamp, into effects: inout [RelayEffect]) {
        guard phase == .idle else { return }
        open(at: now, into: &effects)
    }

    mutating func opened(at now: Timestamp, into effects: inout [RelayEffect]) {
        guard case .opening = phase else { return }
        phase = .authenticating
        sendConnect(at: now, into: &effects)
    }

    mutating func closed(
        _ reason: String, because cause: OutageCause = .other, at now: Timestamp,
        into effects: inout [RelayEffect]
    ) {
        switch phase {
        case .idle, .waiting, .stopped: return
        case .closing(let delay): wait(delay, at: now, into: &effects)
        case .opening, .authenticating, .ready, .draining:
            let delay = backoff.next()
            tellOutage(masked(reason), cause, next: delay, into: &effects)
            releaseConnection()
            wait(delay, at: now, into: &effects)
        }
    }

    mutating func clock(at now: Timestamp, into effects: inout [RelayEffect]) {
        switch phase {
        case .opening(let until) where until <= now:
            close("no connection in time", because: .silent, into: &effects)
        case .draining(let until) where until <= now:
            close("the server did not close the connection it gave up", into: &effects)
        case .waiting(let until) where until <= now:
            open(at: now, into: &effects)
        case .ready:
            beat(at: now, into: &effects)
        case .idle, .opening, .authenticating, .draining, .closing, .waiting, .stopped: break
        }
        expireRequests(at: now, into: &effects)
    }

    mutating func shutDown(at now: Timestamp, into effects: inout [RelayEffect]) {
        stop(nil, into: &effects)
    }

    private mutating func open(at now: Timestamp, into effects: inout [RelayEffect]) {
        phase = .opening(until: now.advanced(by: configuration.limits.openTimeout))
        effects.notice(.debug, .connecting, "connecting to \(configuration.host)")
        effects.append(.open)
    }

    private mutating func wait(_ delay: Duration, at now: Timestamp, into effects: inout [RelayEffect]) {
        guard delay > .zero else { return open(at: now, into: &effects) }
        phase = .waiting(until: now.advanced(by: delay))
    }

    /// Gives the connection up, from our side. Then we wait for the shell to say `.closed`.
    ///
    /// - `refusal`: The server does not let us in; otherwise something is wrong with the connection.
    mutating func close(
        _ reason: String, because cause: OutageCause = .other, isRefusal: Bool = false,
        reopensAtOnce: Bool = false, into effects: inout [RelayEffect]
    ) {
        let delay = reopensAtOnce ? .zero : backoff.next()
        // Whoever opens again at once has said why.
        if !reopensAtOnce { tellOutage(reason, cause, isRefusal: isRefusal, next: delay, into: &effects) }
        effects.append(.close(reason))
        releaseConnection()
        phase = .closing(reopensAfter: delay)
    }

    /// One line: what happened, why, what to look at, when it is tried again. What repeats itself becomes
    /// quieter.
    private mutating func tellOutage(
        _ reason: String, _ cause: OutageCause, isRefusal: Bool = false, next delay: Duration,
        into effects: inout [RelayEffect]
    ) {
        let server = "\(configuration.host):\(configuration.port)"
        let kind: RelayNotice.Kind
        var words: String
        switch phase {
        case .authenticating where isRefusal: (kind, words) = (.credentialsRefused, "\(server) refuses us")
        case .ready, .draining: (kind, words) = (.connectionLost, "the connection to \(server) is lost")
        case .idle, .opening, .authenticating, .closing, .waiting, .stopped:
            (kind, words) = (.connectionFailed, "cannot connect to \(server)")
        }
        if !reason.isEmpty { words += ": \(reason)" }
        let count = recurrence.note(kind, cause)
        let isWorthALine = Recurrence.isWorthALine(count)
        if count > 1 { words += " (\(count) times now)" }
        if !hasAuthenticated, let advice = cause.advice(configuration.hostSource) { words += "; \(advice)" }
        words += "; next attempt in \(delay.inTenths)"
        effects.notice(isWorthALine ? isRefusal ? .error : .warning : .debug, kind, words)
    }

    /// Ends everything, for good.
    mutating func stop(_ error: BackendError?, into effects: inout [RelayEffect]) {
        switch phase {
        case .stopped: return
        case .idle, .waiting, .closing: break
        case .opening, .authenticating, .ready, .draining: effects.append(.close("stopping"))
        }
        phase = .stopped
        heartbeat = nil
        for entry in ledger.removeAll() { release(entry, "Connection closed") }
        news.append(.stopped(error))
    }

    /// Answers what dies with a connection (§1.10).
    private mutating func releaseConnection() {
        for entry in ledger.lose() { release(entry, "Connection closed") }
        heartbeat = nil
        switch phase {
        case .ready, .draining: news.append(.disconnected)
        case .idle, .opening, .authenticating, .closing, .waiting, .stopped: break
        }
    }
}

extension Duration {
    /// `0.8 s`.
    fileprivate var inTenths: String { "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
}

extension [RelayEffect] {
    /// A line for the log.
    mutating func notice(_ level: RelayNotice.Level, _ kind: RelayNotice.Kind, _ message: String) {
        append(.notice(RelayNotice(level, kind, message)))
    }
}
