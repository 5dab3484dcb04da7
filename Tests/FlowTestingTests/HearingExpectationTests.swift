import FlowTesting
import Testing

struct `What is expected to be heard` {
    /// Ann waits with music, bob starts the conference, and both talk.
    private static let flow = """
        - answer
        - play: "say:Welcome"
        - joinConference:
            name: team
            startOnEnter: "${call.from == '+15555550112'}"
            waitUrl: https://example.com/music/hold.mp3?x=1
            beep: onExit
        - hangup
        """
    private static let script = """
        do:
        - {at: 8s, ann: {says: Good morning, for: 2s}}
        - {at: 9s, bob: {says: Yes, for: 2s}}
        - {at: 15s, bob: hangs up}
        - {at: 20s, ann: hangs up}
        """

    private func check(_ cases: [(String, [String])], _ location: SourceLocation = #_sourceLocation) throws {
        try FlowTestingTests.check(Self.flow, Self.script, cases, location)
    }

    @Test func `is some of it, in order`() throws {
        try check([
            ("ann: {hears: [{says: Welcome}, {media: hold.mp3}, bob, beep]}", []),
            ("ann: {hears: [{at: 0.42s, to: 5.42s, media: music/hold.mp3}]}", []),
            ("ann: {hears: [{at: 9s, for: 2s, says: Yes, by: bob}, {beep: exit, by: bob, at: 15s}]}", []),
            ("bob: {hears: [{from: 5s, to: 5.42s, says: Wel, by: flow}, {by: ann, from: 8s}]}", []),
            ("ann: {hears: [music, {silence: 3s}, bob, {silence: 4s}]}", []),
            (
                "ann: {hears: [{at: 12s, says: Yes}]}",
                ["ann: expected to hear \"Yes\" at 12s; heard it from 9s to 11s"]
            ),
            (
                "ann: {hears: [beep, {says: Yes}]}",
                ["ann: expected to hear \"Yes\"; heard it from 9s to 11s, before what stands before it"]
            ),
            ("ann: {hears: [{says: yes}]}", ["ann: expected to hear \"yes\"; did you mean \"Yes\"?"]),
            (
                "ann: {hears: [{says: Yes, by: flow}]}",
                ["ann: expected to hear \"Yes\" by flow; heard \"Yes\" by bob from 9s to 11s"]
            ),
            (
                "bob: {hears: [{media: nothing.mp3}]}",
                [
                    "bob: expected to hear nothing.mp3; heard \"Welcome\" from 5s to 5.42s, "
                        + "\"Good morning\" by ann from 8s to 10s"
                ]
            ),
            (
                "ann: {hears: [{media: other.wav}]}",
                [
                    "ann: expected to hear other.wav; heard \"Welcome\" from 0s to 0.42s, "
                        + "hold.mp3 from 0.42s to 5.42s, \"Yes\" by bob from 9s to 11s"
                ]
            ),
            (
                "ann: {hears: [{silence: 10s}]}",
                [
                    "ann: expected to hear 10s of silence; heard \"Welcome\" from 0s to 0.42s, "
                        + "hold.mp3 from 0.42s to 5.42s, \"Yes\" by bob from 9s to 11s"
                ]
            ),
        ])
    }

    @Test func `is all of it`() throws {
        try check([
            ("bob: {hears: {only: [{says: Welcome}, {at: 8s, by: ann}]}}", []),
            ("ann: {hears: {only: [{says: Welcome}, music, bob, beep]}}", []),
            (
                "bob: {hears: {only: [{says: Welcome}]}}",
                ["bob: expected to hear nothing else; heard \"Good morning\" by ann from 8s to 10s"]
            ),
            (
                "bob: {hears: {only: []}}",
                ["bob: expected to hear nothing at all; heard \"Welcome\" from 5s to 5.42s"]
            ),
            (
                "bob: {hears: {only: [ann]}}",
                ["bob: expected to hear a voice by ann; heard \"Welcome\" from 5s to 5.42s"]
            ),
            (
                "bob: {hears: {only: [{says: Welcome}, ann, beep]}}",
                [
                    "bob: expected to hear a beep; heard \"Welcome\" from 5s to 5.42s, "
                        + "\"Good morning\" by ann from 8s to 10s"
                ]
            ),
        ])
    }

    @Test func `may be that something is not heard`() throws {
        try check([
            ("ann: {never hears: [ring, {music: standard}, {music after: start}, {silence: 60s}, ann]}", []),
            ("ann: {never hears: [{beep: enter}, {says: yes}, {media: ld.mp3}]}", []),
            ("ann: {never hears: [{media: hold.mp3, from: 5.42s}, {says: Yes, to: 9s}]}", []),
            ("ann: {never hears: [{media: hold.mp3, for: 6s}]}", []),
            ("bob: {never hears: [beep, bob]}", []),
            (
                "ann: {never hears: [bob]}",
                ["ann: expected never to hear a voice by bob; heard \"Yes\" by bob from 9s to 11s"]
            ),
            (
                "ann: {never hears: [beep, music]}",
                [
                    "ann: expected never to hear a beep; heard a beep (exit of bob) at 15s",
                    "ann: expected never to hear music; heard hold.mp3 from 0.42s to 5.42s",
                ]
            ),
            (
                "ann: {never hears: [{media: hold.mp3, from: 5s}]}",
                ["ann: expected never to hear hold.mp3 from 5s on; heard hold.mp3 from 0.42s to 5.42s"]
            ),
            (
                "bob: {never hears: [{silence: 5s}]}",
                ["bob: expected never to hear 5s of silence; heard silence from 10s to 15s"]
            ),
            (
                "every caller: {never hears: [{says: Welcome}]}",
                [
                    "ann: expected never to hear \"Welcome\"; heard \"Welcome\" from 0s to 0.42s",
                    "bob: expected never to hear \"Welcome\"; heard \"Welcome\" from 5s to 5.42s",
                ]
            ),
        ])
    }

    @Test func `names the step that ran then`() throws {
        let trial = try Trial(Self.flow, Self.script + "\nexpect: {ann: {never hears: [bob]}}")
        let failure = try #require(trial.failures.first)
        #expect(failure.at == .seconds(9) && failure.place?.step == "joinConference")
        #expect(trial.places == ["bob"])
    }

    @Test func `is music of the platform where there is no other`() throws {
        try FlowTestingTests.check(
            "- joinConference: {name: a, startOnEnter: false, beep: 'true'}",
            "do: [{at: 9s, ann: hangs up, bob: hangs up}]",
            [
                ("ann: {hears: {only: [{music: standard, from: 0s, to: 9s}]}}", []),
                (
                    "ann: {hears: [{music: own}]}",
                    ["ann: expected to hear music (own); heard music from 0s to 9s"]
                ),
            ])
    }

    @Test func `is a coach for one, and a tone for all but its cause`() throws {
        try FlowTestingTests.check(
            """
            - cond:
                - when: call.from == '+15555550112'
                  then:
                    - joinConference: {name: a, coach: c-1}
                    - hangup
            - joinConference: {name: a}
            """,
            "do: [{at: 7s, bob: {says: Slowly, for: 1s}}, {at: 9s, bob: hangs up}, {at: 12s, ann: hangs up}]",
            [
                (
                    "ann: {hears: {only: [{beep: enter, by: bob, at: 5s}, {says: Slowly, by: bob}, beep]}}",
                    []
                ),
                ("bob: {hears: {only: []}}", []),
                (
                    "ann: {hears: [{beep: exit, at: 9s}, bob]}",
                    [
                        "ann: expected to hear a voice by bob; heard it from 7s to 8s, "
                            + "before what stands before it"
                    ]
                ),
                (
                    "ann: {never hears: [{beep: exit, by: bob}]}",
                    [
                        "ann: expected never to hear a beep (exit) by bob; heard a beep (exit of bob) at 9s"
                    ]
                ),
            ])
    }

    @Test func `is a ring tone and whoever answers, when others are dialled`() throws {
        try FlowTestingTests.check(
            """
            - answer
            - connect: {to: "+15555550199"}
            - hangup
            """,
            "callers: {bob: none}\ndo: [{after: ann is connected, in: 4s, ann: {says: Thanks, for: 1s}}]",
            top: """
                legs:
                  "+15555550199": {as: carol, answers: 3s, does: [{says: Carol here, for: 2s}, {waits: 5s}, hangs up]}
                """,
            [
                (
                    "ann: {hears: {only: [{ring: any, to: 3s}, {says: Carol, by: carol, from: 3s, to: 5s}]}}",
                    []
                ),
                (
                    "carol: {hears: {only: [{by: ann, at: 7s}]}, answered: 3s, ends: {by: caller, at: 10s}}",
                    []
                ),
                ("carol: {steps: [], conference: none}", []),
                (
                    "ann: {hears: [{ring: any, at: 1s}]}",
                    ["ann: expected to hear a ring tone at 1s; heard it from 0s to 3s"]
                ),
                (
                    "carol: {never hears: [ann]}",
                    ["carol: expected never to hear a voice by ann; heard \"Thanks\" by ann from 7s to 8s"]
                ),
            ])
    }

    @Test func `is told by its nearest name`() throws {
        try check([
            ("ann: {hears: [{media: holt.mp3}]}", ["ann: expected to hear holt.mp3; did you mean hold.mp3?"]),
            (
                "ann: {hears: [{says: Welcom e}]}",
                ["ann: expected to hear \"Welcom e\"; did you mean \"Welcome\"?"]
            ),
        ])
    }
}
