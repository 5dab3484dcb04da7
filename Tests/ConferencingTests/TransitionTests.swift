import Conferencing
import FlowModel
import Testing

/// The table at the head of `ConferenceRoom.swift`, row by row: what each input does in each state.
struct `A room's table` {
    enum State: String, CaseIterable {
        /// No instance.
        case absent
        /// `a`, with media of its own, and `b` wait.
        case waiting
        /// `a` and `b` are in a started room that is recorded and streamed; it takes three.
        case started
    }

    enum Kind: String, CaseIterable {
        case joinOfStarter, joinOfWaiter, joinOfCoach, joinOfCoachOfNobody, joinOfCoachOfStranger
        case joinAtLimit, joinInside
        case leaveOfStranger, leaveOfEnder, leaveOfLast, leaveOfOther
        case end, endOfAnother
        case mute, muteOfStranger, unmute, hold, holdOfStranger, unhold
        case speech, speechOfStranger, occupy, occupyOfStranger
        case mediaFailure, mediaFailureOfStranger
        case recordingFailure, recordingFailureOfAnother, streamClose, streamCloseOfAnother
    }

    struct Row: Sendable {
        let state: State
        let kind: Kind
        let events: [String]
        let act: @Sendable (inout Life) -> [String]

        init(
            _ state: State, _ kind: Kind, _ events: [String],
            _ act: @escaping @Sendable (inout Life) -> [String]
        ) {
            self.state = state
            self.kind = kind
            self.events = events
            self.act = act
        }
    }

    static func life(in state: State) -> Life {
        var life = Life()
        let settings = RoomSettings(
            record: .recordFromStart, trim: .doNotTrim, maxParticipants: 3,
            stream: StreamSettings(url: "wss://example.com/a"))
        switch state {
        case .absent: break
        case .waiting:
            _ = life.join(a, starts: false, media: .own, room: settings)
            _ = life.join(b, starts: false)
        case .started:
            _ = life.join(a, room: settings)
            _ = life.join(b)
        }
        return life
    }

    static let unreachable: [State: [Kind: String]] = [
        .absent: [
            .joinInside: "nobody is inside", .leaveOfEnder: "nobody is inside",
            .leaveOfLast: "nobody is inside",
            .leaveOfOther: "nobody is inside", .end: "no instance is running", .mute: "nobody is inside",
            .unmute: "nobody is inside", .hold: "nobody is inside", .unhold: "nobody is inside",
            .speech: "nobody is inside", .occupy: "nobody is inside", .mediaFailure: "nobody is inside",
            .recordingFailure: "no instance is running", .streamClose: "no instance is running",
        ]
    ]

    @Test func `has a row or a reason for every input in every state`() {
        for state in State.allCases {
            for kind in Kind.allCases {
                let rows = Self.rows.filter { $0.state == state && $0.kind == kind }.count
                let isUnreachable = Self.unreachable[state]?[kind] != nil
                #expect((rows > 0) != isUnreachable, "\(kind) while \(state): \(rows) rows")
            }
        }
    }

    @Test func `holds`() {
        for row in Self.rows {
            var life = Self.life(in: row.state)
            #expect(row.act(&life) == row.events, "\(row.kind) while \(row.state)")
        }
    }

    static let rows = absentRows + waitingRows + startedRows

    static let absentRows: [Row] = [
        Row(.absent, .joinOfStarter, ["instance 1 by c", "c joins 1", "START by c 1"]) { $0.join(c) },
        Row(.absent, .joinOfWaiter, ["instance 1 by c", "c joins 1 waiting", "c hears standard"]) {
            $0.join(c, starts: false)
        },
        Row(.absent, .joinOfCoach, ["c refused coachNotFound"]) { $0.join(c, coach: .call(a)) },
        Row(.absent, .joinOfCoachOfNobody, ["c refused coachNotFound"]) { $0.join(c, coach: .unknownCall) },
        Row(.absent, .joinOfCoachOfStranger, ["c refused coachNotFound"]) { $0.join(c, coach: .call(d)) },
        Row(.absent, .joinAtLimit, ["c refused full"]) { $0.join(c, room: RoomSettings(maxParticipants: 0)) },
        Row(.absent, .leaveOfStranger, ["c not inside"]) { $0.leave(c) },
        Row(.absent, .endOfAnother, ["instance 9 not running"]) { $0.step(.end(InstanceID(9), .api)) },
        Row(.absent, .muteOfStranger, ["c not inside"]) { $0.step(.mute(c, true)) },
        Row(.absent, .holdOfStranger, ["c not inside"]) { $0.step(.hold(c, true)) },
        Row(.absent, .speechOfStranger, ["c not inside"]) { $0.step(.speech(c, true)) },
        Row(.absent, .occupyOfStranger, ["c not inside"]) { $0.step(.occupy(c, true)) },
        Row(.absent, .mediaFailureOfStranger, ["c not inside"]) { $0.step(.waitingMediaFailed(c)) },
        Row(.absent, .recordingFailureOfAnother, []) { $0.step(.recordingFailed(InstanceID(9))) },
        Row(.absent, .streamCloseOfAnother, []) { $0.step(.streamClosed(InstanceID(9))) },
    ]

    static let waitingRows: [Row] = [
        Row(
            .waiting, .joinOfStarter,
            ["c joins 3", "START by c 3", "a hears no more", "b hears no more", "record 3", "stream"]
        ) { $0.join(c) },
        Row(.waiting, .joinOfWaiter, ["c joins 3 waiting", "c hears standard"]) { $0.join(c, starts: false) },
        Row(.waiting, .joinOfCoach, ["c refused coachNotFound"]) { $0.join(c, coach: .call(a)) },
        Row(.waiting, .joinOfCoachOfNobody, ["c refused coachNotFound"]) { $0.join(c, coach: .unknownCall) },
        Row(.waiting, .joinOfCoachOfStranger, ["c refused coachNotFound"]) { $0.join(c, coach: .call(d)) },
        Row(.waiting, .joinAtLimit, ["d refused full"]) { life in
            _ = life.join(c, starts: false)
            return life.join(d)
        },
        Row(.waiting, .joinInside, ["a already inside"]) { $0.join(a) },
        Row(.waiting, .leaveOfStranger, ["c not inside"]) { $0.leave(c) },
        Row(
            .waiting, .leaveOfEnder,
            [
                "c leaves 2 ends waiting", "a leaves 1 waiting", "b leaves 0 waiting",
                "END 1 participant-with-end-on-exit-left by c peak 3",
                "a out: ended_by_participant by c waited 3s talked 0s peak 3",
                "b out: ended_by_participant by c waited 2s talked 0s peak 3",
                "c out: wait_canceled waited 1s talked 0s peak 3",
            ]
        ) { life in
            _ = life.join(c, starts: false, ends: true)
            return life.leave(c)
        },
        Row(
            .waiting, .leaveOfLast,
            [
                "a leaves 0 waiting", "END 1 last-participant-left by a peak 2",
                "a out: removed waited 3s talked 0s peak 2",
            ]
        ) { life in
            _ = life.leave(b)
            return life.leave(a, .removed)
        },
        Row(
            .waiting, .leaveOfOther,
            ["b leaves 1 waiting", "b out: wait_canceled waited 1s talked 0s peak 2"]
        ) { $0.leave(b) },
        Row(
            .waiting, .end,
            [
                "a leaves 1 waiting", "b leaves 0 waiting", "END 1 ended-by-api peak 2",
                "a out: ended_by_api waited 2s talked 0s peak 2",
                "b out: ended_by_api waited 1s talked 0s peak 2",
            ]
        ) { $0.step(.end(InstanceID(1), .api)) },
        Row(.waiting, .endOfAnother, ["instance 2 not running"]) { $0.step(.end(InstanceID(2), .error)) },
        Row(.waiting, .mute, ["a muted 2 muted waiting"]) { $0.step(.mute(a, true)) },
        Row(.waiting, .muteOfStranger, ["c not inside"]) { $0.step(.mute(c, true)) },
        Row(.waiting, .unmute, []) { $0.step(.mute(a, false)) },
        Row(.waiting, .hold, ["a held 2 held waiting", "a hears no more"]) { $0.step(.hold(a, true)) },
        Row(.waiting, .holdOfStranger, ["c not inside"]) { $0.step(.hold(c, true)) },
        Row(.waiting, .unhold, ["a unheld 2 waiting", "a hears own"]) { life in
            _ = life.step(.hold(a, true))
            return life.step(.hold(a, false))
        },
        Row(.waiting, .speech, []) { $0.step(.speech(a, true)) },
        Row(.waiting, .speechOfStranger, ["c not inside"]) { $0.step(.speech(c, false)) },
        Row(.waiting, .occupy, ["a hears no more"]) { $0.step(.occupy(a, true)) },
        Row(.waiting, .occupy, ["a hears own"]) { life in
            _ = life.step(.occupy(a, true))
            return life.step(.occupy(a, false))
        },
        Row(.waiting, .occupyOfStranger, ["c not inside"]) { $0.step(.occupy(c, true)) },
        Row(.waiting, .mediaFailure, ["a hears no more", "a media failed", "a hears standard"]) {
            $0.step(.waitingMediaFailed(a))
        },
        Row(.waiting, .mediaFailure, []) { $0.step(.waitingMediaFailed(b)) },
        Row(.waiting, .mediaFailureOfStranger, ["c not inside"]) { $0.step(.waitingMediaFailed(c)) },
        Row(.waiting, .recordingFailure, []) { $0.step(.recordingFailed(InstanceID(1))) },
        Row(.waiting, .recordingFailureOfAnother, []) { $0.step(.recordingFailed(InstanceID(2))) },
        Row(.waiting, .streamClose, []) { $0.step(.streamClosed(InstanceID(1))) },
        Row(.waiting, .streamCloseOfAnother, []) { $0.step(.streamClosed(InstanceID(2))) },
    ]

    static let startedRows: [Row] = [
        Row(.started, .joinOfStarter, ["c joins 3", "beep enter c"]) { $0.join(c, beep: .onEnter) },
        Row(.started, .joinOfWaiter, ["c joins 3"]) { $0.join(c, beep: .onExit, starts: false) },
        Row(.started, .joinOfCoach, ["c joins 3 coaching", "c coaches a", "beep enter c"]) {
            $0.join(c, beep: .both, coach: .call(a))
        },
        Row(.started, .joinOfCoachOfNobody, ["c refused coachNotFound"]) { $0.join(c, coach: .unknownCall) },
        Row(.started, .joinOfCoachOfStranger, ["c refused coachNotFound"]) { $0.join(c, coach: .call(d)) },
        Row(.started, .joinOfCoachOfStranger, ["c refused coachNotFound"]) { $0.join(c, coach: .call(c)) },
        Row(.started, .joinAtLimit, ["d refused full"]) { life in
            _ = life.join(c, coach: .call(a))
            return life.join(d)
        },
        Row(.started, .joinInside, ["a already inside"]) { $0.join(a, coach: .unknownCall) },
        Row(.started, .leaveOfStranger, ["c not inside"]) { $0.leave(c, .hungUp) },
        Row(
            .started, .leaveOfEnder,
            [
                "c leaves 2 coaching ends", "a leaves 1", "b leaves 0", "record off 4s 0", "stream off",
                "END 1 participant-with-end-on-exit-left by c lasted 4s recorded 4s peak 3",
                "a out: ended_by_participant by c waited 0s talked 4s peak 3",
                "b out: ended_by_participant by c waited 0s talked 3s peak 3",
                "c out: hung_up waited 0s talked 2s peak 3",
            ]
        ) { life in
            _ = life.join(c, beep: .both, ends: true, coach: .call(a))
            _ = life.step(.speech(a, true))
            return life.leave(c, .hungUp)
        },
        Row(
            .started, .leaveOfLast,
            [
                "b leaves 1", "c leaves 0 coaching", "record off 4s 0", "stream off",
                "END 1 last-participant-left by b lasted 4s recorded 4s peak 3",
                "b out: left waited 0s talked 3s peak 3",
                "c out: ended_by_last_leave by b waited 0s talked 2s peak 3",
            ]
        ) { life in
            _ = life.join(c, coach: .call(b))
            _ = life.leave(a)
            return life.leave(b)
        },
        Row(
            .started, .leaveOfOther,
            ["c leaves 2", "beep exit c", "c out: failed waited 0s talked 1s peak 3"]
        ) {
            life in
            _ = life.join(c, beep: .onExit)
            return life.leave(c, .failed)
        },
        Row(
            .started, .end,
            [
                "a leaves 1", "b leaves 0", "record off 2s 0", "stream off",
                "END 1 error lasted 2s recorded 2s peak 2",
                "a out: failed waited 0s talked 2s peak 2", "b out: failed waited 0s talked 1s peak 2",
            ]
        ) { $0.step(.end(InstanceID(1), .error)) },
        Row(.started, .endOfAnother, ["instance 2 not running"]) { $0.step(.end(InstanceID(2), .api)) },
        Row(.started, .mute, ["a muted 2 muted", "a speechStopped 2 muted"]) { life in
            _ = life.step(.speech(a, true))
            return life.step(.mute(a, true))
        },
        Row(.started, .muteOfStranger, ["c not inside"]) { $0.step(.mute(c, true)) },
        Row(.started, .unmute, ["a unmuted 2"]) { life in
            _ = life.step(.mute(a, true))
            return life.step(.mute(a, false))
        },
        Row(.started, .hold, ["a held 2 held"]) { $0.step(.hold(a, true)) },
        Row(.started, .hold, []) { life in
            _ = life.step(.hold(a, true))
            return life.step(.hold(a, true))
        },
        Row(.started, .holdOfStranger, ["c not inside"]) { $0.step(.hold(c, false)) },
        Row(.started, .unhold, ["a unheld 2"]) { life in
            _ = life.step(.hold(a, true))
            return life.step(.hold(a, false))
        },
        Row(.started, .speech, ["a speechStarted 2"]) { $0.step(.speech(a, true)) },
        Row(.started, .speech, []) { $0.step(.speech(a, false)) },
        Row(.started, .speech, []) { life in
            _ = life.step(.mute(a, true))
            return life.step(.speech(a, true))
        },
        Row(.started, .speechOfStranger, ["c not inside"]) { $0.step(.speech(c, true)) },
        Row(.started, .occupy, []) { $0.step(.occupy(a, true)) },
        Row(.started, .occupyOfStranger, ["c not inside"]) { $0.step(.occupy(c, true)) },
        Row(.started, .mediaFailure, ["c media failed"]) { life in
            _ = life.join(c, media: .own)
            return life.step(.waitingMediaFailed(c))
        },
        Row(.started, .mediaFailureOfStranger, ["c not inside"]) { $0.step(.waitingMediaFailed(c)) },
        Row(.started, .recordingFailure, ["record off 2s 2 failed"]) {
            $0.step(.recordingFailed(InstanceID(1)))
        },
        Row(.started, .recordingFailure, []) { life in
            _ = life.step(.recordingFailed(InstanceID(1)))
            return life.step(.recordingFailed(InstanceID(1)))
        },
        Row(.started, .recordingFailureOfAnother, []) { $0.step(.recordingFailed(InstanceID(2))) },
        Row(.started, .streamClose, ["stream off failed"]) { $0.step(.streamClosed(InstanceID(1))) },
        Row(.started, .streamCloseOfAnother, []) { $0.step(.streamClosed(InstanceID(2))) },
    ]
}
