import Conferencing
import FlowRuntime
import SimulatedBackend

/// Makes up variations from one run: from what each flow was told, and from the commands that it sent.
struct VariationPlan {
    private let run: ScenarioRun
    private let log: DisturbanceLog
    private let start: Timestamp
    /// Whose calls run flows: callers in the order of the scenario's file, then those whom a flow dialled, by
    /// the ids of their calls.
    private let parties: [Party]
    private(set) var disturbances: [Disturbance] = []

    /// How late an answer is: longer than most steps of a flow, shorter than its patience.
    static let lateness = Duration.seconds(5)

    init(_ run: ScenarioRun) {
        self.run = run
        log = run.world.phone.disturbanceLog ?? DisturbanceLog()
        start = run.start
        let phone = run.world.phone
        let callers = run.scenario.setting.callers.compactMap { caller in
            phone.cast.leg(of: caller.name).map { Party(name: caller.name, id: caller.name, leg: $0) }
        }
        let dialled = phone.legs.indices.compactMap { place -> Party? in
            guard case .placed = phone.legs[place].role else { return nil }
            let leg = LegID(rawValue: Int32(truncatingIfNeeded: place))
            let id = phone.legs[place].info.id.name
            return Party(name: phone.castName(of: leg) ?? id, id: id, leg: leg)
        }
        parties = callers + dialled
    }

    private struct Party {
        /// As a scenario names them.
        let name: String
        /// As a variation names them: somebody who is dialled may be in several calls.
        let id: String
        let leg: LegID
    }

    // MARK: Hang-ups

    mutating func addHangUps(_ hangUps: Vary.HangUps) {
        for party in parties where hangUps.who.contains(party.name) {
            let moments: [HangUp.Moment] =
                switch hangUps.moments {
                case .everyEvent: self.moments(of: party.leg) { _ in true }
                case .everyStep: self.moments(of: party.leg, where: \.movesSteps)
                case .times(let times): times.map { .at($0) }
                }
            disturbances += moments.map { Disturbance(hangUps: [HangUp(party.id, $0)]) }
        }
    }

    /// Before and after each delivery while the call lives, and half-way to the next.
    ///
    /// Before a delivery that follows the call's last one at once is the same as after that one.
    private func moments(
        of leg: LegID, where isMeant: (DisturbanceLog.Delivered) -> Bool
    ) -> [HangUp.Moment] {
        var moments: [HangUp.Moment] = []
        var last: DisturbanceLog.Delivered?
        var neighbor: LegID?
        for delivery in log.deliveries {
            defer { neighbor = delivery.leg }
            guard delivery.leg == leg, !delivery.isAfterEnd, isMeant(delivery) else { continue }
            if let last, delivery.at.milliseconds(since: last.at) > 1 {
                let middle = last.at.milliseconds(since: start) + delivery.at.milliseconds(since: last.at) / 2
                moments.append(.at(.milliseconds(middle)))
            }
            let follows = last?.at == delivery.at && neighbor == leg
            if !follows { moments.append(.before(delivery.number)) }
            moments.append(.after(delivery.number))
            last = delivery
        }
        return moments
    }

    // MARK: Faults

    mutating func addFaults(_ kinds: Set<CommandKind>) {
        guard !kinds.isEmpty else { return }
        for event in run.world.phone.events {
            guard case .performed(let id, let command) = event.what, kinds.contains(command.kind),
                let leg = event.leg, run.world.phone.legs[Int(leg.rawValue)].isCall
            else { continue }
            let party =
                parties.first { $0.leg == leg }?.id ?? run.world.phone.legs[Int(leg.rawValue)].info.id.name
            let answers: [CommandFault.Manner] =
                command.kind.isAnswered ? [.unanswered, .late(Self.lateness), .twice] : []
            for manner in command.kind.failures.map(CommandFault.Manner.fails) + answers {
                let fault = CommandFault(party, command: Int(id.number), manner)
                disturbances.append(Disturbance(faults: [fault]))
            }
        }
    }
}
