import FlowModel
import SourceText

/// A step that joins a conference. A class, because many rules go through the joins, and each is large.
final class RoomJoin {
    let step: Step
    let join: JoinConference

    private init(_ step: Step, _ join: JoinConference) {
        self.step = step
        self.join = join
    }

    static func all(in flow: Flow) -> [RoomJoin] {
        var joins: [RoomJoin] = []
        for index in flow.steps.indices {
            guard case .joinConference(let join) = flow.steps[index].action else { continue }
            joins.append(RoomJoin(flow.steps[index], join))
        }
        return joins
    }
}

extension JoinConference {
    /// Coaches never start or keep a room (design §2.1).
    var isCoach: Bool { coach != nil }

    /// Whether the participant may have to wait for the start.
    var mayWait: Bool { isCoach || (startOnEnter?.mayBeFalse ?? false) }

    /// Whether this participant's settings may record the room.
    var mayBeRecorded: Bool {
        switch record?.param {
        case .literal(.recordFromStart), .template: true
        case .literal(.doNotRecord), nil: false
        }
    }
}
