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
        var peak = 0
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
    static let callers = (0..<6).map { ParticipantID($0) }

    /// The first violation of each rule, in words. A box, so that a check may read everything while it notes.
    private final class Notes {
        var violations: [Rule: String] = [:]
    }

    private var notes = Notes()
    var violations: [Rule: String] { notes.violations }
    var now = Belief()
    private var usedIDs: Set<InstanceID> = []
    var unreleased: Set<ParticipantID> = []

    func check(_ holds: Bool, _ rule: Rule, _ what: @autoclosure () -> String) {
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
            check(Int(end.peakSize) == now.peak, .sizeCountsEverybody, "the end says peak \(end.peakSize)")
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
        case .released(let release):
            check(Int(release.peakSize) == before.peak, .sizeCountsEverybody, "peak \(release.peakSize)")
            checkRelease(release)
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
        now.peak = max(now.peak, now.inside.count)
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
