import FlowRuntime

// People whom a flow dials. Those with a name (`LegDouble.name`) have lines like callers; they are in the
// call that rang at them last, of those that are up.
extension PhoneSystem {
    /// Registers the party of that name, with what they do beyond their double. Numbers and times of a script
    /// that belong to somebody who calls in mean nothing here.
    package mutating func expect(_ script: CallerScript) {
        schedule(script, cast.add(script, leg: nil), on: nil)
    }

    func double(of leg: LegID) -> LegDouble { doubles.legs[legs[leg.index].info.to] ?? .standard }

    /// The dialled leg rings at its party, as long as whoever dials has patience.
    mutating func ring(at leg: LegID, for dialler: LegID, _ patience: Duration) {
        let double = double(of: leg)
        if let name = double.name {
            let actor = cast.place(of: name) ?? cast.add(CallerScript(name: name, from: "", to: ""), leg: nil)
            legs[leg.index].actor = actor
            cast.took(leg, actor)
        }
        observe(.dialled(for: dialler), on: leg)
        if double.pickup != .noAnswer { queue.push(.pickup(leg), at: later(double.after)) }
        limitPatience(leg, patience)
    }

    mutating func pickUp(_ leg: LegID) {
        guard legs[leg.index].phase == .ringing else { return }
        switch double(of: leg).pickup {
        case .answers: partyAnswers(leg)
        case .busy: refuse(leg, .busy, "busy")
        case .declines: refuse(leg, .declined, "declined")
        case .unreachable: refuse(leg, .unreachable, "error")
        case .noAnswer: break
        }
    }

    private mutating func partyAnswers(_ leg: LegID) {
        switch legs[leg.index].role {
        case .dialled(let connect, let destination): dialledPartyAnswers(leg, connect, destination)
        case .placed(let dial, _, _): placedPartyAnswers(leg, dial)
        case .inbound, .waiting: break
        }
    }

    mutating func pickedUp(_ leg: LegID) {
        legs[leg.index].phase = .answered
        legs[leg.index].info.isAnswered = true
        legs[leg.index].limitSerial &+= 1
        observe(.answered, on: leg)
    }

    mutating func patienceRanOut(_ leg: LegID) { refuse(leg, .noAnswer, "no_answer", by: .system) }

    /// The party does not take the call.
    mutating func refuse(
        _ leg: LegID, _ code: CommandFailure.Code, _ reason: String, by party: CallEnding.Party = .caller
    ) {
        let failure = CommandFailure(code, legs[leg.index].info.to)
        switch legs[leg.index].role {
        case .dialled(let connect, _): connects[Int(connect)].failure = failure
        case .placed(let dial, _, _): dials[Int(dial)].failure = failure
        case .inbound, .waiting: return
        }
        end(leg, CallEnding(by: party, reason: reason))
    }

    /// Whether the party at the far end was ever in the call: a caller was, a dialled party once it answers.
    func isParty(of leg: LegID) -> Bool {
        legs[leg.index].info.direction == .inbound || legs[leg.index].info.isAnswered
    }
}
