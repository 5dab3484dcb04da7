import Conferencing
import FlowModel

/// The room's own word against what its events have told.
extension Observer {
    func checkBelief(_ step: Step, _ before: Belief) {
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

    func checkSound(_ room: ConferenceRoom) {
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
