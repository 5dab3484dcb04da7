import Conferencing
import FlowModel

/// One step as seen from outside.
struct Step {
    var input: RoomInput
    var events: [RoomEvent]
    /// The room after the step.
    var room: ConferenceRoom
}

/// Follows a room by its events alone, and compares: with the rules, and with what the room says of itself.
/// It knows nothing of how the room is built.
struct Observer {
    /// What an outside observer believes about the running instance.
    struct Belief {
        var instance: InstanceID?
        var settings = RoomSettings()
        var started = false
        var recording = false
        var streaming = false
        var inside: [ParticipantID] = []
        var own: [ParticipantID: ParticipantSettings] = [:]
        var muted: Set<ParticipantID> = []
        var held: Set<ParticipantID> = []
        var hearing: Set<ParticipantID> = []
        var heardBy: [ParticipantID: ParticipantID] = [:]
        var failedMedia: Set<ParticipantID> = []

        func coached(by id: ParticipantID) -> ParticipantID? {
            guard case .call(let coached) = own[id]?.coach else { return nil }
            return coached
        }
        func isCoach(_ id: ParticipantID) -> Bool { own[id]?.coach != nil }
        func isStarter(_ id: ParticipantID) -> Bool { own[id]?.startOnEnter == true && !isCoach(id) }
    }

    /// Everybody who can come, and one who never does.
    private static let callers = (0..<6).map { ParticipantID($0) }

    /// The first violation of each rule, in words. A box, so that a check may read everything while it notes.
    private final class Notes {
        var violations: [Rule: String] = [:]
    }

    private var notes = Notes()
    var violations: [Rule: String] { notes.violations }
    private var now = Belief()
    private var usedIDs: Set<InstanceID> = []
    private var unreleased: Set<ParticipantID> = []

    private func check(_ holds: Bool, _ rule: Rule, _ what: @autoclosure () -> String) {
        if !holds, notes.violations[rule] == nil { notes.violations[rule] = what() }
    }

    /// A copy that notes its own violations.
    func forked() -> Observer {
        var copy = self
        copy.notes = Notes()
        return copy
    }

    mutating func observe(_ step: Step) {
        let before = now
        for event in step.events { follow(event, of: step, before: before) }
        checkJoin(step, before)
        checkLeaving(step, before)
        checkBeeps(step, before)
        checkBelief(step, before)
        checkSound(step.room)
    }
}

// MARK: - Event by event

extension Observer {
    private mutating func follow(_ event: RoomEvent, of step: Step, before: Belief) {
        switch event {
        case .instanceCreated(let id, by: _): create(id, step)
        case .participantJoined(let member): enter(member, step)
        case .participantLeft(let member): exit(member)
        case .participantChanged(let change, let member): alter(change, member)
        case .conferenceStarted(let by, let size): start(by, size)
        case .conferenceEnded(let end):
            check(
                now.instance == end.instance, .oneStartOneEnd, "end of \(end.instance), which is not running")
            check(now.inside.isEmpty, .endIsAtomic, "end with \(now.inside.count) inside")
            now = Belief()
        case .recordStarted:
            check(now.started && !before.started, .joinStartRecord, "recording started without a start")
            now.recording = true
        case .recordStopped:
            check(now.recording, .noRecordingWithoutStart, "a recording stopped that did not run")
            now.recording = false
        case .streamOpened:
            check(now.started && !before.started, .joinStartRecord, "stream opened without a start")
            now.streaming = true
        case .streamClosed:
            check(now.streaming, .noRecordingWithoutStart, "a stream closed that was not open")
            now.streaming = false
        case .waitingAudioStarted(let id, _):
            check(
                !now.started, .waitingAudioBeforeStartOnly,
                "\(letter(id)) hears waiting audio after the start")
            check(
                now.hearing.insert(id).inserted, .waitingAudioBeforeStartOnly,
                "\(letter(id)) hears it already")
        case .waitingAudioStopped(let id):
            check(now.hearing.remove(id) != nil, .waitingAudioBeforeStartOnly, "\(letter(id)) heard none")
        case .coachingChanged(let coach, let heardBy):
            check(now.heardBy[coach] != heardBy, .coachFindsCallAgain, "\(letter(coach)): nothing changed")
            now.heardBy[coach] = heardBy
        case .released(let release): checkRelease(release)
        case .waitingMediaFailed(let id):
            check(now.failedMedia.insert(id).inserted, .mediaFailureIsAWarning, "a second warning")
        case .beep, .joinRefused, .alreadyInside, .notInside, .notRunning, .settingIgnored: break
        }
    }

    private mutating func create(_ id: InstanceID, _ step: Step) {
        check(now.instance == nil, .oneStartOneEnd, "instance \(id) while another one runs")
        check(usedIDs.insert(id).inserted, .newInstanceNewID, "\(id) again")
        now.instance = id
        if case .join(let join) = step.input { now.settings = join.room }
    }

    private mutating func enter(_ member: Membership, _ step: Step) {
        let id = member.participant
        check(!now.inside.contains(id) && now.instance != nil, .oneJoinOneLeave, "\(letter(id)) joins twice")
        check(!unreleased.contains(id), .oneJoinOneLeave, "\(letter(id)) joins before its release")
        now.inside.append(id)
        if case .join(let join) = step.input { now.own[id] = join.settings }
        if now.own[id]?.muted == true { now.muted.insert(id) }
        checkFlags(member)
    }

    private mutating func exit(_ member: Membership) {
        let id = member.participant
        check(now.inside.contains(id), .oneJoinOneLeave, "\(letter(id)) leaves without being in")
        now.inside.removeAll { $0 == id }
        checkFlags(member)
        unreleased.insert(id)
        now.hearing.remove(id)
        now.muted.remove(id)
        now.held.remove(id)
        now.heardBy[id] = nil
        now.failedMedia.remove(id)
    }

    private mutating func alter(_ change: ParticipantChange, _ member: Membership) {
        switch change {
        case .muted: now.muted.insert(member.participant)
        case .unmuted: now.muted.remove(member.participant)
        case .held: now.held.insert(member.participant)
        case .unheld: now.held.remove(member.participant)
        case .speechStarted, .speechStopped: break
        }
        checkFlags(member)
    }

    private mutating func start(_ by: ParticipantID, _ size: Int32) {
        check(!now.started, .oneStartOneEnd, "a second start")
        check(now.inside.last == by, .joinStartRecord, "the start before its starter's join")
        check(now.isStarter(by), .startsWithFirstStarter, "started by \(letter(by))")
        check(Int(size) == now.inside.count, .sizeCountsEverybody, "start says \(size)")
        now.started = true
    }

    private func checkFlags(_ member: Membership) {
        let id = member.participant
        check(
            Int(member.size) == now.inside.count, .sizeCountsEverybody,
            "\(letter(id)): \(member.size), not \(now.inside.count)")
        check(
            member.flags.contains(.coaching) == now.isCoach(id), .coachHeardByOne,
            "\(letter(id)): coaching flag")
    }

    private mutating func checkRelease(_ release: Release) {
        check(
            unreleased.remove(release.participant) != nil, .releasedOnce,
            "\(letter(release.participant)) is released without a leave")
    }
}

// MARK: - The step as a whole

extension Observer {
    private func checkJoin(_ step: Step, _ before: Belief) {
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

    /// The random runs write `record`, `maxParticipants` and `stream` only; `SettingsTests` takes every setting.
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

    private func checkLeaving(_ step: Step, _ before: Belief) {
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

    private func checkBeeps(_ step: Step, _ before: Belief) {
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

// MARK: - The room's own word

extension Observer {
    private func checkBelief(_ step: Step, _ before: Belief) {
        let room = step.room
        let starter = now.inside.contains { now.isStarter($0) }
        check(!starter || now.started, .startsWithFirstStarter, "a starter is in and nothing started")
        check(room.isStarted == now.started, .startIsOneWay, "the room says \(room.isStarted)")
        check(!before.started || now.started || now.instance != before.instance, .startIsOneWay, "unstarted")
        check(
            room.instanceID == now.instance, .oneStartOneEnd,
            "the room is \(String(describing: room.instanceID))")
        check(room.members.map(\.participant) == now.inside, .oneJoinOneLeave, "others are inside")
        check(room.size == now.inside.count, .sizeCountsEverybody, "the room says \(room.size)")
        check(
            now.instance == nil || now.inside.contains { !now.isCoach($0) }, .coachesKeepNoRoom,
            "coaches alone")
        check(
            now.instance != nil || room == ConferenceRoom(name: room.name), .endedRoomForgets, "it remembers")
        check(
            room.isRecording == now.recording && (now.started || !now.recording), .noRecordingWithoutStart,
            "the room says \(room.isRecording)")
        check(
            now.settings.record != .recordFromStart || before.started == now.started
                || now.recording == now.started, .joinStartRecord, "no recording at the start")
        check((room.settings ?? RoomSettings()) == now.settings, .creatorSettingsHold, "other settings hold")
        if case .waitingMediaFailed(let id) = step.input {
            check(now.inside == before.inside, .mediaFailureIsAWarning, "somebody left")
            let isDue = before.own[id]?.waitingMedia == .own && before.inside.contains(id)
            check(now.failedMedia.contains(id) == isDue, .mediaFailureIsAWarning, "\(letter(id)): no warning")
            check(!isDue || room.waitingAudio(of: id) != .own, .mediaFailureIsAWarning, "it goes on")
        }
    }

    private func checkSound(_ room: ConferenceRoom) {
        for id in Self.callers {
            let isIn = now.inside.contains(id)
            check(
                (room.waitingAudio(of: id) != nil) == now.hearing.contains(id), .waitingAudioBeforeStartOnly,
                "\(letter(id))")
            let heardBy = now.coached(by: id).flatMap { isIn && now.inside.contains($0) ? $0 : nil }
            check(isIn ? now.heardBy[id] == heardBy : true, .coachFindsCallAgain, "\(letter(id))")
            check(!isIn || room.coachedCall(of: id) == heardBy, .coachFindsCallAgain, "\(letter(id))")
            let mixed =
                isIn && now.started && !now.isCoach(id) && !now.muted.contains(id) && !now.held.contains(id)
            check(room.isRecorded(id) == (mixed && now.recording), .coachNeverRecorded, "\(letter(id))")
            check(room.isStreamed(id) == (mixed && now.streaming), .coachNeverRecorded, "\(letter(id))")
            for listener in Self.callers {
                check(
                    room.hears(listener, id) == believedToHear(listener, id), .coachHeardByOne,
                    "\(letter(listener)) hears \(letter(id))")
            }
        }
    }

    private func believedToHear(_ listener: ParticipantID, _ speaker: ParticipantID) -> Bool {
        guard now.started, listener != speaker, now.inside.contains(listener), now.inside.contains(speaker)
        else {
            return false
        }
        if now.held.contains(listener) || now.held.contains(speaker) || now.muted.contains(speaker) {
            return false
        }
        return now.isCoach(speaker) ? now.coached(by: speaker) == listener : true
    }
}
