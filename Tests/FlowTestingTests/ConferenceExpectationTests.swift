import FlowTesting
import Testing

struct `A stay that is expected` {
    /// Ann waits for bob, who ends it.
    private func check(_ cases: [(String, [String])], _ location: SourceLocation = #_sourceLocation) throws {
        try FlowTestingTests.check(
            """
            - joinConference:
                name: team
                startOnEnter: "${call.from == '+15555550112'}"
                endOnExit: "${call.from == '+15555550112'}"
            - hangup
            """, "do: [{at: 15s, bob: hangs up}]", cases, location)
    }

    @Test func `has an outcome, its cause, times and a peak`() throws {
        try check([
            (
                """
                ann:
                  conference:
                    outcome: ended_by_participant
                    reason: a participant with endOnExit left, and the conference ended
                    by: bob
                    waited: 5s
                    talked: 10s
                    peak_size: 2
                """, []
            ),
            ("bob: {conference: [{outcome: hung_up, waited: 0s}]}", []),
            (
                "ann: {conference: {outcome: left}}",
                ["ann: expected the outcome left; it was ended_by_participant"]
            ),
            ("ann: {conference: {by: ann}}", ["ann: expected its end by ann; it was bob"]),
            ("ann: {conference: {by: nobody}}", ["ann: expected its end by nobody; it was bob"]),
            (
                "ann: {conference: {waited: 4s, talked: 9.999s, peak_size: 3}}",
                [
                    "ann: expected a wait of 4s; it was 5s", "ann: expected a talk of 9.999s; it was 10s",
                    "ann: expected a peak size of 3; it was 2",
                ]
            ),
            (
                "bob: {conference: {reason: gone}}",
                ["bob: expected the reason \"gone\"; it was \"the call ended\""]
            ),
            (
                "ann: {conference: none}",
                ["ann: expected no conference; there was 1, the last ended_by_participant"]
            ),
            (
                "ann: {conference: [{outcome: left}, {outcome: full}]}",
                ["ann: expected 2 stays in conferences; there was 1, the last ended_by_participant"]
            ),
        ])
    }

    @Test func `may have been refused, and may be one of several`() throws {
        let flow = """
            - joinConference: {name: "room of ${call.call_id}", until: joined}
            - leaveConference
            - joinConference: {name: team, coach: c-9}
            - hangup
            """
        try FlowTestingTests.check(
            flow, "do: []",
            [
                (
                    """
                    ann:
                      conference:
                      - {outcome: left, name: "room of ${ann.call_id}"}
                      - {outcome: coach_not_found, name: team, peak_size: 0}
                    """, []
                ),
                (
                    "bob: {conference: {name: \"room of ${bob.call_id}\"}}",
                    ["bob: expected the conference \"room of c-2\"; it was \"team\""]
                ),
                ("bob: {conference: {outcome: coach_not_found}}", []),
                (
                    "bob: {conference: {outcome: left}}",
                    ["bob: expected the outcome left; it was coach_not_found"]
                ),
                ("room \"team\": {instances: 0, events: [ann is refused, bob is refused]}", []),
            ])
    }

    @Test func `may be missing`() throws {
        try FlowTestingTests.check(
            "- hangup", "do: []",
            [
                ("ann: {conference: none}", []),
                ("ann: {conference: {outcome: left}}", ["ann: expected a conference; ann was in none"]),
                ("room \"a\": {instances: 0}", []),
                ("room \"a\": {instances: 0, peak: 1}", ["expected a conference \"a\"; nobody joined one"]),
                ("every room: {ends: once}", ["expected a conference; nobody joined one"]),
            ])
    }
}

struct `A room that is expected` {
    private static let flow = """
        - joinConference:
            name: "team-%{call.to}"
            record: record-from-start
            trim: do-not-trim
            stream: {url: wss://example.com/audio}
            startOnEnter: "${call.from == '+15555550112'}"
        - hangup
        """
    private static let script = """
        do:
        - {at: 6s, ann: {says: Good morning, for: 2s}}
        - {at: 7s, bob: {says: Yes, for: 1s}}
        - {at: 15s, bob: hangs up}
        - {at: 20s, ann: hangs up}
        """

    private func check(_ cases: [(String, [String])], _ location: SourceLocation = #_sourceLocation) throws {
        let named = cases.map { ("room \"team-+15555550100\": \($0.0)", $0.1) }
        try FlowTestingTests.check(Self.flow, Self.script, named, location)
    }

    @Test func `has events in order`() throws {
        let all =
            "ann joins, bob joins, start, recording starts, stream opens, bob leaves, ann leaves, "
            + "recording stops, stream closes, end"
        try check([
            ("{events: [\(all)]}", []),
            ("{events include: [ann joins, start, bob leaves, end]}", []),
            (
                "{events: [ann joins, start]}",
                ["expected 'start' as event 2; 'bob joins' came ('start' came at 5s)"]
            ),
            (
                "{events: [bob joins]}",
                ["expected 'bob joins' as event 1; 'ann joins' came ('bob joins' came at 5s)"]
            ),
            ("{events: [\(all), ann joins]}", ["expected 'ann joins' as event 11; nothing more happened"]),
            ("{events: [ann joins]}", ["expected no further event; 'bob joins' came"]),
            ("{events include: [start, ann joins]}", ["expected 'ann joins'; it came at 0s, too early"]),
            ("{events include: [bob is refused]}", ["expected 'bob is refused'; it never came"]),
        ])
    }

    @Test func `begins and ends`() throws {
        try check([
            ("{instances: 1, ends: once, peak: 2, members after end: 0}", []),
            ("{start: {at: 5s, by: bob}}", []),
            ("{end: {reason: last-participant-left, by: ann, at: 20s, lasted: 15s, size: 0}}", []),
            ("{end: [{at: 20s}]}", []),
            ("{instances: 0}", ["expected 0 instances of \"team-+15555550100\"; there was 1"]),
            ("{instances: 2}", ["expected 2 instances of \"team-+15555550100\"; there was 1"]),
            ("{peak: 3}", ["expected a peak of 3 in \"team-+15555550100\"; it was 2"]),
            (
                "{members after end: 1}",
                ["expected 1 member of \"team-+15555550100\" after its end; there was none"]
            ),
            ("{start: {at: 6s}}", ["expected the start at 6s; it came at 5s"]),
            ("{start: {by: ann}}", ["expected the start by ann; bob started it"]),
            ("{start: never}", ["expected that \"team-+15555550100\" never starts; bob started it"]),
            (
                "{end: {reason: ended-by-api, by: bob, at: 2s, lasted: 1s, size: 1}}",
                [
                    "expected the end for the reason ended-by-api; it was last-participant-left",
                    "expected the end by bob; it was ann", "expected the end at 2s; it was 20s",
                    "expected the end after 1s; it was 15s", "expected the end with the size 1; it was 0",
                ]
            ),
            ("{end: [{at: 20s}, {at: 30s}]}", ["expected 2 ends of \"team-+15555550100\"; there was 1"]),
        ])
    }

    @Test func `is recorded and streamed`() throws {
        try check([
            ("{recorded: {from: 5s, to: 20s, lasts: 15s, contains: [ann, bob], trimmed: false}}", []),
            ("{recorded: {contains: [{says: morning, by: ann}], without: [{says: No}]}}", []),
            ("{streamed: {from: 5s, to: 20s, contains: [{says: Yes}]}}", []),
            ("{recorded: nothing}", ["expected no recording; there was one from 5s to 20s"]),
            ("{streamed: nothing}", ["expected no stream; there was one from 5s to 20s"]),
            (
                "{recorded: {from: 6s, to: 19s, trimmed: true}}",
                [
                    "expected the recording from 6s; it was 5s", "expected the recording to 19s; it was 20s",
                    "expected silence to be cut from the recording; it is not cut",
                ]
            ),
            ("{recorded: {lasts: 14s}}", ["expected a recording of 14s; it lasted 15s"]),
            (
                "{recorded: {contains: [{says: Yes, by: ann}], without: [bob]}}",
                [
                    "expected \"Yes\" by ann in the recording; "
                        + "it holds \"Good morning\" by ann, \"Yes\" by bob",
                    "bob: expected no voice of bob in the recording; it holds \"Yes\" at 7s",
                ]
            ),
        ])
    }

    @Test func `holds no coach and nobody who is muted`() throws {
        try FlowTestingTests.check(
            """
            - cond:
                - when: call.from == '+15555550112'
                  then: [{joinConference: {name: a, coach: c-1}}, hangup]
            - joinConference: {name: a, record: record-from-start, trim: do-not-trim}
            """,
            "do: [{at: 7s, bob: {says: Slowly}}, {at: 9s, ann: hangs up}]",
            [
                ("room \"a\": {recorded: {without: [bob, ann], from: 0s, trimmed: false}}", []),
                (
                    "room \"a\": {recorded: {contains: [bob]}}",
                    ["expected the voice of bob in the recording; it holds no voice"]
                ),
                ("room \"a\": {streamed: nothing}", []),
                (
                    "room \"a\": {streamed: {contains: [bob]}}",
                    ["expected a stream; there was none"]
                ),
                (
                    "room \"b\": {peak: 1, instances: 1}",
                    ["expected a conference \"b\"; there was \"a\", did you mean that?"]
                ),
                (
                    "room \"other-${bob.call_id}\": {peak: 1}",
                    ["expected a conference \"other-c-2\"; there was \"a\""]
                ),
            ])
    }

    @Test func `may come to be again, or never start`() throws {
        try FlowTestingTests.check(
            "- joinConference: {name: a, startOnEnter: false}",
            "do: [{at: 4s, ann: hangs up}, {at: 6s, bob: hangs up}]",
            [
                ("room \"a\": {instances: 2, start: never, ends: once}", []),
                ("every room: {end: [{by: ann, at: 4s}, {by: bob, at: 6s}]}", []),
                ("room \"a\": {end: {by: bob}}", []),
                ("room \"a\": {start: {at: 0s}}", ["expected a start of \"a\"; it never started"]),
                ("room \"a\": {end: {lasted: 2s}}", ["expected the end after 2s; it was without a start"]),
                ("room \"a\": {instances: 1}", ["expected 1 instance of \"a\"; there were 2"]),
            ])
    }
}
