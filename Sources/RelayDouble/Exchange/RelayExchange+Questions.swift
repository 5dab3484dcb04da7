import FlowRuntime

// What a test asks.

extension RelayExchange {
    /// Calls that are up, or ring.
    package var liveCalls: Int { legs.count }

    /// Events that their sessions keep because they have not been acknowledged.
    package var unacknowledgedEvents: Int { sessions.reduce(0) { $0 + $1.log.unacknowledged.count } }

    /// Whether a call is up, or rings.
    package func isUp(_ leg: Int) -> Bool { legs[leg] != nil }

    /// Whether there has been such a call.
    package func hasPlaced(_ leg: Int) -> Bool { leg >= 1 && leg <= lastLeg }

    /// Whether a connected client has subscribed to the context.
    package func hasWorker(for context: String) -> Bool {
        sessions.contains { $0.link != nil && $0.contexts.contains(context) }
    }

    /// Whether the person at the far end has this before them now.
    package func sees(_ cue: RelayCue, _ leg: Int) -> Bool {
        guard let call = legs[leg] else { return false }
        switch cue {
        case .hearsSound: return call.operations.contains { $0.playback != nil }
        case .isAsked: return call.operations.contains { $0.collection != nil }
        case .isRecorded: return call.operations.contains { $0.recording != nil }
        case .rings, .isAnswered, .joinsConference, .conferenceStarts, .leavesConference, .isConnected:
            return holds(cue, on: leg)
        }
    }

    /// Says who answers a number from now on.
    package mutating func script(_ number: String, _ party: RelayParty) {
        configuration.parties[number] = party
    }
}
