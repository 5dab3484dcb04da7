import FlowModel
import FlowRuntime
import JSONRPC

// Bridges: the table is at `RelayConnect`.
extension RelayLegs {
    /// Connects the caller. Answered after the bridge has ended, or when nobody takes the call.
    mutating func connect(
        _ command: ConnectCommand, as id: CommandID, by member: RelayCallNumber, _ caller: CallInfo,
        at now: Timestamp
    ) {
        if let failure = refusal(of: command, by: member) {
            return finish(id, .failed(failure), on: member)
        }
        forgetConnect(of: member)
        let tag = Self.tag(of: id, by: caller.id)
        connects[member] = RelayConnect(
            id: id, caller: caller.id, tag: tag,
            ringsUntil: command.rings(from: now).advanced(by: limits.requestTimeout),
            maxDuration: command.maxDuration)
        send(.connect(command, tag: tag, for: caller), for: member, awaitedBy: .connect(member))
    }

    /// The same in every process.
    private static func tag(of id: CommandID, by caller: CallID) -> String { "\(caller.name)/\(id.number)" }

    /// A worker before this one was asked to connect the caller; nobody is called twice. While it may still
    /// ring an event tells what becomes of it. After that there is none of a bridge that came about unseen
    /// but its end, so it is taken for one if it was sent for certain: to go on with the flow would be to
    /// talk into a conversation, and to hang up in the midst of it.
    mutating func resumeConnect(
        _ command: ConnectCommand, _ pending: CallResumption.Pending, by member: RelayCallNumber,
        _ caller: CallID, at now: Timestamp
    ) {
        let ringsUntil = command.rings(from: pending.at).advanced(by: limits.requestTimeout)
        var connect = RelayConnect(
            id: pending.id, caller: caller, tag: Self.tag(of: pending.id, by: caller),
            ringsUntil: ringsUntil, maxDuration: command.maxDuration)
        connect.phase = .uncertain
        connect.isInherited = true
        connect.wasSent = pending.isSent
        connects[member] = connect
    }

    private func refusal(of command: ConnectCommand, by member: RelayCallNumber) -> CommandFailure? {
        if let running = connects[member], running.phase != .abandoned {
            return CommandFailure(.refused, "the call is being connected already")
        }
        let count = command.groups.reduce(0) { $0 + $1.count }
        guard count <= Self.destinationsPerCommand else {
            return CommandFailure(.refused, "more than \(Self.destinationsPerCommand) destinations")
        }
        guard count > 0 else { return CommandFailure(.noAnswer, "nobody was dialled") }
        return command.unsupportedByRELAY.map { CommandFailure(.unsupported, $0) }
    }

    mutating func connectAnswered(_ member: RelayCallNumber, _ reply: RelayReply, at now: Timestamp) {
        guard let connect = connects[member], connect.phase == .sent else { return }
        switch reply {
        case .accepted: connectRings(member, at: now)
        case .refused(404, let message), .refused(410, let message):
            connectFailed(member, CommandFailure(.callGone, message))
        case .refused(_, let message): connectFailed(member, CommandFailure(.refused, message))
        case .lost:
            connects[member]?.phase = .uncertain
            setDeadline(connect.ringsUntil, forConnectOf: member)
        }
    }

    mutating func connectReconnected(_ member: RelayCallNumber, at now: Timestamp) {
        guard let connect = connects[member], connect.phase == .uncertain else { return }
        let since = connect.isInherited ? max(now, connect.ringsUntil) : now
        setDeadline(since.advanced(by: limits.proofTimeout), forConnectOf: member)
    }

    private mutating func connectRings(_ member: RelayCallNumber, at now: Timestamp) {
        guard let connect = connects[member] else { return }
        connects[member]?.phase = .ringing
        // The news of a worker before this one may be old, and more of it on the way.
        let soonest = connect.isInherited ? now.advanced(by: limits.proofTimeout) : now
        setDeadline(max(connect.ringsUntil, soonest), forConnectOf: member)
    }

    private mutating func setDeadline(_ deadline: Timestamp, forConnectOf member: RelayCallNumber) {
        connects[member]?.deadline = deadline
        deadlines.schedule(.connect(member), at: deadline)
    }

    // MARK: Events

    /// A `calling.call.connect` of a call of ours.
    mutating func received(connect params: JSONItem, of member: RelayCallNumber, at now: Timestamp) {
        guard let connect = connects[member], let state = params["connect_state"] else { return }
        // Of a connect before this one.
        if let tag = params["tag"]?.string, !tag.isEmpty, tag != connect.tag { return }
        let peer = params["peer"]?["call_id"]?.string
        if state.isString("connecting") {
            if connect.phase == .sent || connect.phase == .uncertain { connectRings(member, at: now) }
        } else if state.isString("connected") {
            connected(member, to: CallID(peer ?? ""), at: now)
        } else if state.isString("disconnected") {
            bridgeEnded(member, peer: peer, at: now)
        } else if state.isString("failed") {
            let reason = params["failed_reason"]?.string ?? ""
            connectFailed(member, CommandFailure(leg: "nobody took the call", reason: reason))
        }
    }

    private mutating func connected(_ member: RelayCallNumber, to peer: CallID, at now: Timestamp) {
        guard let connect = connects[member] else { return }
        switch connect.phase {
        case .abandoned:
            forgetConnect(of: member)
            return send(.disconnect, for: member)
        // The word of a bridge that was believed in comes late, and names the other leg.
        case .bridged where connect.peer == nil:
            connects[member]?.bridged = connect.bridged ?? now
            return adopt(peer, of: member)
        case .bridged, .ending: return
        case .sent, .uncertain, .ringing: break
        }
        connects[member]?.phase = .bridged
        connects[member]?.bridged = now
        adopt(peer, of: member)
        setDeadline(now.advanced(by: connect.maxDuration), forConnectOf: member)
    }

    private mutating func adopt(_ peer: CallID, of member: RelayCallNumber) {
        guard !peer.name.isEmpty else { return }
        connects[member]?.peer = peer
        peers[peer] = member
    }

    /// The state of a leg that is no call of ours: of one that is bridged with a caller, it may be the only
    /// word of the bridge's end.
    mutating func peerEnded(_ peer: CallID, at now: Timestamp) {
        guard let member = peers[peer], connects[member]?.phase == .bridged else { return }
        connects[member]?.phase = .ending
        setDeadline(now.advanced(by: limits.proofTimeout), forConnectOf: member)
    }

    /// The bridge is over, also one whose beginning nobody has told.
    private mutating func bridgeEnded(_ member: RelayCallNumber, peer: String?, at now: Timestamp) {
        guard let connect = connects[member] else { return }
        forgetConnect(of: member)
        guard connect.phase != .abandoned else { return }
        let duration = Duration.milliseconds(connect.bridged.map { now.milliseconds(since: $0) } ?? 0)
        let summary = BridgeSummary(peer: connect.peer ?? CallID(peer ?? ""), duration: duration)
        finish(connect.id, .bridged(summary), on: member)
    }

    mutating func connectFailed(_ member: RelayCallNumber, _ failure: CommandFailure) {
        guard let connect = connects[member] else { return }
        forgetConnect(of: member)
        guard connect.phase != .abandoned else { return }
        finish(connect.id, .failed(failure), on: member)
    }

    // MARK: Time

    mutating func connectIsDue(_ member: RelayCallNumber, at now: Timestamp) {
        guard let connect = connects[member], let deadline = connect.deadline, deadline <= now else { return }
        connects[member]?.deadline = nil
        switch connect.phase {
        case .uncertain where connect.wasSent: believe(connect, of: member)
        case .uncertain:
            abandon(member, CommandFailure(.failed, "it is not known whether anybody was called"))
            // Somebody may have been bridged unseen.
            if connect.isInherited { send(.disconnect, for: member) }
        case .ringing: abandon(member, CommandFailure(.noAnswer, "nobody took the call in time"))
        case .bridged:
            connects[member]?.phase = .ending
            send(.disconnect, for: member)
            setDeadline(now.advanced(by: limits.proofTimeout), forConnectOf: member)
        case .ending: bridgeEnded(member, peer: nil, at: now)
        case .sent, .abandoned: break
        }
    }

    /// Of a worker before this one: the two are taken to talk.
    private mutating func believe(_ connect: RelayConnect, of member: RelayCallNumber) {
        let what = "the connect that was under way before the restart is believed to have come about: "
        outbox.append(
            .notice(
                RelayNotice(
                    .warning, .believed, what + "nothing has shown what became of it", call: connect.caller)))
        connects[member]?.phase = .bridged
        setDeadline(connect.ringsUntil.advanced(by: connect.maxDuration), forConnectOf: member)
    }

    /// The flow goes on; whoever answers after all must not be bridged with it.
    private mutating func abandon(_ member: RelayCallNumber, _ failure: CommandFailure) {
        guard let connect = connects[member] else { return }
        connects[member]?.phase = .abandoned
        finish(connect.id, .failed(failure), on: member)
    }

    mutating func forgetConnect(of member: RelayCallNumber) {
        guard let connect = connects.removeValue(forKey: member) else { return }
        if let peer = connect.peer { peers[peer] = nil }
    }
}
