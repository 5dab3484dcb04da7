import FlowRuntime

// Rooms: in and out, two calls in one, a hang-up inside.
extension Scene {
    static let room = "conformance"

    private static func join(
        _ name: String, startOnEnter: Bool = true, endOnExit: Bool = false
    ) -> Step {
        .give(
            .joinConference(
                JoinConferenceCommand(name: name, startOnEnter: startOnEnter, endOnExit: endOnExit)))
    }

    static func conferences(_ beat: Duration) -> [Scene] {
        [
            Scene(
                "conference", needs: [.conference],
                [
                    answer, .awaitAnswers, join(room), .awaitConference(.joined), .awaitAnswers,
                    .give(.startTimer(beat)), .awaitAnswers, .leaveConference, .awaitConference(.left),
                    .awaitAnswers, .give(.startTimer(beat)), .awaitAnswers, hangUp, .awaitEnd,
                ]),
            Scene(
                "not-inside", needs: [.conference],
                [
                    answer, .awaitAnswers, .give(.leaveConference(conferenceID: "no such conference")),
                    .awaitAnswers, hangUp, .awaitEnd,
                ]),
            Scene(
                "conference-hang-up", needs: [.conference],
                from: FarEnd(upon: .isAnswered, [.init(.hangUp, after: beat * 2)]),
                [answer, .awaitAnswers, join(room), .awaitConference(.joined), .awaitEnd]),
            Scene("conference-of-two", needs: [.conference], [guest(beat), host(beat)]),
            Scene(
                "full-room", needs: [.conference], without: .tellsFullConference,
                (0..<3).map { oneTooMany($0, beat) }),
            Scene(
                "full-room-told", needs: [.conference, .tellsFullConference],
                (0..<3).map { oneTooMany($0, beat) }),
        ]
    }

    /// Joins a room for two and stays until all have tried.
    private static func oneTooMany(_ number: Int, _ beat: Duration) -> Party {
        var settings = JoinConferenceCommand.RoomSettings()
        settings.maxParticipants = 2
        return Party(
            farEnd: FarEnd(calls: beat * number),
            part: .steps([
                answer, .awaitAnswers,
                .give(.joinConference(JoinConferenceCommand(name: room, room: settings))),
                .awaitConference(.joined), .awaitAnswers, .give(.startTimer(beat * 4)), .awaitAnswers, hangUp,
                .awaitEnd,
            ]))
    }

    /// Waits for the host, and is put out by the room's end.
    private static func guest(_ beat: Duration) -> Party {
        Party(
            farEnd: FarEnd(),
            part: .steps([
                answer, .awaitAnswers, join(room, startOnEnter: false), .awaitConference(.started),
                .awaitConference(.left), hangUp, .awaitEnd,
            ]))
    }

    private static func host(_ beat: Duration) -> Party {
        Party(
            farEnd: FarEnd(calls: beat * 2),
            part: .steps([
                answer, .awaitAnswers, join(room, endOnExit: true), .awaitConference(.joined), .awaitAnswers,
                .give(.startTimer(beat * 2)), .awaitAnswers, .leaveConference, .awaitConference(.left),
                .awaitAnswers, hangUp, .awaitEnd,
            ]))
    }
}
