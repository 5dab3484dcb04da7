import FlowRuntime
import SimulatedBackend

extension ScenarioRun {
    /// What of its `faults` and `order` never came to be, as texts: the call was over before, or was none.
    ///
    /// A scenario about a fault that does not happen would pass without having tried anything.
    package var idleFaults: [String] {
        guard let disturbance = scenario.disturbance else { return [] }
        let log = world.phone.disturbanceLog ?? DisturbanceLog()
        var idle = disturbance.hangUps.filter { !happened($0, log) }.map(\.description)
        idle += disturbance.faults.filter { !happened($0) }.map(\.description)
        if disturbance.order.contains(where: { $0 > 0 }), log.choices.allSatisfy({ $0.taken == 0 }) {
            idle.append(Disturbance(order: disturbance.order).description)
        }
        return idle
    }

    /// By the name of who takes part, or by the id of the call, as `faults` may name both.
    private func isMeant(_ leg: LegID, by party: String) -> Bool {
        world.phone.castName(of: leg)?.isExactly(party) == true
            || world.phone.legs[Int(leg.rawValue)].info.id.name.isExactly(party)
    }

    private func happened(_ fault: CommandFault) -> Bool {
        world.phone.events.contains { event in
            guard case .performed(let id, _) = event.what, let leg = event.leg else { return false }
            return Int(id.number) == fault.command && isMeant(leg, by: fault.party)
        }
    }

    private func happened(_ hangUp: HangUp, _ log: DisturbanceLog) -> Bool {
        switch hangUp.moment {
        case .before(let number), .after(let number):
            log.deliveries.contains {
                $0.number == number && !$0.isAfterEnd && isMeant($0.leg, by: hangUp.party)
            }
        case .at(let time):
            world.phone.legs.indices.contains { place in
                let leg = LegID(rawValue: Int32(truncatingIfNeeded: place))
                return isMeant(leg, by: hangUp.party) && lived(leg, at: time)
            }
        }
    }

    private func lived(_ leg: LegID, at time: Duration) -> Bool {
        let instant = start.advanced(by: time)
        var began = false
        for event in world.phone.events where event.leg == leg {
            switch event.what {
            case .began, .dialled: began = event.at <= instant
            case .ended: return began && event.at >= instant
            case .answered, .note, .performed, .finished, .sound, .silence, .pressed, .spoke,
                .stoppedSpeaking, .bridged, .unbridged, .recordingBegan, .recordingEnded, .room, .callback,
                .unscripted, .warning:
                break
            }
        }
        return began
    }
}
