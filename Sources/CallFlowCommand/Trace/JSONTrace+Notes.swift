import Conferencing
import FlowExpressions
import FlowModel
import FlowRuntime
import SimulatedBackend

// What flows and rooms do.
extension JSONTrace {
    mutating func describe(
        _ note: JournalNote, _ leg: LegID, _ line: inout JSONLine, _ facts: some TraceFacts
    ) {
        line.add("event", note.eventName)
        if let step = note.step.flatMap({ facts.step($0, of: leg) }) {
            line.add("line", Value(step.line))
            line.add("step", step.name)
            if case .began = note { count(step) }
        }
        switch note {
        case .began, .unusedAnswer: break
        case .ended(_, let outcome): line.add("outcome", outcome)
        case .branch(_, let index): line.add("branch", Value(index))
        case .jumped(_, let taken): line.add("taken", .bool(taken))
        case .set(_, let name, let value):
            line.add("name", name)
            line.add("value", value)
        case .warning(_, let error): line.add(error)
        case .entered(let section, let depth):
            line.add("section", section)
            line.add("depth", Value(depth))
        case .returned(_, let value): line.add("value", value)
        case .conference(_, let report):
            line.add("outcome", report.outcome)
            line.add("by", report.by)
            line.add("waited", .number(report.waited))
            line.add("talked", .number(report.talked))
            line.add("peakSize", Value(report.peakSize))
        case .finished(let end):
            line.add("endedBy", end.ending.by.rawValue)
            line.add("reason", end.ending.reason)
            if let error = end.error { line.add(error) }
        }
    }

    mutating func describe(
        _ event: RoomEvent, in id: RoomID, _ line: inout JSONLine, _ facts: some TraceFacts
    ) {
        let before = rooms.rooms[id]
        let creator = event.participant.map { LegID($0) }
        rooms.follow(event, in: id, name: creator.flatMap { roomNames[$0] } ?? "")
        line.add("event", "room")
        let room = rooms.rooms[id] ?? before
        line.add("room", room?.name ?? "")
        line.add("instance", Value(room?.instance ?? 0))
        line.add("what", event.name)
        if let participant = event.participant {
            line.add("call", facts.call(of: LegID(participant)).id.name)
            line.add("caller", facts.name(of: LegID(participant)))
        }
        switch event {
        case .participantJoined(let member), .participantLeft(let member):
            line.add("size", Value(Int(member.size)))
        case .participantChanged(let change, _): line.add("change", change.rawValue)
        case .conferenceEnded(let end):
            line.add("reason", end.reason.rawValue)
            line.add("seconds", end.lasted.map { .number(Double($0) / 1000) } ?? .null)
            line.add("peakSize", Value(Int(end.peakSize)))
        case .recordStopped(let milliseconds, let failed, _):
            line.add("seconds", .number(Double(milliseconds) / 1000))
            line.add("failed", .bool(failed))
        case .beep(_, let occasion): line.add("occasion", occasion.rawValue)
        case .joinRefused(_, let refusal): line.add("reason", refusal.rawValue)
        case .settingIgnored(_, let setting): line.add("setting", setting.rawValue)
        case .released(let release): line.add("outcome", release.outcome.rawValue)
        case .instanceCreated, .conferenceStarted, .recordStarted, .streamOpened, .streamClosed,
            .waitingAudioStarted, .waitingAudioStopped, .coachingChanged, .alreadyInside, .notInside,
            .notRunning,
            .waitingMediaFailed:
            break
        }
    }
}

extension JournalNote {
    fileprivate var eventName: String {
        switch self {
        case .began: "step"
        case .ended: "stepEnded"
        case .branch: "branch"
        case .jumped: "jump"
        case .set: "set"
        case .warning: "warning"
        case .entered: "entered"
        case .returned: "returned"
        case .conference: "conference"
        case .unusedAnswer: "unusedAnswer"
        case .finished: "finished"
        }
    }

    fileprivate var step: StepReference? {
        switch self {
        case .began(let step), .ended(let step, _), .branch(let step, _), .jumped(let step, _),
            .set(let step, _, _):
            step
        case .warning(let step, _), .returned(let step, _), .conference(let step, _): step
        case .finished(let end): end.step
        case .entered, .unusedAnswer: nil
        }
    }
}

extension RoomEvent {
    fileprivate var name: String {
        switch self {
        case .instanceCreated: "created"
        case .participantJoined: "joined"
        case .participantLeft: "left"
        case .participantChanged: "changed"
        case .conferenceStarted: "started"
        case .conferenceEnded: "ended"
        case .recordStarted: "recordingStarted"
        case .recordStopped: "recordingStopped"
        case .streamOpened: "streamOpened"
        case .streamClosed: "streamClosed"
        case .waitingAudioStarted: "waitingAudioStarted"
        case .waitingAudioStopped: "waitingAudioStopped"
        case .beep: "beep"
        case .coachingChanged: "coachingChanged"
        case .released: "released"
        case .joinRefused: "joinRefused"
        case .alreadyInside: "alreadyInside"
        case .notInside: "notInside"
        case .notRunning: "notRunning"
        case .settingIgnored: "settingIgnored"
        case .waitingMediaFailed: "waitingMediaFailed"
        }
    }

    /// Whom it is about, or who caused it.
    fileprivate var participant: ParticipantID? {
        switch self {
        case .instanceCreated(_, let id), .conferenceStarted(let id, _), .waitingAudioStarted(let id, _),
            .waitingAudioStopped(let id), .beep(let id, _), .coachingChanged(let id, _),
            .joinRefused(let id, _),
            .alreadyInside(let id), .notInside(let id), .settingIgnored(let id, _),
            .waitingMediaFailed(let id):
            id
        case .participantJoined(let member), .participantLeft(let member), .participantChanged(_, let member):
            member.participant
        case .released(let release): release.participant
        case .conferenceEnded(let end): end.by
        case .recordStarted, .recordStopped, .streamOpened, .streamClosed, .notRunning: nil
        }
    }
}
