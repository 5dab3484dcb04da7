import Conferencing
import FlowModel

/// The step as a whole: what its input should have caused.
extension Observer {
    func checkJoin(_ step: Step, _ before: Belief) {
        guard case .join(let join) = step.input else { return }
        let id = join.participant
        let isIn = now.inside.contains(id)
        if before.inside.contains(id) {
            check(step.events == [.alreadyInside(id)], .oneJoinOneLeave, "\(letter(id)) is inside already")
            return
        }
        let limit = before.instance == nil ? join.room.maxParticipants : before.settings.maxParticipants
        let isFull = before.inside.count >= limit ?? .max
        let hasCall = coachedCallIsThere(join, before)
        check(hasCall || !isIn, .coachNeedsCall, "\(letter(id)) came in as a coach of nobody")
        check(
            hasCall || step.events == [.joinRefused(id, .coachNotFound)], .coachNeedsCall,
            "\(step.events.count)")
        check(!isFull || !isIn, .limitHolds, "\(letter(id)) came in at the limit")
        check(isIn || isFull || !hasCall, .limitHolds, "\(letter(id)) refused without reason")
        check(
            step.events.contains { if case .participantJoined = $0 { true } else { false } } == isIn,
            .oneJoinOneLeave, "\(letter(id)): no join event")
        check(
            !isIn || now.settings == before.settings || before.instance == nil, .creatorSettingsHold,
            "changed")
        checkWarnings(join, step, before, isIn: isIn)
    }

    private func coachedCallIsThere(_ join: RoomInput.Join, _ before: Belief) -> Bool {
        switch join.settings.coach {
        case nil: true
        case .unknownCall: false
        case .call(let coached): before.started && before.inside.contains(coached)
        }
    }

    /// The random runs write `record`, `maxParticipants` and `stream` only; `SettingsTests` takes every
    /// setting.
    private func checkWarnings(_ join: RoomInput.Join, _ step: Step, _ before: Belief, isIn: Bool) {
        var expected: [RoomSetting] = []
        if isIn, before.instance != nil {
            let record = before.settings.record ?? .doNotRecord
            if join.room.record ?? record != record { expected.append(.record) }
            let limit = before.settings.maxParticipants ?? 100_000
            if join.room.maxParticipants ?? limit != limit { expected.append(.maxParticipants) }
            if join.room.stream != nil, join.room.stream != before.settings.stream {
                expected.append(.stream)
            }
        }
        let warned = step.events.compactMap {
            if case .settingIgnored(_, let setting) = $0 { setting } else { nil }
        }
        check(warned == expected, .creatorSettingsHold, "warned of \(warned), not \(expected)")
    }

    func checkLeaving(_ step: Step, _ before: Belief) {
        let (isOut, reason) = expectedEnd(step.input, before)
        let end = step.events.compactMap { if case .conferenceEnded(let end) = $0 { end } else { nil } }
        check(
            end.map(\.reason) == [reason].compactMap(\.self), .endsByRule,
            "\(end) instead of \(reason ?? .error)")
        let cause: ParticipantID? = if case .leave(let id, _) = step.input, isOut { id } else { nil }
        if reason != nil {
            check(
                shape(of: step.events) == shapeOfEnd(cause, before), .endIsAtomic, "\(shape(of: step.events))"
            )
            check(end.first?.by == cause, .endsByRule, "ended by \(String(describing: end.first?.by))")
        }
        for case .released(let release) in step.events {
            check(
                release.outcome == outcome(of: release.participant, step.input, reason, before),
                .releasedOnce,
                "\(letter(release.participant)): \(release.outcome)")
        }
        check(unreleased.isEmpty, .releasedOnce, "\(unreleased) left and are not released")
        let leaves = step.events.filter { if case .participantLeft = $0 { true } else { false } }.count
        check(
            leaves == (reason != nil ? before.inside.count : isOut ? 1 : 0), .oneJoinOneLeave,
            "\(leaves) leaves")
    }

    private func expectedEnd(_ input: RoomInput, _ before: Belief) -> (isOut: Bool, ConferenceEndReason?) {
        switch input {
        case .leave(let id, _) where before.inside.contains(id):
            if before.own[id]?.endOnExit == true { return (true, .participantWithEndOnExitLeft) }
            return (
                true, before.inside.allSatisfy { $0 == id || before.isCoach($0) } ? .lastParticipantLeft : nil
            )
        case .end(let id, let cause) where id == before.instance:
            return (true, cause == .api ? .endedByAPI : .error)
        default: return (false, nil)
        }
    }

    private func outcome(
        of id: ParticipantID, _ input: RoomInput, _ reason: ConferenceEndReason?, _ before: Belief
    ) -> ConferenceOutcome? {
        if case .leave(id, let cause) = input {
            return switch cause {
            case .flow: before.started ? .left : .waitCanceled
            case .hungUp: .hungUp
            case .removed: .removed
            case .failed: .failed
            }
        }
        return switch reason {
        case .lastParticipantLeft: .endedByLastLeave
        case .participantWithEndOnExitLeft: .endedByParticipant
        case .endedByAPI: .endedByAPI
        case .error: .failed
        case nil: nil
        }
    }

    /// The end as marks: `-b -a rec str END !a !b`.
    private func shapeOfEnd(_ cause: ParticipantID?, _ before: Belief) -> [String] {
        let others = before.inside.filter { $0 != cause }
        return ([cause].compactMap(\.self) + others).map { "-\(letter($0))" }
            + (before.recording ? ["rec"] : []) + (before.streaming ? ["str"] : []) + ["END"]
            + before.inside.map { "!\(letter($0))" }
    }

    private func shape(of events: [RoomEvent]) -> [String] {
        events.map { event in
            switch event {
            case .participantLeft(let member): "-\(letter(member.participant))"
            case .recordStopped: "rec"
            case .streamClosed: "str"
            case .conferenceEnded: "END"
            case .released(let release): "!\(letter(release.participant))"
            default: "?"
            }
        }
    }

    func checkBeeps(_ step: Step, _ before: Belief) {
        let heard = step.events.filter { if case .beep = $0 { true } else { false } }
        var expected: [RoomEvent] = []
        let goesOn = before.started && now.started && before.instance == now.instance
        switch step.input {
        case .join(let join)
        where goesOn && join.settings.beep.soundsOnEnter && !before.inside.contains(join.participant)
            && now.inside.contains(join.participant):
            expected = [.beep(cause: join.participant, .enter)]
        case .leave(let id, _)
        where goesOn && before.own[id]?.beep.soundsOnExit == true && before.inside.contains(id):
            expected = [.beep(cause: id, .exit)]
        default: break
        }
        check(heard == expected, .beeps, "\(heard.map(told)) instead of \(expected.map(told))")
    }
}
