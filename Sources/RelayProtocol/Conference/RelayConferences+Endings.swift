import Conferencing
import FlowModel
import FlowRuntime
import JSONRPC

// How memberships end, and why (relay-protocol.md §6.8, design §2.1).
extension RelayConferences {
    /// The carrier says that the call is out.
    mutating func ownLeave(_ event: ConferenceEvent, _ member: RelayCallNumber, at now: Timestamp) {
        guard let membership = members[member] else { return }
        let id = membership.conferenceID
        let size = event.size ?? max(0, (rooms[id]?.size ?? 0) - 1)
        rooms[id]?.setSize(size)
        rooms[id]?.noteExit(
            of: membership.call, endsConference: event.endsConference, at: now, within: Self.explanationTime)
        if size == 0 { members[member]?.formerIsOver = true }
        switch membership.phase {
        case .leaving: left(member, at: now)
        case .joined:
            members[member]?.phase = .unexplained
            setDeadline(Self.explanationTime, from: now, for: member)
        case .joining, .unexplained, .abandoned, .out: break
        }
    }

    /// Who has asked to leave is out: by an event, an answer, or because it has waited long enough.
    mutating func left(_ member: RelayCallNumber, at now: Timestamp) {
        let outcome: ConferenceOutcome = members[member]?.isWaiting == true ? .waitCanceled : .left
        release(member, outcome, by: nil)
    }

    /// No end of the room and no end of the call has followed: somebody else took the call out, unless one
    /// who ends the room by leaving went with it.
    mutating func explained(_ member: RelayCallNumber, at now: Timestamp) {
        guard let membership = members[member] else { return }
        let exit = rooms[membership.conferenceID]?.exit
        if let exit, exit.call != membership.call, exit.endsConference == true,
            now <= exit.at.advanced(by: Self.explanationTime + Self.explanationTime)
        {
            release(member, .endedByParticipant, by: exit.call)
        } else {
            release(member, .removed, by: nil)
        }
    }

    /// Tells the flow that it is out; the place in the room is given up.
    private mutating func release(_ member: RelayCallNumber, _ outcome: ConferenceOutcome, by cause: CallID?)
    {
        guard var membership = members[member] else { return }
        if case .leaving(let id?) = membership.phase { finish(id, .done, on: member) }
        let left = ConferenceChange.Kind.left(outcome, reason: outcome.reasonText, by: cause)
        outbox.append(.deliver(member, .conference(change(left, of: membership))))
        detach(member)
        membership.phase = .out
        membership.deadline = nil
        membership.token = 0
        membership.isWaiting = false
        members[member] = membership
    }

    // MARK: The end of a room

    /// Tells every call of ours that is in it, whatever `call_id` the event carries (§6.6 rule 5).
    mutating func conferenceEnded(_ event: ConferenceEvent, at now: Timestamp) {
        let id = event.conferenceID
        guard let room = rooms[id] else { return }
        let end = RoomEnd(event, exit: room.exit(at: now, within: Self.explanationTime))
        rooms[id]?.setSize(0)
        rooms[id]?.setRecording(false)
        for member in inJoinOrder(room.members) {
            members[member]?.formerIsOver = true
            endMembership(of: member, by: end, at: now)
        }
    }

    private mutating func endMembership(of member: RelayCallNumber, by end: RoomEnd, at now: Timestamp) {
        guard let membership = members[member] else { return }
        switch membership.phase {
        case .joining(let join): joinOutlived(join, member)
        case .leaving:
            guard let cause = end.statedCause, cause != membership.call else { return left(member, at: now) }
            release(member, end.outcome, by: end.cause)
        case .joined, .unexplained:
            // We are said to have ended it and have not asked for that: thrown out, or the caller hangs up.
            guard end.cause != membership.call else { return unexplainedEnd(of: member, at: now) }
            release(member, end.outcome, by: end.cause)
        case .abandoned, .out: break
        }
    }

    private mutating func unexplainedEnd(of member: RelayCallNumber, at now: Timestamp) {
        members[member]?.phase = .unexplained
        detach(member)
        setDeadline(Self.explanationTime, from: now, for: member)
    }

    /// The room has ended before the call was seen in it: if the platform has not answered yet, the join is
    /// for the next room of that name.
    private mutating func joinOutlived(_ join: RelayJoin, _ member: RelayCallNumber) {
        guard !join.isAccepted, let membership = members[member] else {
            let why = "the conference ended before the call was in it"
            return joinFailed(member, CommandFailure(.failed, why), abandoned: true)
        }
        detach(member)
        var waiting = join
        waiting.hasStarted = false
        members[member]?.phase = .joining(waiting)
        members[member]?.former = membership.conferenceID
        members[member]?.conferenceID = ""
        unplaced[membership.name, default: []].insert(member)
    }
}

/// Why a room has ended, for those who did not ask for it.
private struct RoomEnd {
    let outcome: ConferenceOutcome
    /// Whose leaving ended it, as far as we know.
    let cause: CallID?
    /// The same, if the event itself says so.
    let statedCause: CallID?

    /// `reason_ended` is free text (relay-protocol.md §6.5): the words that the known values have in common
    /// are looked for. When it says nothing, whoever is named, or has left just now, is the cause; without
    /// anybody it was done from outside.
    init(_ event: ConferenceEvent, exit: RelayRoom.Exit?) {
        let stated = event.params["call_id_ending_conf"]?.string ?? ""
        statedCause = stated.isEmpty ? nil : CallID(stated)
        let someone = statedCause ?? exit?.call
        let reason = (event.params["reason_ended"]?.string ?? "").lowercased()
        outcome =
            if reason.contains("api") {
                .endedByAPI
            } else if reason.contains("exit") {
                .endedByParticipant
            } else if reason.contains("last") {
                .endedByLastLeave
            } else if reason.contains("error") || reason.contains("fail") {
                .failed
            } else {
                someone == nil ? .endedByAPI : .endedByParticipant
            }
        cause = outcome == .endedByAPI || outcome == .failed ? statedCause : someone
    }
}
