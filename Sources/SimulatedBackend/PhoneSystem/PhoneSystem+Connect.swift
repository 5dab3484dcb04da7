import FlowRuntime

/// A `connect` under way: groups one after another, all of a group at once, the first who takes the call
/// wins.
struct Connecting: Sendable {
    let leg: LegID
    let id: CommandID
    let command: ConnectCommand
    var group = -1
    /// The legs of the running group that ring or confirm.
    var open: [LegID] = []
    var winner: LegID?
    var bridged = Timestamp(milliseconds: 0)
    /// Why the last party did not take the call; it is the answer when nobody does.
    var failure = CommandFailure(.noAnswer, "nobody was dialled")
    var isOver = false
}

extension PhoneSystem {
    /// Nobody's phone tree is larger; a flow that is made up must not fill the memory with legs.
    static let destinationsPerConnect = 100

    mutating func connect(_ command: ConnectCommand, _ id: CommandID, _ leg: LegID) {
        guard legs[leg.index].room == nil else {
            return fail(id, .refused, "the call is in a conference", on: leg)
        }
        guard command.groups.reduce(0, { $0 + $1.count }) <= Self.destinationsPerConnect else {
            return fail(id, .refused, "more than \(Self.destinationsPerConnect) destinations", on: leg)
        }
        let place = Int32(truncatingIfNeeded: connects.count)
        connects.append(Connecting(leg: leg, id: id, command: command))
        legs[leg.index].connect = place
        post(.connecting, command.statusURL, on: leg)
        observe(.sound(command.ringback.first.map { .media($0) } ?? .ringback), on: leg)
        dialNextGroup(place)
    }

    private mutating func dialNextGroup(_ place: Int32) {
        let command = connects[Int(place)].command
        while connects[Int(place)].open.isEmpty {
            connects[Int(place)].group += 1
            let group = connects[Int(place)].group
            guard group < command.groups.count else { return connectFailed(place) }
            for destination in command.groups[group].indices { dial(destination, of: place) }
        }
    }

    private func destination(_ index: Int32, of place: Int32) -> ConnectDestination {
        let connecting = connects[Int(place)]
        return connecting.command.groups[connecting.group][Int(index)]
    }

    private mutating func dial(_ index: Int, of place: Int32) {
        let connecting = connects[Int(place)]
        let destination = connecting.command.groups[connecting.group][index]
        for scheme in ["queue:", "stream:"] where destination.to.hasPrefix(scheme) {
            connects[Int(place)].failure = CommandFailure(.unsupported, "the simulator cannot dial \(scheme)")
            return
        }
        let role = Leg.Role.dialled(connect: place, destination: Int32(truncatingIfNeeded: index))
        let leg = addCall(
            from: destination.from ?? legs[connecting.leg.index].info.from, to: destination.to,
            direction: .outbound, role: role, phase: .ringing, headers: destination.headers)
        legs[leg.index].began = now
        connects[Int(place)].open.append(leg)
        ring(at: leg, for: connecting.leg, destination.timeout)
        post(.created, of: leg, destination, reason: nil)
        post(.ringing, of: leg, destination, reason: nil)
    }

    mutating func limitPatience(_ leg: LegID, _ duration: Duration) {
        legs[leg.index].limitSerial &+= 1
        queue.push(.patience(leg, serial: legs[leg.index].limitSerial), at: later(duration))
    }

    // MARK: The dialled party

    mutating func dialledPartyAnswers(_ leg: LegID, _ place: Int32, _ index: Int32) {
        let destination = destination(index, of: place)
        pickedUp(leg)
        post(.answered, of: leg, destination, reason: nil)
        begin(double(of: leg).deeds, on: leg, at: now)
        guard let script = destination.confirm else { return bridge(leg) }
        // Until it has confirmed, a hang-up counts as a refusal.
        connects[Int(place)].failure = CommandFailure(.declined, "\(destination.to): not confirmed")
        guard runsScripts else { return refuse(leg, .unsupported, "error") }
        limitPatience(leg, destination.confirmTimeout)
        outbox.append(.confirm(leg, script, of: connects[Int(place)].leg))
    }

    /// The script that `Delivery.confirm` or `.waiting` asked for has come to its end without hanging up.
    package mutating func scriptFinished(_ leg: LegID) {
        switch legs[leg.index].role {
        case .inbound, .placed: break
        case .waiting: if legs[leg.index].isLive { waitingRoundEnded(leg) }
        case .dialled: if legs[leg.index].phase == .answered { bridge(leg) }
        }
    }

    /// Whoever runs the flows cannot run the script on that leg.
    package mutating func confirmationFailed(_ leg: LegID, _ reason: String) {
        guard legs[leg.index].isLive, legs[leg.index].peer == nil else { return }
        observe(.warning(reason), on: leg)
        refuse(leg, .failed, "error", by: .system)
    }

    // MARK: The bridge

    private mutating func bridge(_ leg: LegID) {
        guard case .dialled(let place, _) = legs[leg.index].role, connects[Int(place)].winner == nil,
            !connects[Int(place)].isOver
        else { return }
        legs[leg.index].limitSerial &+= 1
        connects[Int(place)].winner = leg
        connects[Int(place)].bridged = now
        for other in connects[Int(place)].open where other != leg {
            end(other, CallEnding(by: .system, reason: "cancel"))
        }
        let (caller, command) = (connects[Int(place)].leg, connects[Int(place)].command)
        answer(caller, maxDuration: command.maxDuration)
        legs[caller.index].peer = leg
        legs[leg.index].peer = caller
        observe(.silence, on: caller)
        observe(.bridged(with: leg), on: caller)
        observe(.bridged(with: caller), on: leg)
        post(.connected, command.statusURL, on: caller, peer: leg)
        queue.push(.bridgeLimit(place), at: later(command.maxDuration))
    }

    mutating func bridgeLimitReached(_ place: Int32) {
        guard !connects[Int(place)].isOver, let winner = connects[Int(place)].winner else { return }
        end(winner, CallEnding(by: .system, reason: "max_duration"))
    }

    /// A leg is over: so is what it was connected with, or dialled for.
    mutating func releasePartners(of leg: LegID, _ ending: CallEnding) {
        if let place = legs[leg.index].connect { callerLeft(place) }
        if case .placed(let dial, let destination, let attempt) = legs[leg.index].role {
            return placedLegEnded(leg, dial, destination, attempt)
        }
        guard case .dialled(let place, let index) = legs[leg.index].role else { return }
        post(.ended, of: leg, destination(index, of: place), reason: ending.reason)
        guard !connects[Int(place)].isOver else { return }
        connects[Int(place)].open.removeAll { $0 == leg }
        if connects[Int(place)].winner == leg {
            bridgeEnded(place, leg)
        } else if connects[Int(place)].winner == nil, connects[Int(place)].open.isEmpty {
            dialNextGroup(place)
        }
    }

    /// The caller's leg is over: the dialled ones end with it, and nobody is there for an answer.
    private mutating func callerLeft(_ place: Int32) {
        let connecting = connects[Int(place)]
        connects[Int(place)].isOver = true
        legs[connecting.leg.index].connect = nil
        if let winner = connecting.winner { separate(connecting.leg, winner) }
        for leg in connecting.open { end(leg, CallEnding(by: .system, reason: "hangup")) }
    }

    private mutating func bridgeEnded(_ place: Int32, _ peer: LegID) {
        let connecting = connects[Int(place)]
        connects[Int(place)].isOver = true
        legs[connecting.leg.index].connect = nil
        separate(connecting.leg, peer)
        post(.disconnected, connecting.command.statusURL, on: connecting.leg)
        let duration = Duration.milliseconds(now.milliseconds(since: connecting.bridged))
        let summary = BridgeSummary(peer: callID(of: peer), duration: duration)
        finish(connecting.id, .bridged(summary), on: connecting.leg)
    }

    private mutating func separate(_ leg: LegID, _ peer: LegID) {
        legs[leg.index].peer = nil
        legs[peer.index].peer = nil
        observe(.unbridged(from: peer), on: leg)
        observe(.unbridged(from: leg), on: peer)
    }

    private mutating func connectFailed(_ place: Int32) {
        let connecting = connects[Int(place)]
        connects[Int(place)].isOver = true
        legs[connecting.leg.index].connect = nil
        observe(.silence, on: connecting.leg)
        post(
            .failed, connecting.command.statusURL, on: connecting.leg,
            reason: connecting.failure.code.connectReason)
        finish(connecting.id, .failed(connecting.failure), on: connecting.leg)
    }
}
