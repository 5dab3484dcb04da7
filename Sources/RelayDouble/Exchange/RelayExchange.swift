import Conferencing
package import FlowRuntime
import JSONRPC

// The server's side of a connection (relay-protocol.md §1). A call has its own table at `Leg`.
//
// | link           | connect                         | another request   | closed                           |
// |----------------|---------------------------------|-------------------|----------------------------------|
// | new            | accepted: authenticated         | error -32401      | gone                             |
// |                | else an error, still new        |                   |                                  |
// | authenticated  | a session again, fresh or the   | done              | session detached: it keeps calls |
// |                | one named by `protocol`         |                   | and events; unanswered calls are |
// |                |                                 |                   | offered to others                |
// | silent         | nothing is heard                | nothing is heard  | as above                         |

/// A RELAY server as a value: connections, sessions, calls, conferences, and people who call (design §3
/// item 7). Fed with frames and the passing of time; no socket, clock or randomness is inside.
package struct RelayExchange: Sendable {
    /// What the shell is to do, in order; the shell takes all of it after each input.
    package var effects: [ExchangeEffect] = []
    package internal(set) var journal: RelayJournal

    var configuration: RelayDoubleConfiguration
    var faults = ArmedFaults()
    var now = Timestamp(milliseconds: 0)
    private var patientNow = Timestamp(milliseconds: 0)
    private var agenda = Agenda()
    /// What no script is about, and what `Pace.instant` must not skip to: the longest time of a call, the
    /// next offer of a call that nobody wants.
    private var patience = Agenda()
    private var tokens = 0

    var links: [Int: Link] = [:]
    private var sockets = 0
    var sessions: [Session] = []
    var protocols: [String: Int] = [:]
    /// The session that was offered a call last.
    var lastOffered = 0

    var legs: [Int: Leg] = [:]
    var lastLeg = 0
    /// Inbound calls that nobody has been offered, in order.
    var waiting: [Int] = []
    var hunts: [Int: Hunt] = [:]
    var rooms: [ExactText: Room] = [:]
    /// Running instances, by number.
    var instances: [Int64: ExactText] = [:]
    var lastInstance: Int64 = 0
    var messages: [Int: Message] = [:]
    var lastMessage = 0
    private var serverRequests = 0

    /// - `start`: The instant at which the double begins; events are stamped from there on.
    package init(_ configuration: RelayDoubleConfiguration, at start: Timestamp) {
        self.configuration = configuration
        journal = RelayJournal(capacity: configuration.journalCapacity)
        now = start
        patientNow = start
    }

    /// The next instant at which something is due.
    package var nextDue: Timestamp? { agenda.next }
    /// The next instant of the other clock: see `advance`.
    package var nextPatience: Timestamp? { patience.next }

    /// Time has passed: does what is due. Instants never go backwards; an earlier one counts as the latest.
    ///
    /// - `instant`: The time of calls and scripts. Who skips waiting gives `nextDue`.
    /// - `patient`: The time of what nobody waits for; the same, or the time of the wall.
    package mutating func advance(to instant: Timestamp, patient: Timestamp) {
        now = max(now, instant)
        patientNow = max(patientNow, patient)
        while let appointment = agenda.popDue(at: now) { keep(appointment) }
        while let appointment = patience.popDue(at: patientNow) { keep(appointment) }
    }

    mutating func schedule(_ appointment: Appointment, after time: Duration = .zero) {
        agenda.add(appointment, at: now.advanced(by: time))
    }

    mutating func schedulePatiently(_ appointment: Appointment, after time: Duration) {
        patience.add(appointment, at: patientNow.advanced(by: time))
        patience.sweep { legs[$0] != nil }
    }

    /// A number that is never used twice: an appointment that carries an older one is void.
    mutating func newToken() -> Int {
        tokens += 1
        return tokens
    }

    /// The id of a request of the server.
    mutating func serverRequestID(_ prefix: String) -> RPCID {
        serverRequests += 1
        return RPCID("\(prefix)-\(serverRequests)")
    }

    private mutating func keep(_ appointment: Appointment) {
        switch appointment {
        case .transmit(let socket, let bytes): transmit(bytes, on: socket)
        case .handle(let socket, let message): handle(message, on: socket)
        case .releaseHeld(let socket): releaseHeld(on: socket)
        case .close(let socket): drop(socket)
        case .callComesIn(let leg): comeIn(leg)
        case .offer(let leg): offerAgain(leg)
        case .longestTime(let leg): end(leg, reason: "max_duration")
        case .pickUp(let leg): pickUp(leg)
        case .ringsOut(let leg): ringOut(leg)
        case .act(let leg, let token): act(leg, token)
        case .press(let leg, let key): press(key, on: leg)
        case .fallSilent(let leg, let token): fallSilent(leg, token)
        case .playbackEnds(let leg, let token): endPlayback(leg, token)
        case .inputTimer(let leg, let token): inputTimerRanOut(leg, token)
        case .recordingTimer(let leg, let token): recordingTimerRanOut(leg, token)
        case .operationEnds(let leg, let token): endOperation(leg, token)
        case .messageMoves(let message, let step): moveMessage(message, to: step)
        }
    }
}

/// What the shell of an exchange is to do.
package enum ExchangeEffect: Sendable, Hashable {
    case send(socket: Int, [UInt8])
    /// Close the socket without a word, after what was sent.
    case close(socket: Int)
    /// Read nothing more from the socket, and leave it open.
    case stopReading(socket: Int)
}

// Sockets.
extension RelayExchange {
    /// A socket is open; the number by which it is known from now on.
    package mutating func opened() -> Int {
        sockets += 1
        links[sockets] = Link()
        return sockets
    }

    /// The socket is closed, whoever closed it.
    package mutating func closed(_ socket: Int) {
        guard let link = links.removeValue(forKey: socket), let session = link.session,
            sessions[session].link == socket
        else { return }
        sessions[session].link = nil
        // Subscriptions die with the socket (relay-protocol.md §1.5).
        sessions[session].contexts = []
        releaseUnanswered(of: session)
    }

    /// Closes a socket from our side.
    mutating func drop(_ socket: Int) {
        guard links[socket] != nil else { return }
        effects.append(.close(socket: socket))
        closed(socket)
    }
}
