import Conferencing
import FlowModel
import FlowRuntime
import FlowTesting
import SimulatedBackend

/// Wrong versions of what a run left behind, as a broken machine, room or phone system would make them: the
/// invariants must notice.
enum Falsified {
    /// Each event left out, told twice, told before its predecessor, or with a wrong size.
    static func streams(of evidence: RunEvidence) -> [RunEvidence] {
        evidence.events.indices.flatMap { place in
            [
                evidence.changing({ $0.remove(at: place) }, shift: { $0 > place ? $0 - 1 : $0 }),
                evidence.changing({ $0.insert($0[place], at: place) }, shift: { $0 > place ? $0 + 1 : $0 }),
                evidence.changing { $0[place] = $0[place].resized },
                evidence.changing { if place > 0 { $0.swapAt(place, place - 1) } },
                evidence.changing { $0.append($0[place]) },
            ]
        }
    }

    /// What is left at the end, otherwise.
    static func endings(of evidence: RunEvidence) -> [RunEvidence] {
        var all: [RunEvidence] = []
        func add(_ change: (inout RunEvidence) -> Void) {
            var copy = evidence
            change(&copy)
            all.append(copy)
        }
        add { $0.isOver = false }
        add { $0.openRooms = ["room"] }
        add { $0.recordingCallbacks = [:] }
        add { $0.toldOfEnd = $0.toldOfEnd.mapValues { _ in 0 } }
        for place in evidence.legs.indices {
            add { $0.legs[place].holds = ["a timer"] }
            add { $0.legs[place].isFinished = false }
            add { $0.legs[place].onHangupSteps = [] }
        }
        // The last caller's call, cut off anywhere.
        for length in stride(from: 0, to: evidence.events.count, by: 7) {
            add { $0.events.removeSubrange(length...) }
        }
        return all
    }
}

extension RunEvidence {
    fileprivate func changing(
        _ change: (inout [WorldEvent]) -> Void, shift: (Int) -> Int = { $0 }
    ) -> RunEvidence {
        var copy = self
        change(&copy.events)
        copy.toldOfEnd = toldOfEnd.mapValues(shift)
        return copy
    }
}

extension WorldEvent {
    /// The same fact with a wrong number, id or party.
    fileprivate var resized: WorldEvent {
        var copy = self
        switch what {
        case .room(let room, let event): copy.what = .room(room, event.resized)
        case .ended(let ending): copy.what = .ended(CallEnding(by: ending.by, reason: "otherwise"))
        case .finished(let id, let result): copy.what = .finished(CommandID(id.number + 100), result)
        case .unbridged: copy.what = .unbridged(from: LegID(rawValue: 99))
        case .began, .dialled, .answered, .note, .performed, .sound, .silence, .pressed, .spoke,
            .stoppedSpeaking, .bridged, .recordingBegan, .recordingEnded, .callback, .unscripted, .warning:
            break
        }
        return copy
    }
}

extension RoomEvent {
    fileprivate var resized: RoomEvent {
        func resized(_ member: Membership) -> Membership {
            var copy = member
            copy.size += 1
            return copy
        }
        switch self {
        case .instanceCreated(_, let by): return .instanceCreated(InstanceID(1), by: by)
        case .participantJoined(let member): return .participantJoined(resized(member))
        case .participantLeft(let member): return .participantLeft(resized(member))
        case .participantChanged(let change, let member): return .participantChanged(change, resized(member))
        case .conferenceStarted(let by, let size): return .conferenceStarted(by: by, size: size + 1)
        case .conferenceEnded(var end):
            end.peakSize += 1
            return .conferenceEnded(end)
        case .coachingChanged(let coach, _):
            return .coachingChanged(coach: coach, heardBy: ParticipantID(99))
        case .recordStarted, .recordStopped, .streamOpened, .streamClosed, .waitingAudioStarted,
            .waitingAudioStopped, .beep, .released, .joinRefused, .alreadyInside, .notInside, .notRunning,
            .settingIgnored, .waitingMediaFailed:
            return self
        }
    }
}
