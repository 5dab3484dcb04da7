import FlowRuntime
import HeapModule

/// Instants at which something is due. Nothing is taken out early: whoever scheduled a key that no longer
/// matters ignores it when it comes.
struct DeadlineQueue<Key: Sendable>: Sendable {
    private struct Entry: Comparable, Sendable {
        var at: Timestamp
        /// Of two at one instant the one scheduled first comes first.
        var order: UInt64
        var key: Key
        static func < (left: Self, right: Self) -> Bool {
            (left.at, left.order) < (right.at, right.order)
        }
        static func == (left: Self, right: Self) -> Bool { left.order == right.order }
    }

    private var entries = Heap<Entry>()
    private var scheduled: UInt64 = 0

    var next: Timestamp? { entries.min?.at }

    mutating func schedule(_ key: Key, at instant: Timestamp) {
        scheduled += 1
        entries.insert(Entry(at: instant, order: scheduled, key: key))
    }

    /// Forgets what no longer matters once that is most of it: something scheduled for hours from now, for
    /// every call that comes and goes, must not pile up.
    /// `count`: How many may matter.
    mutating func tidy(for count: Int, keeping matters: (Key, Timestamp) -> Bool) {
        guard entries.count > Self.fewest + 4 * count else { return }
        entries = Heap(entries.unordered.filter { matters($0.key, $0.at) })
    }

    /// So many are never worth tidying up.
    private static var fewest: Int { 1024 }

    var count: Int { entries.count }

    /// The next key that is due, if one is.
    mutating func popDue(at now: Timestamp) -> Key? {
        guard let first = entries.min, first.at <= now else { return nil }
        return entries.popMin()?.key
    }
}

extension Timestamp {
    /// The earlier of two instants, of which either may be missing.
    static func earlier(_ one: Timestamp?, _ other: Timestamp?) -> Timestamp? {
        guard let one, let other else { return one ?? other }
        return min(one, other)
    }
}
