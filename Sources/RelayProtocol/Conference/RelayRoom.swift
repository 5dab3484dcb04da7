import FlowRuntime

/// One running conference in which calls of ours are, as the carrier's events tell it. Whoever else is in it
/// may be anywhere; the carrier counts them.
struct RelayRoom: Sendable {
    /// Everybody inside, strangers too.
    private(set) var size = 0
    /// The most that were inside at once, as far as we were told.
    private(set) var peak = 0
    private(set) var isRecording = false
    var isStarted = false
    /// A call of ours has been inside: from then on we know whether the room has started.
    var isKnown = false
    /// Our calls: inside, or joining with this id known.
    var members: Set<RelayCallNumber> = []
    /// Counts what changes `conference.size` or `conference.recording` for those inside.
    private(set) var version: UInt32 = 0
    /// Who may have ended the room by leaving.
    private(set) var exit: Exit?

    /// A leave that may be the reason why a room ends.
    struct Exit: Sendable {
        var call: CallID
        /// What the event said of `end_on_leave`.
        var endsConference: Bool?
        var at: Timestamp
    }

    /// `false` when that is what it was.
    @discardableResult
    mutating func setSize(_ size: Int) -> Bool {
        peak = max(peak, size)
        guard size != self.size else { return false }
        self.size = size
        version &+= 1
        return true
    }

    @discardableResult
    mutating func setRecording(_ isRecording: Bool) -> Bool {
        guard isRecording != self.isRecording else { return false }
        self.isRecording = isRecording
        version &+= 1
        return true
    }

    /// Of several who leave in one moment the first who could end the room did; the others were taken along.
    mutating func noteExit(of call: CallID, endsConference: Bool?, at now: Timestamp, within grace: Duration)
    {
        if let exit, exit.endsConference != false, now <= exit.at.advanced(by: grace),
            endsConference != true || exit.endsConference == true
        {
            return
        }
        exit = Exit(call: call, endsConference: endsConference, at: now)
    }

    /// Who has left just now and may have ended the room by it.
    func exit(at now: Timestamp, within grace: Duration) -> Exit? {
        guard let exit, exit.endsConference != false, now <= exit.at.advanced(by: grace) else { return nil }
        return exit
    }
}
