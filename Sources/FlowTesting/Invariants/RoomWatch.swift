import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend

/// What an onlooker believes about one conference, by its events alone. In a scenario nobody ends a conference
/// from outside: its members do.
struct RoomWatch {
    /// What must come next while a conference ends.
    private enum Mark: Hashable {
        case leave(ParticipantID), recordStopped, streamClosed, end, release(ParticipantID)
    }

    private var instance: InstanceID?
    private var isStarted = false
    private var isRecording = false
    private var isStreaming = false
    /// In join order, with the marks that each came in with.
    private var inside: [(id: ParticipantID, flags: ParticipantFlags)] = []
    private var peak = 0
    private var limit: Int?
    private var listening: Set<ParticipantID> = []
    private var unreleased: Set<ParticipantID> = []
    private var heardBy: [ParticipantID: ParticipantID] = [:]
    private var ending: ArraySlice<Mark> = []
    private var cause: ParticipantID?
    /// Since when a start is due: nothing but the rest of the join may come before it.
    private var startIsDue = false
    private var lastLeave: ParticipantID?
    private let complaints: Complaints

    func isInside(_ leg: LegID) -> Bool { inside.contains { $0.id == leg.participant } }

    private func check(_ holds: Bool, _ invariant: Invariant, _ detail: @autoclosure () -> String) {
        if !holds { complaints.add(invariant, detail()) }
    }

    mutating func take(
        _ event: RoomEvent, _ joins: [LegID: JoinConferenceCommand], _ evidence: RunEvidence,
        _ instances: inout Set<Int64>
    ) {
        func name(_ id: ParticipantID) -> String { evidence.name(of: LegID(id)) }
        if !ending.isEmpty { return takeEnding(event, name) }
        checkStartIsNotLate(event)
        switch event {
        case .instanceCreated(let id, let creator):
            check(instance == nil, .oneStartOneEnd, "an instance begins inside another")
            check(instances.insert(id.rawValue).inserted, .newInstanceNewID, "instance \(id.rawValue)")
            self = RoomWatch(continuing: self, as: id)
            limit = joins[LegID(creator)]?.room.maxParticipants
        case .participantJoined(let member):
            join(member, name(member.participant))
            guard member.flags.contains(.coaching) else { break }
            let coached = joins[LegID(member.participant)]?.coach
            check(
                inside.contains { name($0.id) == coached }, .coachNeedsCall,
                "\(name(member.participant)) coaches a call that is not inside")
        case .participantLeft(let member): leave(member, name(member.participant))
        case .participantChanged(_, let member):
            check(
                inside.contains { $0.id == member.participant }, .oneJoinOneLeave,
                "\(name(member.participant)) changes outside")
            checkSize(member.size, name(member.participant))
        case .conferenceStarted(let by, let size): start(by, size, name(by))
        case .conferenceEnded: check(false, .endsByRule, "it ends with \(inside.count) inside, for no reason")
        case .recordStarted, .streamOpened, .recordStopped, .streamClosed: takeMedia(event)
        case .waitingAudioStarted, .waitingAudioStopped, .beep: takeSound(event, name)
        case .coachingChanged(let coach, let call):
            if let call {
                check(
                    inside.contains { $0.id == call } && isStarted, .coachHeardByCall,
                    "\(name(coach)) is heard by \(name(call)), who is not inside")
            } else {
                check(heardBy[coach] != nil, .coachHeardByCall, "\(name(coach)) was heard by nobody before")
            }
            heardBy[coach] = call
        case .released(let release):
            check(
                unreleased.remove(release.participant) != nil, .releasedOnce,
                "\(name(release.participant)) is released without a leave")
        case .joinRefused, .alreadyInside, .notInside, .notRunning, .settingIgnored, .waitingMediaFailed:
            break
        }
    }

    private init(continuing watch: RoomWatch, as instance: InstanceID) {
        self.instance = instance
        complaints = watch.complaints
        unreleased = watch.unreleased
    }

    init(_ complaints: Complaints) { self.complaints = complaints }

    // MARK: Coming in, the start

    private mutating func join(_ member: Membership, _ name: String) {
        let isCoach = member.flags.contains(.coaching)
        check(instance != nil, .oneStartOneEnd, "\(name) joins what has not begun")
        check(!inside.contains { $0.id == member.participant }, .oneJoinOneLeave, "\(name) joins twice")
        check(!unreleased.contains(member.participant), .releasedOnce, "\(name) joins before its release")
        check(!isCoach || isStarted, .coachNeedsCall, "\(name) coaches before the start")
        inside.append((member.participant, member.flags))
        peak = max(peak, inside.count)
        checkSize(member.size, name)
        check(inside.count <= limit ?? .max, .limitHolds, "\(name) is number \(inside.count)")
        check(
            member.flags.contains(.waiting) == (!isStarted && !isStarter(member.flags)), .startsWithStarter,
            "\(name) \(isStarted ? "waits in a started conference" : "does not wait")")
        startIsDue = !isStarted && isStarter(member.flags)
    }

    private func isStarter(_ flags: ParticipantFlags) -> Bool {
        flags.contains(.startOnEnter) && !flags.contains(.coaching)
    }

    private mutating func start(_ by: ParticipantID, _ size: Int32, _ name: String) {
        check(!isStarted, .oneStartOneEnd, "a second start")
        check(inside.last?.id == by, .joinStartRecord, "the start by \(name) does not follow its join")
        let flags = inside.last { $0.id == by }?.flags ?? []
        check(isStarter(flags), .startsWithStarter, "\(name) starts it")
        checkSize(size, "the start")
        isStarted = true
        startIsDue = false
    }

    /// The start follows the starter's join at once.
    private mutating func checkStartIsNotLate(_ event: RoomEvent) {
        guard startIsDue else { return }
        switch event {
        case .conferenceStarted, .coachingChanged, .settingIgnored: return
        case .instanceCreated, .participantJoined, .participantLeft, .participantChanged, .conferenceEnded,
            .recordStarted, .recordStopped, .streamOpened, .streamClosed, .waitingAudioStarted,
            .waitingAudioStopped, .beep, .released, .joinRefused, .alreadyInside, .notInside, .notRunning,
            .waitingMediaFailed:
            startIsDue = false
            check(false, .startsWithStarter, "a starter is in and it does not start")
        }
    }

    private mutating func checkSize(_ size: Int32, _ name: String) {
        check(
            Int(size) == inside.count, .sizeCountsEverybody,
            "\(name) is told \(size) and there are \(inside.count)")
    }

    // MARK: Going out, the end

    private mutating func leave(_ member: Membership, _ name: String) {
        guard let place = inside.firstIndex(where: { $0.id == member.participant }) else {
            return check(false, .oneJoinOneLeave, "\(name) leaves and was not inside")
        }
        let members = inside.map(\.id)
        let flags = inside.remove(at: place).flags
        checkSize(member.size, name)
        forget(member.participant)
        unreleased.insert(member.participant)
        lastLeave = member.participant
        let isEnd =
            flags.contains(.endOnExit) || !inside.contains { !$0.flags.contains(.coaching) }
        guard isEnd else { return }
        cause = member.participant
        ending =
            (inside.map { .leave($0.id) } + (isRecording ? [.recordStopped] : [])
            + (isStreaming ? [.streamClosed] : []) + [.end] + members.map { .release($0) })[...]
    }

    private mutating func forget(_ id: ParticipantID) {
        listening.remove(id)
        heardBy[id] = nil
    }

    private mutating func takeEnding(_ event: RoomEvent, _ name: (ParticipantID) -> String) {
        guard let expected = ending.popFirst() else { return }
        let found = mark(of: event)
        guard found == expected else {
            let isMissing = expected == .end || found == nil
            check(false, isMissing ? .endsByRule : .endIsAtomic, "\(expected) is due, and it is \(event)")
            ending = []
            return
        }
        switch event {
        case .participantLeft(let member):
            inside.removeAll { $0.id == member.participant }
            checkSize(member.size, name(member.participant))
            forget(member.participant)
            unreleased.insert(member.participant)
        case .conferenceEnded(let end):
            check(end.instance == instance, .oneStartOneEnd, "another instance ends")
            check(end.by == cause, .endsByRule, "it is said to be ended by another")
            check(Int(end.peakSize) == peak, .sizeCountsEverybody, "the peak is \(end.peakSize), not \(peak)")
            (instance, isStarted, isRecording, isStreaming) = (nil, false, false, false)
        case .released(let release): unreleased.remove(release.participant)
        case _: break
        }
    }

    private func mark(of event: RoomEvent) -> Mark? {
        switch event {
        case .participantLeft(let member): .leave(member.participant)
        case .recordStopped: .recordStopped
        case .streamClosed: .streamClosed
        case .conferenceEnded: .end
        case .released(let release): .release(release.participant)
        case .instanceCreated, .participantJoined, .participantChanged, .conferenceStarted, .recordStarted,
            .streamOpened, .waitingAudioStarted, .waitingAudioStopped, .beep, .coachingChanged, .joinRefused,
            .alreadyInside, .notInside, .notRunning, .settingIgnored, .waitingMediaFailed:
            nil
        }
    }

    // MARK: What is heard and kept

    private mutating func takeMedia(_ event: RoomEvent) {
        switch event {
        case .recordStarted:
            check(isStarted, .joinStartRecord, "it records before the start")
            check(!isRecording, .noRecordingWithoutStart, "it records already")
            isRecording = true
        case .recordStopped:
            check(isRecording, .noRecordingWithoutStart, "it stops a recording that it did not start")
            isRecording = false
        case .streamOpened:
            check(isStarted && !isStreaming, .noRecordingWithoutStart, "it streams before the start")
            isStreaming = true
        case .streamClosed:
            check(isStreaming, .noRecordingWithoutStart, "it closes a stream that it did not open")
            isStreaming = false
        case _: break
        }
    }

    private mutating func takeSound(_ event: RoomEvent, _ name: (ParticipantID) -> String) {
        switch event {
        case .waitingAudioStarted(let id, _):
            check(
                !isStarted && inside.contains { $0.id == id } && listening.insert(id).inserted,
                .waitingAudioBeforeStart, "\(name(id)) hears it")
        case .waitingAudioStopped(let id):
            check(listening.remove(id) != nil, .waitingAudioBeforeStart, "\(name(id)) heard none")
        case .beep(let cause, _):
            let isKnown = inside.contains { $0.id == cause } || lastLeave == cause
            check(isStarted && isKnown, .beepsAfterStart, "a beep for \(name(cause))")
        case _: break
        }
    }

    /// What should not be left when everything is over.
    func finish(_ evidence: RunEvidence) {
        for member in inside {
            let name = evidence.name(of: LegID(member.id))
            check(false, .nobodyLeftInside, "\(name) is inside")
            check(false, .oneJoinOneLeave, "\(name) never leaves")
        }
        check(instance == nil, .oneStartOneEnd, "an instance never ends")
        if let id = unreleased.map(\.rawValue).min() {
            check(false, .releasedOnce, "\(evidence.name(of: LegID(rawValue: id))) is never released")
        }
    }
}
