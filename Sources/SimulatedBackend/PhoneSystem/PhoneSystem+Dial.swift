import FlowRuntime

/// A `dial` under way: legs that are calls of their own once they are answered.
struct Dialling: Sendable {
    let leg: LegID
    let id: CommandID
    let command: DialCommand
    /// In turn: how many attempts have been made, of all destinations.
    var attempts = 0
    /// Why the last party did not answer; it is the answer when nobody does.
    var failure = CommandFailure(.noAnswer, "nobody was dialled")
}

extension PhoneSystem {
    /// Legs that one call that came in may lead to, also through calls that its legs dial: five people ten
    /// times over are fifty. Flows that dial each other must not fill the memory.
    static let legsPerCall = 1_000

    /// The call that came in and that this one goes back to: itself, or the first that dialled.
    package func root(of leg: LegID) -> LegID {
        var root = leg
        // A leg is younger than the one that dialled it, so this ends.
        while case .placed(let dial, _, _) = legs[root.index].role { root = dials[Int(dial)].leg }
        return root
    }

    mutating func startDial(_ command: DialCommand, _ id: CommandID, _ leg: LegID) {
        guard command.destinations.count <= Self.destinationsPerConnect else {
            return fail(id, .refused, "more than \(Self.destinationsPerConnect) destinations", on: leg)
        }
        let place = Int32(truncatingIfNeeded: dials.count)
        dials.append(Dialling(leg: leg, id: id, command: command))
        switch command.order {
        case .inTurn: callNext(place)
        case .allAtOnce:
            let called = command.destinations.indices.count { callParty($0, attempt: 1, of: place) }
            finish(id, called > 0 ? .done : .failed(dials[Int(place)].failure), on: leg)
        }
    }

    /// In turn: the next destination, of the next round after the last one.
    private mutating func callNext(_ place: Int32) {
        let dialling = dials[Int(place)]
        guard legs[dialling.leg.index].isLive else { return }
        let count = dialling.command.destinations.count
        if count > 0, dialling.attempts / count < dialling.command.attempts {
            dials[Int(place)].attempts += 1
            let round = dialling.attempts / count + 1
            if callParty(dialling.attempts % count, attempt: round, of: place) { return }
        }
        finish(dialling.id, .failed(dials[Int(place)].failure), on: dialling.leg)
    }

    /// `false` when that would be one leg too many.
    private mutating func callParty(_ destination: Int, attempt: Int, of place: Int32) -> Bool {
        let dialling = dials[Int(place)]
        let root = root(of: dialling.leg)
        guard placedLegs[root, default: 0] < Self.legsPerCall else {
            let why = "more than \(Self.legsPerCall) calls dialled for \(callID(of: root))"
            dials[Int(place)].failure = CommandFailure(.refused, why)
            observe(.warning(why), on: dialling.leg)
            return false
        }
        placedLegs[root, default: 0] += 1
        let role = Leg.Role.placed(
            dial: place, destination: Int32(truncatingIfNeeded: destination),
            attempt: Int32(truncatingIfNeeded: attempt))
        let command = dialling.command
        let leg = addCall(
            from: command.from ?? legs[dialling.leg.index].info.from, to: command.destinations[destination],
            direction: .outbound, role: role, phase: .ringing)
        legs[leg.index].info.dialled = DialOrigin(
            by: callID(of: dialling.leg), dialling.id, run: command.run)
        legs[leg.index].began = now
        ring(at: leg, for: dialling.leg, command.timeout)
        return true
    }

    /// The leg is a call of its own now. The call that dialled goes on first, if it has waited for this.
    mutating func placedPartyAnswers(_ leg: LegID, _ place: Int32) {
        pickedUp(leg)
        setLimit(AnswerCommand().maxDuration, on: leg)
        begin(double(of: leg).deeds, on: leg, at: now)
        let dialling = dials[Int(place)]
        if dialling.command.order == .inTurn, legs[dialling.leg.index].isLive {
            let summary = DialSummary(call: callID(of: leg), to: legs[leg.index].info.to)
            finish(dialling.id, .dialled(summary), on: dialling.leg)
        }
        outbox.append(.inbound(leg))
    }

    /// A leg that nobody answered gives way to the next attempt.
    mutating func placedLegEnded(_ leg: LegID, _ place: Int32, _ destination: Int32, _ attempt: Int32) {
        guard !legs[leg.index].info.isAnswered else { return }
        let command = dials[Int(place)].command
        switch command.order {
        case .inTurn: callNext(place)
        case .allAtOnce:
            guard attempt < command.attempts else { return }
            _ = callParty(Int(destination), attempt: Int(attempt) + 1, of: place)
        }
    }
}
