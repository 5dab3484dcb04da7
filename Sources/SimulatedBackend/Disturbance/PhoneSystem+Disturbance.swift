import FlowRuntime

// Where a disturbance takes hold: deliveries, commands, answers, and what comes due in the same instant.
extension PhoneSystem {
    /// From now on things go otherwise. To be called when all callers are registered, before time goes on.
    package mutating func disturb(_ disturbance: Disturbance) {
        precondition(disturber == nil, "a phone system is disturbed once")
        disturber = Disturber(disturbance)
        for (place, hangUp) in disturbance.hangUps.enumerated() {
            guard case .at(let time) = hangUp.moment else { continue }
            queue.push(.strike(Int32(truncatingIfNeeded: place)), at: later(time))
        }
    }

    /// What a disturbed phone system knows of its own run; `nil` for one that is not disturbed.
    package var disturbanceLog: DisturbanceLog? { disturber?.log }

    /// By these a disturbance may mean the leg: the name of its party, if it has one, and the id of its call.
    private func names(of leg: LegID) -> [String] {
        (castName(of: leg).map { [$0] } ?? []) + [callID(of: leg).name]
    }

    /// Whom a hang-up at an instant means, if there is such a call yet.
    private func struckLeg(_ place: Int32) -> LegID? {
        guard let disturber else { return nil }
        let party = disturber.disturbance.hangUps[Int(place)].party
        return cast.leg(of: party) ?? leg(ofCall: party)
    }

    /// Nothing to do where the party is not in a call any more.
    func strikeCounts(_ place: Int32) -> Bool {
        struckLeg(place).map { legs[$0.index].phase != .ended } ?? true
    }

    mutating func strike(_ place: Int32) {
        guard let leg = struckLeg(place), legs[leg.index].isLive else { return }
        farEndHangsUp(leg)
    }

    // MARK: Deliveries

    mutating func nextDisturbedDelivery() -> Delivery? {
        if let leg = disturber?.takeHangUpDue() { farEndHangsUp(leg) }
        guard let delivery = outbox.next() else { return nil }
        let isEnd: Bool
        let leg: LegID
        switch delivery {
        case .event(let party, let event):
            leg = party
            if case .ended = event { isEnd = true } else { isEnd = false }
        case .inbound(let party), .confirm(let party, _, _): (leg, isEnd) = (party, false)
        case .waiting, .abandon: return delivery
        }
        if isEnd { disturber?.log.toldOfEnd[leg] = events.count }
        guard legs[leg.index].isCall else { return delivery }
        let (isLive, names) = (legs[leg.index].isLive, names(of: leg))
        if disturber?.count(leg, names, isLive: isLive, at: now) == true { farEndHangsUp(leg) }
        return delivery
    }

    mutating func noteDisturbed(_ note: JournalNote, of leg: LegID) {
        switch note {
        case .began, .ended: disturber?.noteStep(of: leg)
        case .branch, .jumped, .set, .warning, .entered, .returned, .conference, .unusedAnswer, .finished:
            break
        }
    }

    // MARK: Commands and answers

    private func manner(of id: CommandID, on leg: LegID) -> CommandFault.Manner? {
        guard legs[leg.index].isCall else { return nil }
        return disturber?.manner(of: id, names(of: leg))
    }

    /// `true` for a command that is not carried out.
    mutating func suffers(_ id: CommandID, on leg: LegID) -> Bool {
        switch manner(of: id, on: leg) {
        case .fails(let code):
            fail(id, code, "a fault of this run", on: leg)
            if code == .callGone { queue.push(.lost(leg), at: now) }
            return true
        case .unanswered:
            queue.push(.lost(leg), at: later(Timing.lostCall))
            return true
        case .late, .twice, nil: return false
        }
    }

    /// `true` for an answer that is held back.
    mutating func holdsBack(_ id: CommandID, _ result: CommandResult, _ shown: CommandResult, on leg: LegID)
        -> Bool
    {
        guard case .late(let delay) = manner(of: id, on: leg),
            let place = disturber?.hold(id, result, shown, on: leg)
        else { return false }
        queue.push(.lateAnswer(place), at: later(delay))
        return true
    }

    func isAnsweredTwice(_ id: CommandID, on leg: LegID) -> Bool { manner(of: id, on: leg) == .twice }

    func legOfLateAnswer(_ place: Int32) -> LegID? { disturber?.heldAnswer(place).leg }

    mutating func lateAnswerArrives(_ place: Int32) {
        guard let held = disturber?.heldAnswer(place) else { return }
        observe(.finished(held.id, held.shown), on: held.leg)
        deliver(.finished(held.id, held.result), to: held.leg)
    }

    // MARK: Order

    /// The next thing that comes due, where a choice decides among the parties that have one in this instant.
    /// What concerns one party keeps its order.
    mutating func popChosen() -> (at: Timestamp, due: Due)? {
        dropOvertaken()
        let ties = queue.popTies()
        guard let first = ties.first else { return nil }
        var candidates: [Int] = []
        var seen: Set<LegID> = []
        for (place, entry) in ties.enumerated() {
            guard place == 0 || counts(entry.due) else { continue }
            let leg = leg(of: entry.due)
            if seen.insert(leg).inserted { candidates.append(place) }
        }
        let instant = Timestamp(milliseconds: first.at)
        let chosen = candidates[disturber?.choose(among: candidates.count, at: instant) ?? 0]
        for (place, entry) in ties.enumerated() where place != chosen { queue.putBack(entry) }
        return (instant, ties[chosen].due)
    }

    private func leg(of due: Due) -> LegID {
        switch due {
        case .arrival(let leg), .timer(let leg, _), .activity(let leg, _), .recording(let leg, _),
            .speechEnd(let leg, _), .limit(let leg, _), .pickup(let leg), .patience(let leg, _),
            .waitRound(let leg, _), .lost(let leg):
            leg
        case .exchange(let place): exchanges.leg(of: place)
        case .errand(let place, _): errands.errands[Int(place)].leg ?? LegID(rawValue: -1)
        case .bridgeLimit(let connect): connects[Int(connect)].leg
        case .lateAnswer(let place): legOfLateAnswer(place) ?? LegID(rawValue: -1)
        case .strike(let place): struckLeg(place) ?? LegID(rawValue: -1)
        }
    }
}
