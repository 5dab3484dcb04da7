import FlowRuntime

/// A few calls that the suite makes, and what it asks of each. The rules judge what comes of it.
package struct Scene: Sendable {
    /// One call: who is at its far end, and what is asked of it.
    struct Party: Sendable {
        enum Part: Sendable {
            /// Asks the session itself, then closes it.
            case steps([Step])
            /// Runs a flow by a `FlowDriver`.
            case flow(String)
        }
        var farEnd: FarEnd
        var part: Part
    }

    /// What the suite does with a call, one after another. Commands have the ids 1, 2, 3, ….
    enum Step: Sendable {
        case give(CallCommand)
        /// Gives up the command of that id.
        case cancel(Int32)
        /// Leaves the conference that the call is in.
        case leaveConference
        /// Reads on until all commands are answered that will be.
        case awaitAnswers
        /// Reads on until the call's membership has come that far, or cannot.
        case awaitConference(Milestone)
        /// Reads on until the call is over.
        case awaitEnd
        /// Cuts the connection with the phone system.
        case interrupt
    }

    /// Of a membership.
    enum Milestone: Sendable { case joined, started, left }

    package let name: String
    var needs: Set<Capability> = []
    /// The scene is for backends without it.
    var needsAbsence: Capability?
    var parties: [Party]

    init(
        _ name: String, needs: Set<Capability> = [], without absence: Capability? = nil,
        _ parties: [Party]
    ) {
        self.name = name
        self.needs = needs
        needsAbsence = absence
        self.parties = parties
    }

    /// One call.
    init(
        _ name: String, needs: Set<Capability> = [], without absence: Capability? = nil,
        from farEnd: FarEnd = FarEnd(), _ steps: [Step]
    ) {
        self.init(name, needs: needs, without: absence, [Party(farEnd: farEnd, part: .steps(steps))])
    }

    var interrupts: Bool {
        parties.contains { party in
            guard case .steps(let steps) = party.part else { return false }
            return steps.contains { if case .interrupt = $0 { true } else { false } }
        }
    }

    /// Every scene, in the order in which they are played.
    package static func all(beat: Duration) -> [Scene] {
        calls(beat) + sounds(beat) + conferences(beat) + capabilities(beat) + flows(beat)
    }
}
