import FlowRuntime
import HeapModule
import JSONRPC

/// What is due at some instant. Nothing is taken out early: what no longer matters is ignored when it comes,
/// by its token.
enum Appointment: Sendable {
    // The wire.
    case transmit(socket: Int, [UInt8])
    case handle(socket: Int, RPCMessage)
    case releaseHeld(socket: Int)
    case close(socket: Int)

    // Calls.
    case callComesIn(leg: Int)
    case offer(leg: Int)
    case longestTime(leg: Int)
    case pickUp(leg: Int)
    case ringsOut(leg: Int)

    // The person at the far end.
    case act(leg: Int, token: Int)
    case press(leg: Int, key: UInt8)
    case fallSilent(leg: Int, token: Int)

    // Operations.
    case playbackEnds(leg: Int, token: Int)
    case inputTimer(leg: Int, token: Int)
    case recordingTimer(leg: Int, token: Int)
    case operationEnds(leg: Int, token: Int)

    case messageMoves(Int, step: Int)

    /// The call that it concerns, if it is one that may last for hours.
    var leg: Int? {
        if case .longestTime(let leg) = self { leg } else { nil }
    }
}

/// Appointments by time; of two at one instant the one made first comes first.
struct Agenda: Sendable {
    private struct Entry: Comparable, Sendable {
        var at: Timestamp
        var order: Int
        var appointment: Appointment
        static func < (left: Self, right: Self) -> Bool {
            (left.at, left.order) < (right.at, right.order)
        }
        static func == (left: Self, right: Self) -> Bool { left.order == right.order }
    }

    /// Fewer entries are not worth a sweep.
    private static let sweepFloor = 4096

    private var entries = Heap<Entry>()
    private var made = 0
    private var sweepAt = sweepFloor

    var next: Timestamp? { entries.min?.at }

    mutating func add(_ appointment: Appointment, at instant: Timestamp) {
        made += 1
        entries.insert(Entry(at: instant, order: made, appointment: appointment))
    }

    mutating func popDue(at now: Timestamp) -> Appointment? {
        guard let first = entries.min, first.at <= now else { return nil }
        return entries.popMin()?.appointment
    }

    /// Throws out what concerns calls that are over, when it has become much: a hundred thousand short calls
    /// with a longest time of four hours each would fill the memory.
    mutating func sweep(isUp: (Int) -> Bool) {
        guard entries.count > sweepAt else { return }
        entries = Heap(entries.unordered.filter { $0.appointment.leg.map(isUp) ?? true })
        sweepAt = max(Self.sweepFloor, entries.count * 2)
    }
}
