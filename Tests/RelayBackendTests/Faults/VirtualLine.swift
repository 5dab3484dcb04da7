import FlowModel
import FlowRuntime
import RelayDouble
import RelayProtocol

/// A worker, a RELAY server and the wire between them as one value, in virtual time: a call of a minute takes
/// milliseconds, and the same faults give the same frames each time.
struct VirtualLine {
    private(set) var exchange: RelayExchange
    private(set) var worker: VirtualWorker?
    private(set) var now = Timestamp(milliseconds: 1_790_000_000_000)
    /// Everything that the worker was sent; kept when asked for.
    var tap: [[UInt8]]?

    private let configuration: RelayConfiguration
    private let flow: Flow
    private var toDouble: [Transit] = []
    private var toWorker: [Transit] = []
    /// Of the worker's latest socket; earlier ones are dead to it.
    private var connection = 0
    private var sockets: [Int: Int] = [:]
    private var connections: [Int: Int] = [:]

    /// On the wire, in order.
    private struct Transit {
        enum Content {
            case open, close
            case frame([UInt8])
        }
        var at: Timestamp
        var connection: Int
        var content: Content
    }

    /// From one end to the other.
    static let latency = Duration.milliseconds(15)
    /// More than any run needs: beyond it time stands still.
    private static let roundLimit = 2_000_000

    init(
        _ flow: Flow, double: RelayDoubleConfiguration = RelayDoubleConfiguration(),
        limits: RelayLimits = RelayLimits()
    ) {
        var double = double
        double.journalCapacity = 1_000_000
        configuration = RelayConfiguration(
            credentials: .token(project: Secret("project"), token: Secret("token")), contexts: ["default"],
            limits: limits)
        self.flow = flow
        exchange = RelayExchange(double, at: now)
        worker = VirtualWorker(configuration, flow, seed: 1, at: now)
        collect()
    }

    // MARK: What a test does

    /// Something happens on the server's side.
    mutating func atDouble<Result>(_ body: (inout RelayExchange) -> Result) -> Result {
        let result = body(&exchange)
        collect()
        return result
    }

    /// Something happens to the worker that is no frame.
    mutating func atWorker(_ body: (inout VirtualWorker) -> Void) {
        guard var worker = worker.take() else { return }
        body(&worker)
        self.worker = worker
        collect()
    }

    /// Time passes, and everything in it happens. Returns false when time stands still.
    @discardableResult
    mutating func run(for time: Duration, until isDone: (VirtualLine) -> Bool = { _ in false }) -> Bool {
        let end = now.advanced(by: time)
        for _ in 0..<Self.roundLimit {
            guard !isDone(self) else { return true }
            guard let next, next <= end else {
                now = end
                return true
            }
            now = max(now, next)
            step()
        }
        return false
    }

    /// A frame that the double did not send reaches the worker; how many frames the worker answers with. They
    /// are not carried: the double would know nothing of what they answer.
    mutating func inject(_ frame: [UInt8]) -> Int {
        guard var worker = worker.take() else { return 0 }
        worker.take(.frame(frame), at: now)
        let answers = worker.outgoing.count
        worker.outgoing = []
        self.worker = worker
        return answers
    }

    /// The process is gone; what it had sent arrives.
    mutating func kill() {
        worker = nil
        toDouble.append(Transit(at: arrival, connection: connection, content: .close))
        toWorker = []
    }

    /// Another process begins with what the one before has left.
    mutating func restart(
        _ journals: [(call: CallInfo, records: [JournalRecord])], session: String
    ) throws(JournalMismatch) {
        worker = try VirtualWorker(
            configuration, flow, seed: 2, at: now, resuming: journals, session: session)
        collect()
    }

    // MARK: Time

    private var arrival: Timestamp { now.advanced(by: Self.latency) }

    private var next: Timestamp? {
        var next = worker?.nextDeadline
        for other in [toDouble.first?.at, toWorker.first?.at, exchange.nextDue, exchange.nextPatience] {
            guard let other else { continue }
            next = next.map { min($0, other) } ?? other
        }
        return next
    }

    /// Whatever is due now.
    private mutating func step() {
        exchange.advance(to: now, patient: now)
        collect()
        for transit in Self.takeDue(&toDouble, at: now) { arriveAtDouble(transit) }
        for transit in Self.takeDue(&toWorker, at: now) { arriveAtWorker(transit) }
        worker?.clock(at: now)
        collect()
    }

    private static func takeDue(_ wire: inout [Transit], at now: Timestamp) -> [Transit] {
        let due = Array(wire.prefix { $0.at <= now })
        wire.removeFirst(due.count)
        return due
    }

    // MARK: The wire

    private mutating func arriveAtDouble(_ transit: Transit) {
        let socket = sockets[transit.connection]
        switch transit.content {
        case .open:
            let socket = exchange.opened()
            sockets[transit.connection] = socket
            connections[socket] = transit.connection
            toWorker.append(Transit(at: arrival, connection: transit.connection, content: .open))
        case .frame(let bytes): if let socket { exchange.received(bytes, on: socket) }
        case .close: if let socket { exchange.closed(socket) }
        }
        collect()
    }

    private mutating func arriveAtWorker(_ transit: Transit) {
        guard transit.connection == connection else { return }
        switch transit.content {
        case .open: worker?.take(.opened, at: now)
        case .frame(let bytes):
            tap?.append(bytes)
            worker?.take(.frame(bytes), at: now)
        case .close:
            // Nothing more comes from it.
            toWorker.removeAll { $0.connection == connection }
            worker?.take(.closed("gone"), at: now)
        }
        collect()
    }

    /// Puts on the wire what both ends have to say.
    private mutating func collect() {
        if !exchange.effects.isEmpty {
            let effects = exchange.effects
            exchange.effects = []
            for effect in effects { carry(effect) }
        }
        guard let outgoing = worker?.outgoing, !outgoing.isEmpty else { return }
        worker?.outgoing = []
        for piece in outgoing { carry(piece) }
    }

    private mutating func carry(_ effect: ExchangeEffect) {
        switch effect {
        case .send(let socket, let bytes):
            guard let connection = connections[socket] else { return }
            toWorker.append(Transit(at: arrival, connection: connection, content: .frame(bytes)))
        case .close(let socket):
            guard let connection = connections[socket] else { return }
            toWorker.append(Transit(at: arrival, connection: connection, content: .close))
        // The exchange is deaf to that socket by itself.
        case .stopReading: break
        }
    }

    private mutating func carry(_ piece: VirtualWorker.Outgoing) {
        switch piece {
        case .open:
            connection += 1
            toDouble.append(Transit(at: arrival, connection: connection, content: .open))
        case .frame(let bytes):
            toDouble.append(Transit(at: arrival, connection: connection, content: .frame(bytes)))
        case .close:
            toDouble.append(Transit(at: arrival, connection: connection, content: .close))
            toWorker.removeAll { $0.connection == connection }
            toWorker.append(Transit(at: arrival, connection: connection, content: .close))
        }
    }
}
