import Conferencing
import FlowModel
import FlowRuntime
import JSONRPC

// What flows ask, what the platform answers, and what a worker before this one has left.
extension RelayConferences {
    // MARK: Joining

    /// Joins, and answers `id` when the call is in or will not be. A call that is in another conference
    /// leaves it first; one that is in this conference already is told so again.
    mutating func join(
        _ command: JoinConferenceCommand, as id: CommandID, by member: RelayCallNumber, _ call: CallID,
        at now: Timestamp
    ) {
        guard command.coach?.isEmpty != true else {
            return fail(id, .coachNotFound, ConferenceOutcome.coachNotFound.reasonText, on: member)
        }
        switch members[member]?.phase {
        case .joining: return fail(id, .failed, "the call is joining a conference already", on: member)
        case .joined where members[member]?.name == ExactText(command.name):
            finish(id, .done, on: member)
            return tellJoined(member)
        case .joined: sendLeave(of: member)
        case nil, .leaving, .unexplained, .abandoned, .out: break
        }
        begin(RelayJoin(id, command, .sent), by: member, call)
        sendJoin(of: member)
    }

    /// The record is made before the request is sent: events may beat the answer (§6.6 rule 1).
    private mutating func begin(_ join: RelayJoin, by member: RelayCallNumber, _ call: CallID) {
        let before = members[member]
        detach(member)
        let name = ExactText(join.command.name)
        var membership = RelayMembership(
            call: call, name: name, phase: .joining(join), order: nextOrder())
        if let before {
            membership.former = before.conferenceID.isEmpty ? before.former : before.conferenceID
            membership.formerIsOver = before.formerIsOver
        }
        members[member] = membership
        unplaced[name, default: []].insert(member)
    }

    private mutating func sendJoin(of member: RelayCallNumber) {
        guard case .joining(let join) = members[member]?.phase else { return }
        let token = nextToken()
        members[member]?.token = token
        outbox.append(.send(member, Request(content: .join(join.command), token: token)))
    }

    /// A worker before this one was told to join, and nobody knows what became of it.
    ///
    /// The platform cannot be asked who is in a conference. So events are waited for from `reconnected` on.
    /// Without any it is believed to have come about, as nearly all do: to go on with the flow would be to
    /// take the caller out of the conference. Whether the journal says that it was sent makes no difference:
    /// the frame leaves microseconds after the entry, and its mark is written later. It is never repeated,
    /// for a call that is in already may be moved by that (relay-protocol.md §6.6 rule 9), and so end the
    /// conference for everybody.
    mutating func resumeJoin(
        _ command: JoinConferenceCommand, as id: CommandID, by member: RelayCallNumber, _ call: CallID,
        at now: Timestamp
    ) {
        begin(RelayJoin(id, command, .inherited), by: member, call)
        setDeadline(limits.proofTimeout + limits.longestReconnectDelay, from: now, for: member)
    }

    /// A worker before this one has seen the call inside.
    mutating func resume(_ change: ConferenceChange, _ member: RelayCallNumber, _ call: CallID) {
        var membership = RelayMembership(
            call: call, name: ExactText(change.name), phase: .joined, order: nextOrder())
        if case .joined(let waiting) = change.kind { membership.isWaiting = waiting }
        members[member] = membership
        place(member, in: change.id)
        rooms[change.id]?.isKnown = true
        if !membership.isWaiting { rooms[change.id]?.isStarted = true }
        rooms[change.id]?.setSize(max(0, change.size))
        rooms[change.id]?.setRecording(change.isRecording)
        members[member]?.toldVersion = rooms[change.id]?.version ?? 0
    }

    // MARK: Leaving

    /// Leaves the conference with this id, or, if that is empty, the one that the call is in. A join that is
    /// not proven yet is waited for; its wait is bounded, and so is this (§6.6 rule 7).
    mutating func leave(
        _ conferenceID: String, as id: CommandID, by member: RelayCallNumber, at now: Timestamp
    ) {
        guard let membership = members[member],
            conferenceID.isEmpty || membership.conferenceID.isEmpty
                || conferenceID == membership.conferenceID
        else { return fail(id, .notFound, Self.notInside, on: member) }
        switch membership.phase {
        case .joining(var join):
            guard join.leave == nil else { return fail(id, .failed, Self.isLeaving, on: member) }
            join.leave = id
            members[member]?.phase = .joining(join)
        case .joined where membership.conferenceID.isEmpty: fail(id, .failed, Self.isUnnamed, on: member)
        case .joined:
            sendLeave(of: member)
            members[member]?.phase = .leaving(id)
        case .leaving: fail(id, .failed, Self.isLeaving, on: member)
        case .unexplained:
            members[member]?.phase = .leaving(id)
            left(member, at: now)
        case .abandoned, .out: fail(id, .notFound, Self.notInside, on: member)
        }
    }

    static let notInside = "the call is not in this conference"
    private static let isUnnamed = "the phone system has not said which conference this is"
    private static let isLeaving = "the call is leaving the conference already"

    /// Never with an empty id, and never with the name.
    mutating func sendLeave(of member: RelayCallNumber) {
        guard let id = members[member]?.conferenceID, !id.isEmpty else { return }
        let token = nextToken()
        members[member]?.token = token
        outbox.append(.send(member, Request(content: .leave(conferenceID: id), token: token)))
    }

    // MARK: Answers

    /// The answer to a request of `outbox`. That the call itself is gone (404, 410) is its owner's business,
    /// too.
    mutating func answered(
        _ token: Int32, of member: RelayCallNumber, _ reply: RelayReply, at now: Timestamp
    ) {
        guard let membership = members[member], membership.token == token else { return }
        members[member]?.token = 0
        switch membership.phase {
        case .joining(let join): joinAnswered(join, of: member, reply, at: now)
        case .leaving(let id): leaveAnswered(id, of: member, reply, at: now)
        case .joined, .unexplained, .abandoned, .out: break
        }
    }

    private mutating func joinAnswered(
        _ join: RelayJoin, of member: RelayCallNumber, _ reply: RelayReply, at now: Timestamp
    ) {
        var join = join
        switch reply {
        case .accepted(let result):
            join.stage = .accepted
            members[member]?.phase = .joining(join)
            if members[member]?.conferenceID.isEmpty == true, let id = result["conference_id"]?.string {
                place(member, in: id)
            }
            if join.hasStarted { return proveJoined(member, size: nil, at: now) }
            setDeadline(limits.proofTimeout, from: now, for: member)
        case .refused(let code, let message):
            joinFailed(member, CommandFailure(joinRefusal: code, message), abandoned: false)
        case .lost(let reason):
            join.stage = .uncertain(reason)
            members[member]?.phase = .joining(join)
            // The connection comes back and starts the time anew; this is for one that does not.
            setDeadline(limits.proofTimeout + limits.longestReconnectDelay, from: now, for: member)
        }
    }

    private mutating func leaveAnswered(
        _ id: CommandID?, of member: RelayCallNumber, _ reply: RelayReply, at now: Timestamp
    ) {
        switch reply {
        case .accepted:
            if let id { finish(id, .done, on: member) }
            members[member]?.phase = .leaving(nil)
            setDeadline(limits.proofTimeout, from: now, for: member)
        case .refused(404, _), .refused(410, _): left(member, at: now)
        case .refused(_, let message):
            members[member]?.phase = .joined
            if let id { fail(id, .refused, message, on: member) }
        case .lost(let reason):
            members[member]?.phase = .joined
            if let id {
                fail(id, .timedOut, "it is not known whether the call has left: \(reason)", on: member)
            }
        }
    }

    /// The join is over, and the flow is told. `abandoned`: the platform may still let the call in.
    mutating func joinFailed(_ member: RelayCallNumber, _ failure: CommandFailure, abandoned: Bool) {
        guard case .joining(let join) = members[member]?.phase else { return }
        detach(member)
        members[member]?.phase = abandoned ? .abandoned : .out
        members[member]?.deadline = nil
        finish(join.id, .failed(failure), on: member)
        if let leave = join.leave { fail(leave, .notFound, Self.notInside, on: member) }
    }

    // MARK: The life of calls and of the connection

    /// The call is over, and with it its membership: its flow knows what that means.
    mutating func callEnded(_ member: RelayCallNumber, at now: Timestamp) {
        detach(member)
        members[member] = nil
    }

    /// The phone system reports an error of this call (`calling.error`): if it is joining, silence proves
    /// nothing any more (§6.5).
    mutating func errorReported(_ message: String, on member: RelayCallNumber) {
        guard case .joining(var join) = members[member]?.phase else { return }
        join.trouble = message
        members[member]?.phase = .joining(join)
    }

    /// There is a connection again, or for the first time, with the session of before. No event is repeated
    /// for certain (§6.6 rule 10): whoever is in stays in until something says otherwise, and a join of which
    /// nothing is known gets some time from here.
    mutating func reconnected(at now: Timestamp) {
        for member in members.keys.sorted() {
            guard case .joining(let join) = members[member]?.phase else { continue }
            switch join.stage {
            case .sent, .accepted: break
            case .uncertain, .inherited: setDeadline(limits.proofTimeout, from: now, for: member)
            }
        }
    }

    mutating func clock(at now: Timestamp) {
        while let member = deadlines.popDue(at: now) {
            guard let deadline = members[member]?.deadline, deadline <= now else { continue }
            members[member]?.deadline = nil
            timeIsUp(for: member, at: now)
        }
        deadlines.tidy(for: members.count) { [members] member, instant in
            members[member]?.deadline == instant
        }
    }

    private mutating func timeIsUp(for member: RelayCallNumber, at now: Timestamp) {
        switch members[member]?.phase {
        case .joining(let join): joinTimedOut(join, of: member, at: now)
        case .leaving: left(member, at: now)
        case .unexplained: explained(member, at: now)
        case nil, .joined, .abandoned, .out: break
        }
    }

    private mutating func joinTimedOut(_ join: RelayJoin, of member: RelayCallNumber, at now: Timestamp) {
        switch join.stage {
        case .accepted, .inherited:
            if let trouble = join.trouble {
                joinFailed(member, CommandFailure(.failed, trouble), abandoned: true)
            } else if members[member]?.conferenceID.isEmpty == false {
                proveJoined(member, size: nil, at: now)
            } else if join.isAccepted {
                let why = "nothing has shown in time that the call is in the conference"
                joinFailed(member, CommandFailure(.timedOut, why), abandoned: true)
            } else {
                believe(join, of: member, at: now)
            }
        case .uncertain(let reason):
            let why = "it is not known whether the call has joined: \(reason)"
            joinFailed(member, CommandFailure(.timedOut, why), abandoned: true)
        case .sent: break
        }
    }

    private mutating func believe(_ join: RelayJoin, of member: RelayCallNumber, at now: Timestamp) {
        let what = "the join that was under way before the restart is believed to have come about: "
        notice(
            .warning, what + "nothing has shown that the call is in the conference", kind: .believed,
            of: members[member]?.call)
        proveJoined(member, size: nil, at: now)
    }
}

extension CommandFailure {
    /// Why a join was refused. No source says how a full room or an unknown call to coach looks
    /// (relay-protocol.md §11): what the message says is believed, and everything else is a plain failure.
    fileprivate init(joinRefusal code: Int, _ message: String) {
        let text = message.lowercased()
        let kind: Code =
            if code == 404 || code == 410 {
                .callGone
            } else if text.contains("coach") {
                .coachNotFound
            } else if text.contains("full") || text.contains("max_participants")
                || text.contains("maximum number of participants")
            {
                .full
            } else {
                .failed
            }
        self.init(kind, message)
    }
}
