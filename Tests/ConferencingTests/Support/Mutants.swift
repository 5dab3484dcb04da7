import Conferencing
import FlowModel

/// Wrong versions of a step, as a broken room would make them: the rules must notice.
func mutants(of step: Step, after previous: ConferenceRoom) -> [Step] {
    var mutants: [Step] = []
    func add(_ change: (inout Step) -> Void) {
        var mutant = step
        change(&mutant)
        mutants.append(mutant)
    }
    for index in step.events.indices {
        add { $0.events.remove(at: index) }
        add { $0.events.insert($0.events[index], at: index) }
        add { $0.events[index] = resized($0.events[index]) }
        if index > 0 { add { $0.events.swapAt(index, index - 1) } }
    }
    add { $0.room = previous }
    add { $0.events.insert(.beep(cause: b, .exit), at: 0) }
    add { $0.events.append(.conferenceStarted(by: a, size: 1)) }
    if case .join(var join) = step.input {
        join.settings.coach = .unknownCall
        add { $0.input = .join(join) }
        join.settings.coach = nil
        join.room.maxParticipants = 0
        add { $0.input = .join(join) }
    }
    return mutants
}

/// The same fact with a wrong size, or of an instance that may have been.
private func resized(_ event: RoomEvent) -> RoomEvent {
    switch event {
    case .instanceCreated(let id, let by): return .instanceCreated(InstanceID(id.rawValue / 2), by: by)
    case .participantJoined(var member):
        member.size += 1
        return .participantJoined(member)
    case .participantLeft(var member):
        member.size += 1
        return .participantLeft(member)
    default: return event
    }
}
