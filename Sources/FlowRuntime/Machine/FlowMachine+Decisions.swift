/// How a decision went when it was recorded, to be repeated on a replay: it read something that the recording
/// does not hold, such as a secret.
public struct ForcedDecision: Sendable, Hashable, Codable {
    /// Which of the decisions that follow from one event, from 0.
    public var nth: Int
    /// The case or entry that was taken, in document order; -1 for none of them. For `goto`: 1 jumps, 0
    /// stays.
    public var take: Int
    public init(nth: Int, take: Int) {
        self.nth = nth
        self.take = take
    }
}

/// A decision of `cond`, `switch`, `goto` or a `result` that was made; `take` as in `ForcedDecision`.
package struct Decision: Sendable, Hashable, Codable {
    package var step: StepReference
    package var take: Int
}

extension FlowMachine {
    /// The decisions that follow from one event.
    struct Decisions: Sendable, Hashable, Codable {
        /// Somebody keeps or settles them; never so on a live call, which pays for this one question.
        var isFollowed = false
        /// In the order of `nth`.
        var forced: [ForcedDecision] = []
        /// How many of them have been met.
        var met = 0
        var count = 0
        var isKept = false
        var made: [Decision] = []

        mutating func begin(_ forcing: [ForcedDecision]) {
            (count, met) = (0, 0)
            forced = forcing
            isFollowed = isKept || !forcing.isEmpty
            made.removeAll(keepingCapacity: true)
        }

        /// How the next decision has to go, if that is settled.
        var settled: Int? {
            guard isFollowed, met < forced.count, forced[met].nth == count else { return nil }
            return forced[met].take
        }
    }

    /// The decisions that the last event led to, of a machine that keeps them.
    package var lastDecisions: [Decision] { decisions.made }

    /// Keeps from now on what each event makes it decide.
    package mutating func keepDecisions() { (decisions.isKept, decisions.isFollowed) = (true, true) }

    /// Notes a decision; every one comes here, in order.
    mutating func decided(_ step: StepReference, _ take: Int) {
        guard decisions.isFollowed else { return }
        if decisions.settled != nil { decisions.met += 1 }
        decisions.count += 1
        if decisions.isKept { decisions.made.append(Decision(step: step, take: take)) }
    }
}
