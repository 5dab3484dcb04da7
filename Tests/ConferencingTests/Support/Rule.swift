/// The sentences of design §2.1, *The room* and *Order*, each of which `Observer` checks after every step.
enum Rule: String, CaseIterable, Sendable {
    // The room.
    case startsWithFirstStarter = "starts when the first member with startOnEnter, not a coach, is in"
    case startIsOneWay = "start is one way"
    case waitingAudioBeforeStartOnly = "waiting audio is heard only before the start"
    case beeps =
        "beeps only in a started room, by their cause's setting, none when the room ends, none replayed"
    case sizeCountsEverybody = "size counts everybody, coaches and waiters too"
    case limitHolds = "maxParticipants counts everybody"
    case endsByRule =
        "ends when a member with endOnExit leaves, waiting or not, or nobody but coaches is left"
    case coachNeedsCall = "a coach needs the coached call in the same, started room"
    case coachHeardByOne = "the coach hears the room and is heard by the coached call alone"
    case coachNeverRecorded = "a coach is never in recording or stream"
    case coachesKeepNoRoom = "coaches never start or keep a room"
    case coachFindsCallAgain = "the coach is heard by nobody until the same call is back"
    case creatorSettingsHold =
        "the creator's settings hold; a later join that writes another value gets a warning"
    // Order.
    case oneJoinOneLeave = "per membership exactly one join and one leave"
    case oneStartOneEnd = "per instance at most one start and exactly one end"
    case newInstanceNewID = "a new instance has a new id"
    case joinStartRecord = "join before start before record-start"
    case endIsAtomic = "the cause's leave, the others in join order, record-stop, end, releases in join order"
    case noRecordingWithoutStart = "a room that never started has no recording events"
    case mediaFailureIsAWarning = "waiting media that fails never fails the join: one warning, default music"
    case releasedOnce = "every membership is released once, after its leave, by its cause"
    case endedRoomForgets = "a join after the end makes a new instance: an ended room equals a new one"
}
