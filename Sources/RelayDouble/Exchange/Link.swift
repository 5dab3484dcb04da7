import JSONRPC

/// A socket that is open, as the exchange sees it.
struct Link: Sendable {
    /// A place in `RelayExchange.sessions`, once the client has authenticated.
    var session: Int?
    /// Nothing is read or written any more, by a fault.
    var isSilent = false
    /// A frame that waits for the next one to overtake it.
    var heldOut: [UInt8]?
    var heldIn: RPCMessage?
}

/// What a client keeps when its socket is lost (relay-protocol.md §1.4, §1.10).
struct Session: Sendable {
    let protocolName: String
    let number: Int
    /// The open socket, if there is one.
    var link: Int?
    var contexts: [String] = []
    var wantsAcks = false
    var log = EventLog()
    var authorizations = 0
    /// The server has said that it will not be resumed.
    var isForgotten = false
}

/// The events of a session that have not been acknowledged, by number from 1, in order.
struct EventLog: Sendable {
    /// An event that was sent.
    struct Entry: Sendable {
        var number: Int
        var type: String
        var frame: [UInt8]
    }

    /// `nil` is acknowledged.
    private var entries: [Entry?] = []
    private var head = 0
    private(set) var last = 0

    var unacknowledged: [Entry] { entries[head...].compactMap { $0 } }

    /// The number of the next event.
    var next: Int { last + 1 }

    /// The type of that event, while it is kept.
    func type(of number: Int) -> String? { place(of: number).flatMap { entries[$0]?.type } }

    private func place(of number: Int) -> Int? {
        // Any number may come from outside.
        guard number >= 1, number <= last else { return nil }
        let place = number - (last - entries.count) - 1
        return place >= head ? place : nil
    }

    mutating func append(_ type: String, _ frame: [UInt8], keeping limit: Int) {
        last += 1
        guard limit > 0 else { return forgetAll() }
        entries.append(Entry(number: last, type: type, frame: frame))
        if entries.count - head > limit { head += 1 }
        compact()
    }

    /// Drops that event; returns its type, or `nil` when it is not kept.
    mutating func acknowledge(_ number: Int) -> String? {
        guard let place = place(of: number), let entry = entries[place] else { return nil }
        entries[place] = nil
        while head < entries.count, entries[head] == nil { head += 1 }
        compact()
        return entry.type
    }

    mutating func forgetAll() {
        entries.removeAll(keepingCapacity: true)
        head = 0
    }

    private mutating func compact() {
        if head == entries.count {
            forgetAll()
        } else if head > 256, head > entries.count / 2 {
            entries.removeFirst(head)
            head = 0
        }
    }
}
