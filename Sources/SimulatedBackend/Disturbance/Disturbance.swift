package import FlowRuntime

/// What goes otherwise than a scenario says: people who hang up at the worst moment, commands that fail, and
/// the order of what happens in the same instant.
///
/// A value, with a text for each of its parts (`Disturbance+Text.swift`), so that what was printed can be
/// given back and happens again. A world without one pays nothing for it.
package struct Disturbance: Sendable, Hashable {
    package var hangUps: [HangUp]
    package var faults: [CommandFault]
    /// At each choice among parties to whom something happens in the same instant: whose turn it is, from 0,
    /// in the order in which it would have been. Choices that are not named are 0.
    package var order: [Int]

    package init(hangUps: [HangUp] = [], faults: [CommandFault] = [], order: [Int] = []) {
        self.hangUps = hangUps
        self.faults = faults
        self.order = order
    }

    package var isEmpty: Bool { hangUps.isEmpty && faults.isEmpty && order.isEmpty }
}

/// A caller hangs up although the script says nothing of it.
package struct HangUp: Sendable, Hashable {
    /// When. Deliveries are what a call's flow is told, counted from 1: the call itself is the first.
    package enum Moment: Sendable, Hashable {
        /// The n-th delivery is under way, and the flow does not know of the hang-up when it takes it.
        case before(Int)
        /// The flow has taken the n-th delivery and asked for what follows from it.
        case after(Int)
        /// That long after the beginning of the world.
        case at(Duration)
    }
    /// The name of a caller, or the id of a call.
    package var party: String
    package var moment: Moment

    package init(_ party: String, _ moment: Moment) {
        self.party = party
        self.moment = moment
    }
}

/// One command of one call is answered otherwise than it would have been.
package struct CommandFault: Sendable, Hashable {
    /// How.
    package enum Manner: Sendable, Hashable {
        /// It is not carried out and fails. With `callGone` the call is over, too.
        case fails(CommandFailure.Code)
        /// It is lost, and no answer comes: the call ends `Timing.lostCall` later, as the contract has it
        /// (`CallCommand`).
        case unanswered
        /// It is carried out, and the answer comes that much later.
        case late(Duration)
        /// It is carried out and answered twice, which no backend may do: the flow must not notice.
        case twice
    }
    /// The name of a caller, or the id of a call.
    package var party: String
    /// The number of the command within the call (`CommandID`), from 1.
    package var command: Int
    package var manner: Manner

    package init(_ party: String, command: Int, _ manner: Manner) {
        self.party = party
        self.command = command
        self.manner = manner
    }
}
