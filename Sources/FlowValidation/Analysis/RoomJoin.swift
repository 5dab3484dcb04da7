import FlowModel
import SourceText

/// A step that joins a conference.
struct RoomJoin {
    let step: Step
    let join: JoinConference

    static func all(in flow: Flow) -> [RoomJoin] {
        flow.steps.compactMap { step in
            if case .joinConference(let join) = step.action { RoomJoin(step: step, join: join) } else { nil }
        }
    }

    /// Coaches never start or keep a room (design §2.1).
    var isCoach: Bool { join.coach != nil }

    /// Whether the room may start when this participant is in.
    var mayStartRoom: Bool { !isCoach && (join.startOnEnter?.mayBeTrue ?? true) }

    /// Whether the participant may have to wait for the start.
    var mayWait: Bool { isCoach || (join.startOnEnter?.mayBeFalse ?? false) }

    /// Whether this participant's settings may record the room.
    var mayBeRecorded: Bool {
        switch join.record?.param {
        case .literal(.recordFromStart), .template: true
        case .literal(.doNotRecord), nil: false
        }
    }
}
