import FlowRuntime
import HeapModule

/// When which call is to be looked at: one alarm a call as a rule, however many deadlines it has.
///
/// An alarm that no longer matters stays until its time or until there are many, so that neither setting one
/// nor ending a call searches for anything.
struct CallAlarms: Sendable {
    private struct Alarm: Comparable, Sendable {
        var at: Timestamp
        var call: RelayCallNumber
        static func < (left: Self, right: Self) -> Bool { (left.at, left.call) < (right.at, right.call) }
    }

    private var alarms = Heap<Alarm>()

    var next: Timestamp? { alarms.min?.at }

    mutating func set(_ call: RelayCallNumber, at instant: Timestamp) {
        alarms.insert(Alarm(at: instant, call: call))
    }

    mutating func popDue(at now: Timestamp) -> RelayCallNumber? {
        guard let first = alarms.min, first.at <= now else { return nil }
        return alarms.popMin()?.call
    }

    /// Whether most alarms can only be of calls that are over, or were set again.
    func isOverfull(for calls: Int) -> Bool { alarms.count > Self.fewest + 4 * calls }

    /// So many are never worth tidying up.
    private static let fewest = 1024

    /// Leaves these alone.
    mutating func replaceAll(_ alarms: [(call: RelayCallNumber, at: Timestamp)]) {
        self.alarms = Heap(alarms.map { Alarm(at: $0.at, call: $0.call) })
    }
}
