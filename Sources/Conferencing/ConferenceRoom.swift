import FlowModel

// The state machine of one conference name (design §2.1). An instance is the conference between the join that
// creates it and its one end; the name outlives its instances.
//
// | input              | no instance            | waiting (not started)       | started                 |
// |--------------------|------------------------|-----------------------------|-------------------------|
// | join, plain        | create, as waiting     | join; startOnEnter: START,  | join, beep              |
// |                    |                        | else waiting audio          |                         |
// | join, a coach      | refuse: coachNotFound  | refuse: coachNotFound       | join, beep; refuse if   |
// |                    |                        |                             | the coached call is out |
// | join at the limit  | refuse: full (if < 1)  | refuse: full                | refuse: full            |
// | join, being inside | -                      | alreadyInside               | alreadyInside           |
// | leave, endOnExit   | -                      | END                         | END (a coach's too)     |
// | leave, last but    | -                      | END                         | END                     |
// |  for coaches       |                        |                             |                         |
// | leave, others      | -                      | leave, release              | leave, beep, release    |
// | end, this instance | -                      | END                         | END                     |
// | end, another one   | notRunning             | notRunning                  | notRunning              |
// | mute, hold         | -                      | change                      | change, stop of speech  |
// | speech             | -                      | nothing: nobody hears it    | change, if not muted    |
// |                    |                        |                             | or held                 |
// | occupy             | -                      | pause, resume waiting audio | nothing to be heard     |
// | waitingMediaFailed | -                      | standard music, once        | warning, once           |
// | recordingFailed    | nothing                | nothing                     | recordStopped, once     |
// | streamClosed       | nothing                | nothing                     | streamClosed, once      |
//
// Whatever names somebody who is not inside is answered by notInside and changes nothing. A failure that
// names another instance than the running one comes too late and is ignored.
//
// START: conferenceStarted, waiting audio stops in join order, recordStarted, streamOpened.
// END, atomic: the cause's leave, the others in join order, recordStopped, streamClosed, conferenceEnded,
// then the releases in join order; the room has no instance afterwards. No beep.
//
// Decided here, where the sources leave it open:
// - A coach is a member: its `endOnExit` ends the room. What a coach cannot do is start or keep one.
// - `endOnExit` is looked at before "nobody but coaches is left", so a lone member's `endOnExit` is the
//   reason.
// - A join that starts the room makes no beep: join comes before start, and there are beeps only after it.
// - The coach rule is looked at before the limit. A refused join gets no `settingIgnored`.
// - `peakSize` of a release is the instance's so far, also for who came after the peak.

/// One conference name within a project, through all its instances: a value that turns inputs into events.
///
/// A room without an instance remembers nothing: it equals a new one of that name and may be thrown away.
/// Inputs that make no sense are answered by an event, or by nothing as the table says; none traps.
package struct ConferenceRoom: Sendable, Hashable, Codable {
    private let key: ExactText
    var instance: ConferenceInstance?

    /// - Parameter name: The exact name, placeholders expanded (design §2.1); never normalised.
    package init(name: String) { key = ExactText(name) }

    /// The exact name, as it was given.
    package var name: String { key.string }

    /// Does one step and appends what happened to `events`, in order; it removes nothing from them.
    package mutating func handle(_ input: RoomInput, at now: RoomTime, into events: inout [RoomEvent]) {
        switch input {
        case .join(let join): handle(join, at: now, into: &events)
        case .leave(let id, let cause): leave(id, cause, at: now, into: &events)
        case .end(let id, let cause): end(id, cause, at: now, into: &events)
        case .mute(let id, let on): change(id, .muted, on, into: &events)
        case .hold(let id, let on): change(id, .held, on, into: &events)
        case .speech(let id, let on): hear(id, on, at: now, into: &events)
        case .occupy(let id, let on): occupy(id, on, into: &events)
        case .waitingMediaFailed(let id): replaceMedia(of: id, into: &events)
        case .recordingFailed(let id) where id == instance?.id:
            instance?.stopRecording(failed: true, at: now, into: &events)
        case .streamClosed(let id) where id == instance?.id:
            instance?.closeStream(failed: true, into: &events)
        case .recordingFailed, .streamClosed: break
        }
    }

    private mutating func handle(_ join: RoomInput.Join, at now: RoomTime, into events: inout [RoomEvent]) {
        if instance?.roster.place(of: join.participant) != nil {
            events.append(.alreadyInside(join.participant))
        } else if let refusal = refusal(of: join) {
            events.append(.joinRefused(join.participant, refusal))
        } else if instance == nil {
            instance = ConferenceInstance(id: join.newInstance, settings: join.room)
            events.append(.instanceCreated(join.newInstance, by: join.participant))
            instance?.admit(join, at: now, into: &events)
        } else {
            instance?.admit(join, at: now, into: &events)
        }
    }

    private func refusal(of join: RoomInput.Join) -> JoinRefusal? {
        switch join.settings.coach {
        case .unknownCall: return .coachNotFound
        case .call(let coached):
            guard let instance, instance.started != nil, instance.roster.place(of: coached) != nil else {
                return .coachNotFound
            }
        case nil: break
        }
        let capacity = instance?.settings.capacity ?? join.room.capacity
        return (instance?.roster.count ?? 0) >= capacity ? .full : nil
    }

    private mutating func leave(
        _ id: ParticipantID, _ cause: LeaveCause, at now: RoomTime, into events: inout [RoomEvent]
    ) {
        guard let place = instance?.roster.place(of: id) else { return events.append(.notInside(id)) }
        if let reason = instance?.reasonToEnd(withoutMemberAt: place) {
            instance?.end(reason, by: (id, cause), at: now, into: &events)
            instance = nil
        } else {
            instance?.remove(memberAt: place, cause, at: now, into: &events)
        }
    }

    private mutating func end(
        _ id: InstanceID, _ cause: OutsideEnd, at now: RoomTime, into events: inout [RoomEvent]
    ) {
        guard id == instance?.id else { return events.append(.notRunning(id)) }
        switch cause {
        case .api: instance?.end(.endedByAPI, by: nil, at: now, into: &events)
        case .error: instance?.end(.error, by: nil, at: now, into: &events)
        }
        instance = nil
    }

    private mutating func change(
        _ id: ParticipantID, _ flag: ParticipantFlags, _ on: Bool, into events: inout [RoomEvent]
    ) {
        guard let place = instance?.roster.place(of: id) else { return events.append(.notInside(id)) }
        instance?.set(flag, on, at: place, into: &events)
    }

    private mutating func hear(
        _ id: ParticipantID, _ on: Bool, at now: RoomTime, into events: inout [RoomEvent]
    ) {
        guard let place = instance?.roster.place(of: id) else { return events.append(.notInside(id)) }
        if on {
            instance?.startSpeech(at: place, now, into: &events)
        } else {
            instance?.stopSpeech(at: place, into: &events)
        }
    }

    private mutating func occupy(_ id: ParticipantID, _ on: Bool, into events: inout [RoomEvent]) {
        guard let place = instance?.roster.place(of: id) else { return events.append(.notInside(id)) }
        instance?.setOccupied(on, at: place, into: &events)
    }

    private mutating func replaceMedia(of id: ParticipantID, into events: inout [RoomEvent]) {
        guard let place = instance?.roster.place(of: id) else { return events.append(.notInside(id)) }
        instance?.replaceMedia(at: place, into: &events)
    }
}
