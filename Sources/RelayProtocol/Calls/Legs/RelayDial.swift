import FlowRuntime

/// A `dial` under way (relay-protocol.md §4.2). Each of its attempts is a `calling.dial` of one device, known
/// by its tag.
///
/// | an attempt | what happens                       | then                                 |
/// |------------|------------------------------------|--------------------------------------|
/// | -          | it is somebody's turn              | sent; the request is sent            |
/// | sent       | accepted, or an event with its tag | ringing                              |
/// | sent       | not known whether done             | uncertain; an event makes it certain |
/// | uncertain  | reconnected, and no event in time  | abandoned: next                      |
/// | ringing    | answered                           | forgotten: a call of its own         |
/// | any        | refused, failed, or its leg ends   | forgotten: next                      |
/// | ringing    | it rings longer than it should     | abandoned; its leg is ended: next    |
/// | -          | a worker before this one dialled   | abandoned                            |
/// | abandoned  | its leg shows itself; reconnected  | the leg is ended                     |
/// | abandoned  | answered                           | forgotten; the leg is ended          |
/// | abandoned  | long enough                        | forgotten                            |
///
/// *Next*, in turn: the next destination, of the next round after the last, unless the dialling call is over;
/// then `.failed` with the last reason. All at once: the same destination again, if it has attempts left.
struct RelayDial: Sendable {
    let id: CommandID
    let member: RelayCallNumber
    let command: DialCommand
    let caller: CallID
    let from: String
    /// Whose legs these count as.
    let root: CallID
    /// In turn: how many attempts have been made, of all destinations.
    var turns = 0
    /// Attempts that may still be answered.
    var open = 0
    /// The command has had its answer.
    var isAnswered = false
    /// The dialling call is over.
    var isOrphan = false
    /// Why the last party did not answer; it is the answer when nobody does.
    var failure = CommandFailure(.noAnswer, "nobody was dialled")
}

/// One leg that is called.
struct DialAttempt: Sendable {
    enum Phase: Sendable, Hashable {
        case sent, uncertain, ringing, abandoned
    }

    let dial: Int
    /// For whom it is sent; it may be over by now.
    let member: RelayCallNumber
    let destination: Int
    /// From 1, of this destination.
    let number: Int
    let ringsUntil: Timestamp
    var phase = Phase.sent
    var leg: CallID?
    var nodeID = ""
    var deadline: Timestamp?
}

/// Which calls go back to which, and how many legs that has made.
struct DialTrees: Sendable {
    private struct Tree {
        /// Legs that were called for it, ever.
        var legs = 0
        /// Calls and dials of it that are still there.
        var isHeldBy = 0
    }

    private var trees: [CallID: Tree] = [:]
    private var roots: [CallID: CallID] = [:]

    /// The call that came in and that this one goes back to: itself, or the first that dialled.
    mutating func root(of call: CallID) -> CallID {
        if let root = roots[call] { return root }
        belongs(call, to: call)
        return call
    }

    /// Every call that goes back to `root`, and itself, keeps the count.
    mutating func belongs(_ call: CallID, to root: CallID) {
        guard roots.updateValue(root, forKey: call) == nil else { return }
        held(root)
    }

    mutating func held(_ root: CallID) { trees[root, default: Tree()].isHeldBy += 1 }

    mutating func released(_ root: CallID?) {
        guard let root, let tree = trees[root] else { return }
        trees[root] = tree.isHeldBy > 1 ? Tree(legs: tree.legs, isHeldBy: tree.isHeldBy - 1) : nil
    }

    mutating func ended(_ call: CallID) { released(roots.removeValue(forKey: call)) }

    /// `false` when there are as many already.
    mutating func addLeg(to root: CallID, limit: Int) -> Bool {
        guard trees[root, default: Tree()].legs < limit else { return false }
        trees[root, default: Tree()].legs += 1
        return true
    }

    var isEmpty: Bool { trees.isEmpty && roots.isEmpty }
}
