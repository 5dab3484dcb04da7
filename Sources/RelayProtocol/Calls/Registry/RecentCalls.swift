/// The ids of the calls that ended last: a `receive` that comes again does not bring one back
/// (relay-protocol.md §3.4). Bounded; what came long ago is not delivered again.
struct RecentCalls: Sendable {
    /// A busy worker's calls of a minute or so, and half a megabyte.
    static let limit = 4096

    private var ids: Set<String> = []
    /// In the order of their end; a ring once it is full.
    private var order: [String] = []
    private var oldest = 0

    func contains(_ id: String) -> Bool { ids.contains(id) }

    mutating func insert(_ id: String) {
        guard ids.insert(id).inserted else { return }
        guard order.count == Self.limit else { return order.append(id) }
        ids.remove(order[oldest])
        order[oldest] = id
        oldest = (oldest + 1) % Self.limit
    }
}
