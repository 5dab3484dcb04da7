import Conferencing
import FlowExpressions
import FlowModel
package import FlowRuntime
import OrderedCollections
package import SimulatedBackend

/// What a run left behind, as far as invariants look at it.
///
/// A value apart from the world, so that a test can falsify it and see each invariant fail.
package struct RunEvidence: Sendable {
    /// One leg, at the end.
    package struct Party: Sendable, Hashable {
        package var id: LegID
        package var name: String
        package var role: Leg.Role
        package var isOver: Bool
        /// What it still holds, in words; nothing for a leg that is over.
        package var holds: [String]
        /// Its flow has finished; `nil` where none is kept.
        package var isFinished: Bool?
        /// The steps of its flow's `onHangup`; `nil` where it has none.
        package var onHangupSteps: Set<Int32>?

        package var isCall: Bool {
            if case .waiting = role { false } else { true }
        }
        /// A whole flow runs on it: not for a party that `connect` dials, nor before a dialled one answers.
        package var runsFlow: Bool {
            switch role {
            case .inbound: true
            case .placed: isFinished != nil
            case .dialled, .waiting: false
            }
        }
    }

    package var events: [WorldEvent]
    package var legs: [Party]
    /// By leg, when its flow was told of the end: how many events there were before.
    package var toldOfEnd: [LegID: Int]
    /// Names of conferences that are still open.
    package var openRooms: [String]
    /// Callbacks about recordings: control ids with the states that were posted.
    package var recordingCallbacks: [String: [String]]
    package var isOver: Bool
    /// The instant at which it was looked at.
    package var now: Timestamp

    package init(_ world: World, isOver: Bool) {
        let phone = world.phone
        events = phone.events
        toldOfEnd = phone.disturbanceLog?.toldOfEnd ?? [:]
        openRooms = phone.openRooms.map(\.name)
        self.isOver = isOver
        now = phone.now
        legs = phone.legs.indices.map { place in
            let leg = phone.legs[place]
            let id = LegID(rawValue: Int32(truncatingIfNeeded: place))
            let machine = world.machines.indices.contains(place) ? world.machines[place] : nil
            return Party(
                id: id, name: leg.info.id.name, role: leg.role,
                isOver: leg.phase == .ended || leg.phase == .scheduled, holds: phone.holdings(of: id),
                isFinished: machine.map(\.isFinished),
                onHangupSteps: leg.role.runsFlow ? machine?.flow(document: 0).onHangupSteps : nil)
        }
        recordingCallbacks = [:]
        for callback in phone.callbacks where callback.eventType == "calling.call.record" {
            guard let leg = callback.leg, case .string(let id)? = callback.params["control_id"] else {
                continue
            }
            recordingCallbacks["\(leg.rawValue)/\(id.string)", default: []].append(callback.status)
        }
    }

    /// The name of a leg, for a person.
    func name(of leg: LegID) -> String {
        legs.indices.contains(Int(leg.rawValue)) ? legs[Int(leg.rawValue)].name : "leg \(leg.rawValue)"
    }
}

extension Flow {
    /// The steps of `onHangup`, those inside others too; `nil` without it.
    fileprivate var onHangupSteps: Set<Int32>? {
        guard onHangup != nil else { return nil }
        // Only the blocks of `onHangup` stand in no section.
        let steps = steps.filter { self[$0.block].section == nil }
        return Set(steps.map { Int32(truncatingIfNeeded: $0.id.index) })
    }
}

extension Leg.Role {
    fileprivate var runsFlow: Bool {
        switch self {
        case .inbound, .placed: true
        case .dialled, .waiting: false
        }
    }
}
