import Conferencing
import FlowRuntime
import JSONRPC

// What the carrier reports: `calling.conference` events (relay-protocol.md §6.5, §6.6).
extension RelayConferences {
    /// An event; `member` is the call of ours that its `call_id` names, if it names one.
    mutating func received(_ params: JSONItem, member: RelayCallNumber?, at now: Timestamp) {
        let event = ConferenceEvent(params)
        // Who speaks matters only as a proof of being in: nothing below is done a thousand times a second.
        if event.status == .speech, member.map({ members[$0]?.isJoined != false }) ?? true { return }
        if case .other(_, isKnown: false) = event.status {
            notice(.debug, "unknown status of a conference event", kind: .unknownEvent)
        }
        guard event.status.isOfParticipant else { return aboutConference(event, at: now) }
        if let member, members[member] != nil {
            aboutMember(event, member, at: now)
        } else {
            aboutStranger(event, at: now)
        }
    }

    // MARK: The conference

    private mutating func aboutConference(_ event: ConferenceEvent, at now: Timestamp) {
        let id = event.conferenceID
        if !id.isEmpty, rooms[id] == nil { adopt(id, byName: event.name, isOver: event.status == .ended) }
        if event.status == .ended { return conferenceEnded(event, at: now) }
        guard rooms[id] != nil else { return }
        if let size = event.size { rooms[id]?.setSize(size) }
        switch event.status {
        case .started:
            start(id, at: now)
            provenByStart(id, at: now)
        case .recording(let isOn):
            rooms[id]?.setRecording(isOn)
            // A recording begins with the conference, never before (design §2.1, *Order*).
            if isOn { start(id, at: now) }
        case .ended, .join, .leave, .muted, .held, .modified, .speech, .other: break
        }
        tellMembers(of: id)
    }

    /// Nobody knew this id: whoever joins a conference of that name, joins this one (§6.6 rule 6). One that
    /// is over is nobody's who still joins.
    private mutating func adopt(_ id: String, byName name: String, isOver: Bool) {
        guard !name.isEmpty, let joining = unplaced[ExactText(name)] else { return }
        for member in joining.sorted() where !isStale(id, for: member) {
            if !isOver || members[member]?.isJoined == true { place(member, in: id) }
        }
    }

    private func isStale(_ id: String, for member: RelayCallNumber) -> Bool {
        guard let membership = members[member] else { return true }
        return membership.formerIsOver && membership.former == id
    }

    /// The start is one way; whoever waits is told.
    mutating func start(_ id: String, at now: Timestamp) {
        guard let room = rooms[id], !room.isStarted else { return }
        rooms[id]?.isStarted = true
        rooms[id]?.isKnown = true
        for member in inJoinOrder(room.members) {
            guard var membership = members[member], membership.isInside, membership.isWaiting else {
                continue
            }
            membership.isWaiting = false
            membership.toldVersion = room.version
            members[member] = membership
            outbox.append(.deliver(member, .conference(change(.started, of: membership))))
        }
    }

    private mutating func provenByStart(_ id: String, at now: Timestamp) {
        for member in inJoinOrder(rooms[id]?.members ?? []) {
            guard case .joining(var join) = members[member]?.phase else { continue }
            join.hasStarted = true
            members[member]?.phase = .joining(join)
            if join.isAccepted { proveJoined(member, size: nil, at: now) }
        }
    }

    // MARK: One of ours

    private mutating func aboutMember(
        _ event: ConferenceEvent, _ member: RelayCallNumber, at now: Timestamp
    ) {
        guard let membership = members[member] else { return }
        let name = event.name
        guard name.isEmpty || ExactText(name) == membership.name else { return aboutStranger(event, at: now) }
        let id = event.conferenceID
        switch membership.phase {
        case .joining: aboutJoining(event, member, membership, at: now)
        case .joined, .leaving, .unexplained:
            if membership.conferenceID.isEmpty { learnPlace(id, of: member) }
            // Another instance of the same name: an older one, since this call is in (§6.6 rule 8).
            guard let place = members[member]?.conferenceID, id.isEmpty || id == place else { return }
            note(event, of: member)
            if event.status == .leave { ownLeave(event, member, at: now) }
            tellMembers(of: place)
        case .abandoned: aboutAbandoned(event, member)
        // Late, or for the second time; only what it says of the room may be news.
        case .out: if event.status == .leave, event.size != nil { aboutStranger(event, at: now) }
        }
    }

    /// The call was believed to be in (`resumeJoin`), and only now it is said in which conference.
    private mutating func learnPlace(_ id: String, of member: RelayCallNumber) {
        guard !id.isEmpty, !isStale(id, for: member) else { return }
        place(member, in: id)
        rooms[id]?.isKnown = true
        if members[member]?.isWaiting == false { rooms[id]?.isStarted = true }
    }

    private mutating func aboutJoining(
        _ event: ConferenceEvent, _ member: RelayCallNumber, _ membership: RelayMembership, at now: Timestamp
    ) {
        let id = event.conferenceID.isEmpty ? membership.conferenceID : event.conferenceID
        guard !id.isEmpty, !isStale(id, for: member) else { return }
        // The leave of the membership before this one, of a room that this one may be in again.
        if event.status == .leave, id == membership.former { return }
        if id != membership.conferenceID {
            // The event is right when the result has said otherwise (§9 row 41), unless it tells of a leave.
            guard membership.conferenceID.isEmpty || event.status == .join else { return }
            place(member, in: id)
        }
        note(event, of: member)
        proveJoined(member, size: event.size, at: now)
        if event.status == .leave { ownLeave(event, member, at: now) }
        tellMembers(of: id)
    }

    /// The flow has gone on without the conference: the call must not stay in it.
    private mutating func aboutAbandoned(_ event: ConferenceEvent, _ member: RelayCallNumber) {
        let id = event.conferenceID
        guard !id.isEmpty, !isStale(id, for: member) else { return }
        members[member]?.conferenceID = id
        if event.status != .leave {
            notice(
                .warning, "a join that was given up has come about: the call leaves",
                of: members[member]?.call)
            sendLeave(of: member)
        }
        members[member]?.phase = .out
    }

    /// The participant's condition after the change; of a leave it says nothing any more.
    private mutating func note(_ event: ConferenceEvent, of member: RelayCallNumber) {
        switch event.status {
        case .muted(let isOn): members[member]?.condition.set(.muted, isOn)
        case .held(let isOn): members[member]?.condition.set(.held, isOn)
        case .join, .modified:
            if let muted = event.params["muted"]?.bool { members[member]?.condition.set(.muted, muted) }
            if let held = event.params["hold"]?.bool { members[member]?.condition.set(.held, held) }
        case .started, .ended, .recording, .leave, .speech, .other: break
        }
        if let coaching = event.isCoaching { members[member]?.condition.set(.coaching, coaching) }
        guard let id = members[member]?.conferenceID, let size = event.size else { return }
        rooms[id]?.setSize(size)
    }

    /// There is proof that the call is in.
    mutating func proveJoined(_ member: RelayCallNumber, size: Int?, at now: Timestamp) {
        guard let membership = members[member], case .joining(let join) = membership.phase else { return }
        let id = membership.conferenceID
        let known = rooms[id]?.size ?? 0
        rooms[id]?.setSize(size ?? max(1, known))
        if let room = rooms[id], !room.isKnown {
            rooms[id]?.isKnown = true
            // Others were in before any of ours: the conference goes on (§6.7), as far as one can tell.
            if room.size > 1 + countJoining(membership.name, besides: member) { rooms[id]?.isStarted = true }
        }
        if join.startsConference || join.isCoach { start(id, at: now) }
        members[member]?.phase = .joined
        members[member]?.deadline = nil
        members[member]?.isWaiting =
            rooms[id].map { !$0.isStarted } ?? !(join.startsConference || join.isCoach)
        finish(join.id, .done, on: member)
        tellJoined(member)
        if let leave = join.leave { self.leave(id, as: leave, by: member, at: now) }
        tellMembers(of: id)
    }

    /// Of ours, who join a conference of this name and may be counted in its size already.
    private func countJoining(_ name: ExactText, besides member: RelayCallNumber) -> Int {
        let unplaced = unplaced[name]?.count ?? 0
        let room = rooms[members[member]?.conferenceID ?? ""]
        return unplaced + max(0, (room?.members.count ?? 0) - 1)
    }

    mutating func tellJoined(_ member: RelayCallNumber) {
        guard let membership = members[member] else { return }
        members[member]?.toldVersion = rooms[membership.conferenceID]?.version ?? 0
        let joined = ConferenceChange.Kind.joined(waiting: membership.isWaiting)
        outbox.append(.deliver(member, .conference(change(joined, of: membership))))
    }

    // MARK: Everybody else

    /// Who is not ours counts for the room, and starts it; nobody's phase changes (§6.6 rule 4).
    private mutating func aboutStranger(_ event: ConferenceEvent, at now: Timestamp) {
        let id = event.conferenceID
        guard let room = rooms[id] else { return }
        switch event.status {
        case .join:
            rooms[id]?.setSize(event.size ?? (room.size < Int.max ? room.size + 1 : room.size))
            if event.startsConference { start(id, at: now) }
        case .leave:
            rooms[id]?.setSize(event.size ?? max(0, room.size - 1))
            rooms[id]?.noteExit(
                of: CallID(event.callID), endsConference: event.endsConference, at: now,
                within: Self.explanationTime)
        case .muted, .held, .modified, .speech, .other, .started, .ended, .recording:
            if let size = event.size { rooms[id]?.setSize(size) }
        }
        tellMembers(of: id)
    }

    // MARK: Telling

    /// Tells everybody inside of a change; in large rooms `catchUp` does.
    mutating func tellMembers(of id: String) {
        guard let room = rooms[id], room.members.count <= Self.toldAtOnceMax else { return }
        for member in inJoinOrder(room.members) { catchUp(member) }
    }

    /// Tells a member what has changed since it was told last; also the peak, if it may have passed unseen.
    /// To be asked before another event is delivered to the call: so its flow never looks at an old size.
    mutating func catchUp(_ member: RelayCallNumber) {
        guard let membership = members[member], membership.isInside, let room = rooms[membership.conferenceID]
        else { return }
        let missed = room.version &- membership.toldVersion
        guard missed > 0 else { return }
        members[member]?.toldVersion = room.version
        for size in missed > 1 && room.peak > room.size ? [room.peak, room.size] : [room.size] {
            outbox.append(.deliver(member, .conference(change(.changed, of: membership, size: size))))
        }
    }

    func inJoinOrder(_ members: Set<RelayCallNumber>) -> [RelayCallNumber] {
        members.sorted { (self.members[$0]?.order ?? 0) < (self.members[$1]?.order ?? 0) }
    }

    // MARK: Places

    /// The member's conference has this id.
    mutating func place(_ member: RelayCallNumber, in id: String) {
        guard !id.isEmpty else { return }
        detach(member)
        members[member]?.conferenceID = id
        rooms[id, default: RelayRoom()].members.insert(member)
    }

    /// Takes the member out of its room and of all lists; a room without any of ours is forgotten.
    mutating func detach(_ member: RelayCallNumber) {
        guard let membership = members[member] else { return }
        if unplaced[membership.name]?.remove(member) != nil, unplaced[membership.name]?.isEmpty == true {
            unplaced[membership.name] = nil
        }
        let id = membership.conferenceID
        guard rooms[id]?.members.remove(member) != nil else { return }
        if rooms[id]?.members.isEmpty == true { rooms[id] = nil }
    }
}
