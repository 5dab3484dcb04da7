import DequeModule
import FlowRuntime
import JSONRPC

/// Requests from the moment they are made until they are answered (relay-protocol.md §1.9).
///
/// | state    | event                          | next                                             |
/// |----------|--------------------------------|--------------------------------------------------|
/// | –        | `add`                          | queued, or in flight when there is a connection  |
/// | queued   | `nextQueued`                   | in flight: the caller sends the frame            |
/// | queued   | its time is over               | gone: `popExpired`                               |
/// | queued   | its session is gone            | gone: `removeQueued`                             |
/// | in flight| an answer with its id          | gone: `settle`                                   |
/// | in flight| its time is over               | gone: `popExpired`                               |
/// | in flight| the connection is lost         | queued if it may be sent again, else gone: `lose`|
///
/// Every request has the same time, so deadlines and the queue are in the order of numbers: both ends of
/// everything are reached without a search.
struct RequestLedger: Sendable {
    struct Entry: Sendable {
        let purpose: RelayPurpose
        let method: StaticString
        let repeatability: Repeatability
        /// Kept while it may have to be sent, otherwise empty.
        fileprivate var frame: [UInt8]
        fileprivate(set) var isInFlight: Bool
        /// It was on a wire at least once: what became of it is not known until the answer.
        fileprivate(set) var wasSent: Bool
    }

    private struct Deadline: Sendable {
        var at: Timestamp
        var number: UInt64
    }

    private var entries: [UInt64: Entry] = [:]
    private var queue: Deque<UInt64> = []
    private var deadlines: Deque<Deadline> = []
    private let timeout: Duration

    init(timeout: Duration) { self.timeout = timeout }

    var queuedCount: Int { queue.count }
    var isEmpty: Bool { entries.isEmpty }

    /// When the oldest request's time is over.
    var nextDeadline: Timestamp? { deadlines.first?.at }

    /// Takes a request that is sent now (`isInFlight`) or as soon as it can be.
    mutating func add(
        _ number: UInt64, _ method: StaticString, for purpose: RelayPurpose,
        _ repeatability: Repeatability, frame: [UInt8], isInFlight: Bool, at now: Timestamp
    ) {
        let keepsFrame = !isInFlight || repeatability == .always
        entries[number] = Entry(
            purpose: purpose, method: method, repeatability: repeatability, frame: keepsFrame ? frame : [],
            isInFlight: isInFlight, wasSent: isInFlight)
        if !isInFlight { queue.append(number) }
        deadlines.append(Deadline(at: now.advanced(by: timeout), number: number))
    }

    /// The request that an answer is for. `nil`: nobody waits for it, or not on this connection.
    mutating func settle(_ number: UInt64) -> Entry? {
        guard let entry = entries[number], entry.isInFlight else { return nil }
        remove(number)
        return entry
    }

    /// The next request whose time is over.
    mutating func popExpired(at now: Timestamp) -> Entry? {
        guard let first = deadlines.first, first.at <= now, let entry = entries[first.number] else {
            return nil
        }
        if queue.first == first.number { queue.removeFirst() }
        remove(first.number)
        return entry
    }

    /// The frame of the oldest request that waits; it is in flight from now on.
    mutating func nextQueued() -> [UInt8]? {
        guard let number = queue.popFirst(), var entry = entries[number] else { return nil }
        let frame = entry.frame
        if entry.repeatability == .never { entry.frame = [] }
        entry.isInFlight = true
        entry.wasSent = true
        entries[number] = entry
        return frame
    }

    /// The connection is lost: what was in flight and must not be sent again is answered by nobody, and
    /// returned in order. The rest waits again, before what waited already, and its time goes on.
    mutating func lose() -> [Entry] {
        var lost: [Entry] = []
        var again: [UInt64] = []
        for number in entries.keys.sorted() {
            guard var entry = entries[number], entry.isInFlight else { continue }
            switch entry.repeatability {
            case .always:
                entry.isInFlight = false
                entries[number] = entry
                again.append(number)
            case .never:
                lost.append(entry)
                entries[number] = nil
            }
        }
        queue.prepend(contentsOf: again)
        skipSettled()
        return lost
    }

    /// Takes out those that wait and are of this kind, in order.
    mutating func removeQueued(where isOut: (Entry) -> Bool) -> [Entry] {
        let out = queue.filter { entries[$0].map(isOut) ?? false }
        guard !out.isEmpty else { return [] }
        let removed = out.compactMap { entries.removeValue(forKey: $0) }
        queue.removeAll { entries[$0] == nil }
        skipSettled()
        return removed
    }

    /// Every request, in order; none is left.
    mutating func removeAll() -> [Entry] {
        let all = entries.sorted { $0.key < $1.key }.map(\.value)
        entries = [:]
        queue = []
        deadlines = []
        return all
    }

    private mutating func remove(_ number: UInt64) {
        entries[number] = nil
        skipSettled()
    }

    /// Keeps the first deadline that of a request which waits: `nextDeadline` never wakes anybody in vain.
    private mutating func skipSettled() {
        while let first = deadlines.first, entries[first.number] == nil { deadlines.removeFirst() }
    }
}
