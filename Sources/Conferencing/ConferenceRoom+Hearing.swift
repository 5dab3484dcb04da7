/// Where a participant stands in a room: `conference.state`.
package enum ParticipantState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Inside, before the start.
    case waiting
    /// Inside the started room.
    case `in`
    case out
}

// What a room is like between two steps. Who hears whom is derived from the members, never stored per pair.
extension ConferenceRoom {
    /// The running instance; `nil` while nobody is inside.
    package var instanceID: InstanceID? { instance?.id }
    /// The creator's settings, which hold for the running instance.
    package var settings: RoomSettings? { instance?.settings }
    /// Whether a member with `startOnEnter` has come in since the instance was created.
    package var isStarted: Bool { instance?.started != nil }
    /// When the running instance started; `nil` before its start.
    package var startedAt: RoomTime? { instance?.started }
    /// Whether the recording runs; it may have failed and stopped before the end.
    package var isRecording: Bool { instance?.recordingSince != nil }
    /// Whether the stream is open; its far end may have closed it before the end.
    package var isStreaming: Bool { instance?.isStreaming ?? false }
    /// Everybody inside, coaches and waiters too.
    package var size: Int { instance?.roster.count ?? 0 }
    /// The largest size of the running instance so far.
    package var peakSize: Int { Int(instance?.peakSize ?? 0) }

    /// Everybody inside, in join order.
    package var members: [Membership] {
        guard let instance else { return [] }
        return instance.roster.members.map { instance.membership(of: $0, size: instance.size) }
    }

    /// What the others may see of that participant; `nil` for who is not inside.
    package func membership(of id: ParticipantID) -> Membership? {
        guard let instance, let member = instance.roster.member(id) else { return nil }
        return instance.membership(of: member, size: instance.size)
    }

    /// Whether that participant is waiting, in or out.
    package func state(of id: ParticipantID) -> ParticipantState {
        guard let instance, instance.roster.place(of: id) != nil else { return .out }
        return instance.started == nil ? .waiting : .in
    }

    /// The call that hears this coach: `nil` for who is no coach, and while the coached call is not inside.
    package func coachedCall(of id: ParticipantID) -> ParticipantID? {
        guard let coached = instance?.roster.member(id)?.coached else { return nil }
        return instance?.roster.place(of: coached) == nil ? nil : coached
    }

    /// The waiting audio this participant hears now, if any.
    package func waitingAudio(of id: ParticipantID) -> WaitingMedia? {
        guard let instance, let member = instance.roster.member(id), instance.hearsWaitingAudio(member) else {
            return nil
        }
        return member.media
    }

    /// Whether the room's sound reaches this participant: beeps and those who speak. A held one hears hold
    /// music.
    package func hearsRoom(_ id: ParticipantID) -> Bool {
        guard let instance, instance.started != nil, let member = instance.roster.member(id) else {
            return false
        }
        return !member.flags.contains(.held)
    }

    /// Whether `listener` would hear `speaker` speak now. Nobody hears anybody before the start, nor
    /// themselves.
    package func hears(_ listener: ParticipantID, _ speaker: ParticipantID) -> Bool {
        guard listener != speaker, hearsRoom(listener), let speaker = instance?.roster.member(speaker) else {
            return false
        }
        return speaker.isOpen && (speaker.coached == nil || speaker.coached == listener)
    }

    /// Whether what this participant says goes into the common sound: to everybody, the recording and the
    /// stream. A coach's words never do.
    package func isMixed(_ speaker: ParticipantID) -> Bool {
        guard let instance, instance.started != nil, let member = instance.roster.member(speaker) else {
            return false
        }
        return member.isOpen && !member.isCoach
    }

    /// Whether what this participant says goes into the recording.
    package func isRecorded(_ speaker: ParticipantID) -> Bool { isRecording && isMixed(speaker) }
    /// Whether what this participant says goes into the stream.
    package func isStreamed(_ speaker: ParticipantID) -> Bool { isStreaming && isMixed(speaker) }
}
