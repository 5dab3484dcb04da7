import FlowRuntime

/// Something that comes due at an instant. Small and without references: the queue holds hundreds of
/// thousands.
///
/// A `serial` tells a moment that still counts from one that was overtaken: nothing is ever removed from the
/// queue's middle.
enum Due: Sendable, Hashable {
    /// A scripted caller's call arrives.
    case arrival(LegID)
    /// `startTimer` has run out.
    case timer(LegID, CommandID)
    /// The next moment of what the leg is busy with: a sound's end, a prompt's time-out, a recording's
    /// silence.
    case activity(LegID, serial: UInt32)
    /// A background recording may have to stop.
    case recording(LegID, serial: UInt32)
    /// The far end of the leg has finished speaking.
    case speechEnd(LegID, serial: UInt32)
    /// The longest time of ringing or of the call is over.
    case limit(LegID, serial: UInt32)
    /// The answer to an HTTP request.
    case exchange(Int32)
    /// The next deed of somebody at the far end.
    case errand(Int32, serial: UInt32)
    /// A dialled party answers or refuses.
    case pickup(LegID)
    /// A dialled party has rung, or confirmed, for too long.
    case patience(LegID, serial: UInt32)
    /// The longest time of a bridge is over.
    case bridgeLimit(Int32)
    /// The next round of a waiting script.
    case waitRound(LegID, serial: UInt32)
    /// A disturbance: the phone system loses the call.
    case lost(LegID)
    /// A disturbance: the place of an answer that was held back.
    case lateAnswer(Int32)
    /// A disturbance: the place of a hang-up at an instant.
    case strike(Int32)
}

/// What comes due, ordered by time and then by the order of scheduling: a binary heap.
struct EventQueue: Sendable {
    struct Entry: Sendable {
        let at: Int64
        let order: UInt64
        let due: Due

        @inline(__always)
        func isBefore(_ other: Entry) -> Bool { at != other.at ? at < other.at : order < other.order }
    }

    private var heap: ContiguousArray<Entry> = []
    private var pushed: UInt64 = 0

    var next: Timestamp? { heap.first.map { Timestamp(milliseconds: $0.at) } }
    var nextDue: Due? { heap.first?.due }

    /// An instant at the end of time never comes: it is not kept.
    mutating func push(_ due: Due, at instant: Timestamp) {
        guard instant.milliseconds != .max else { return }
        heap.append(Entry(at: instant.milliseconds, order: pushed, due: due))
        pushed += 1
        rise(from: heap.count - 1)
    }

    mutating func pop() -> (at: Timestamp, due: Due)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (Timestamp(milliseconds: first.at), first.due)
    }

    /// Everything of the next instant, in order; `putBack` returns what is not taken.
    mutating func popTies() -> [Entry] {
        guard let instant = next else { return [] }
        var ties: [Entry] = []
        while next == instant, let entry = heap.first, pop() != nil { ties.append(entry) }
        return ties
    }

    /// The entry keeps its place among those of its instant.
    mutating func putBack(_ entry: Entry) {
        heap.append(entry)
        rise(from: heap.count - 1)
    }

    private mutating func rise(from start: Int) {
        let entry = heap[start]
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.isBefore(heap[parent]) else { break }
            heap[place] = heap[parent]
            place = parent
        }
        heap[place] = entry
    }

    private mutating func sink() {
        let entry = heap[0]
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(entry) else { break }
            heap[place] = heap[child]
            place = child
        }
        heap[place] = entry
    }
}
