import FlowRuntime

// Whole flows, run by a driver as in production.
extension Scene {
    static func flows(_ beat: Duration) -> [Scene] {
        let silence = "\(beat.milliseconds)ms"
        return [
            Scene(
                "flow",
                [
                    Party(
                        farEnd: FarEnd(),
                        part: .flow(
                            """
                            version: 1.0.0
                            sections:
                              main:
                                - answer
                                - sleep: \(silence)
                                - play: "say:conformance"
                                - hangup
                            """))
                ]),
            Scene(
                "flow-conference", needs: [.conference],
                [
                    Party(
                        farEnd: FarEnd(),
                        part: .flow(
                            """
                            version: 1.0.0
                            sections:
                              main:
                                - joinConference: {name: \(room), until: joined}
                                - sleep: \(silence)
                                - leaveConference
                                - hangup
                            """))
                ]),
            Scene(
                "flow-cut",
                [
                    Party(
                        farEnd: FarEnd(upon: .isAnswered, [FarEnd.Act(.hangUp, after: beat)]),
                        part: .flow(
                            """
                            version: 1.0.0
                            onHangup:
                              - request: {url: "https://conformance.invalid/", method: GET, timeout: 1}
                            sections:
                              main:
                                - answer
                                - sleep: 1h
                            """))
                ]),
        ]
    }
}
