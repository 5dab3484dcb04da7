package import FlowRuntime

/// A sentence that holds in every run, whatever callers, backends and flows do: those of design §2.1, *The
/// room*, *Order* and *Hang-up*, as far as they can be seen from outside, and what keeps a phone system alive.
package enum Invariant: String, Sendable, Hashable, CaseIterable {
    // The room.
    case startsWithStarter =
        "a conference starts when the first member with startOnEnter, not a coach, is in"
    case sizeCountsEverybody = "the size of a conference counts everybody inside"
    case limitHolds = "a conference has at most maxParticipants members"
    case waitingAudioBeforeStart = "waiting audio is heard only before the start, by members"
    case beepsAfterStart = "beeps sound only in a started conference, for somebody who is or was in it"
    case coachNeedsCall = "a coach comes in only where the coached call is, in a started conference"
    case coachHeardByCall = "a coach is heard by the coached call while it is inside, and by nobody else"
    case endsByRule =
        "a conference ends when a member with endOnExit leaves or nobody but coaches is left, and only then"

    // Order.
    case oneJoinOneLeave = "each membership has exactly one join and one leave"
    case oneStartOneEnd = "each instance has at most one start and exactly one end"
    case newInstanceNewID = "a new instance has a new id"
    case joinStartRecord = "the join comes before the start, and the start before the recording"
    case noRecordingWithoutStart = "only a started conference records or streams, and stops what it started"
    case endIsAtomic =
        "a conference ends at once: its cause, the others in join order, recording, end, releases in join order"
    case releasedOnce = "each membership is released once, after its leave"
    case nobodyLeftInside = "nobody is left in a conference when the world is at rest"

    // Calls and hang-ups.
    case endsOnce = "each call that began ends exactly once"
    case silentAfterEnd = "nothing happens to a call that is over"
    case leavesAtEnd = "a call that ends inside a conference leaves it in the same instant"
    case onlyOnHangup = "no step but those of onHangup begins after the flow was told of the end"
    case onHangupOnce = "onHangup runs exactly once in every call that has it, and only at its end"
    case commandsAfterEnd = "after the end a flow asks for nothing that needs a call"
    case flowFinishes = "each flow finishes exactly once, and says nothing afterwards"
    case reasonIsTold = "the journal says how each call ended"

    // Commands and resources.
    case answeredOnce = "each command is answered at most once, and only after it was sent"
    case answeredInTime = "each command is answered, unless its call ends first"
    case recordingsClose = "each recording that began is closed once, with its file and its callback"
    case soundsStop = "nothing is heard on a call that is over"
    case bridgesPart = "two calls that were connected are separated again"
    case released = "a call that is over holds no timer, key, recording, sound, conference or partner"
    case comesToRest = "the world comes to rest: nothing waits for ever, nothing runs for ever"
}

/// An invariant that did not hold.
package struct Violation: Sendable, Hashable, CustomStringConvertible {
    package var invariant: Invariant
    /// Who, and what was seen: a call by its id, a conference by its name.
    package var detail: String
    package var at: Timestamp

    package init(_ invariant: Invariant, _ detail: String, at instant: Timestamp) {
        self.invariant = invariant
        self.detail = detail
        at = instant
    }

    package var description: String { "\(invariant.rawValue): \(detail)" }
}
