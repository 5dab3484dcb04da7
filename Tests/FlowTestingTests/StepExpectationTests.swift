import FlowTesting
import SourceText
import Testing

struct `Steps that are expected` {
    private static let flow = """
        - answer
        - play: "say:Hello"
        - cond:
            - when: call.from == '+15555550112'
              then: [hangup]
        - sleep: 2s
        - hangup
        """

    private func check(_ cases: [(String, [String])], _ location: SourceLocation = #_sourceLocation) throws {
        try FlowTestingTests.check(Self.flow, "do: []", cases, location)
    }

    @Test func `are all of them, in order`() throws {
        try check([
            ("ann: {steps: [answer, play, cond, sleep, hangup]}", []),
            ("ann: {steps: [answer, ':4', 'cond:5', sleep, hangup]}", []),
            ("bob: {steps: [answer, play, cond, 'hangup:7']}", []),
            (
                "ann: {steps: [answer, cond]}",
                ["ann: expected cond as step 2; play (line 4) ran"]
            ),
            (
                "ann: {steps: [answer, play, cond, sleep]}",
                ["ann: expected no step after sleep; hangup (line 9) ran"]
            ),
            (
                "bob: {steps: [answer, play, cond, hangup, sleep]}",
                ["bob: expected sleep as step 5; no step ran after hangup (line 7)"]
            ),
            ("ann: {steps: []}", ["ann: expected no step at all; answer (line 3) ran"]),
            (
                "ann: {steps: ['answer:4']}", ["ann: expected answer (line 4) as step 1; answer (line 3) ran"]
            ),
        ])
    }

    @Test func `may be some of them`() throws {
        try check([
            ("ann: {steps include: [answer, hangup]}", []),
            ("ann: {steps include: [play]}", []),
            (
                "ann: {steps include: [hangup, answer]}",
                ["ann: expected answer after hangup; it ran before that only"]
            ),
            ("bob: {steps include: [play, sleep]}", ["bob: expected sleep after play; it did not run"]),
            ("bob: {steps include: ['hangup:9']}", ["bob: expected hangup (line 9); it did not run"]),
        ])
    }

    @Test func `may be those that must not run`() throws {
        try check([
            ("bob: {never runs: [sleep, ':9']}", []),
            ("ann: {never runs: ['hangup:7']}", []),
            (
                "ann: {never runs: [record, hangup]}",
                ["ann: expected that hangup never runs; hangup (line 9) ran"]
            ),
            (
                "every caller: {never runs: [sleep]}",
                ["ann: expected that sleep never runs; sleep (line 8) ran"]
            ),
        ])
    }

    @Test func `are told where they stand`() throws {
        let trial = try Trial(Self.flow, "do: []\nexpect: {ann: {steps: [answer, cond]}}")
        let failure = try #require(trial.failures.first)
        #expect(trial.places == ["cond"])
        #expect(failure.id == "unmet-steps" && failure.at == .zero)
        let place = try #require(failure.place)
        #expect((place.line, place.column, place.step) == (4, 7, "play"))
        #expect(place.file.text(in: place.range) == "play")
    }
}

struct `The end that is expected` {
    private static let flow = """
        - answer
        - sleep: 2s
        - hangup: busy
        """

    @Test func `has a time, a place, a reason and somebody who made it`() throws {
        try check(
            Self.flow, "do: [{at: 6s, bob: hangs up}]",
            [
                ("ann: {ends: {by: flow, at: 2s, line: 5, reason: busy}}", []),
                ("bob: {ends: {by: caller, at: 6s, line: 4, reason: hangup}}", []),
                ("every caller: {ends: once}", []),
                (
                    "ann: {ends: {by: caller}}",
                    ["ann: expected the call to be ended by the caller; the flow ended it (busy)"]
                ),
                ("ann: {ends: {at: 3s}}", ["ann: expected the call to end at 3s; it ended at 2s"]),
                (
                    "bob: {ends: {line: 5}}",
                    ["bob: expected the call to end at line 5; it ended at sleep (line 4)"]
                ),
                ("bob: {ends: {reason: cancel}}", ["bob: expected the reason cancel; it was hangup"]),
                ("ann: {ends: never}", ["ann: expected that the call does not end; the flow ended it at 2s"]),
                (
                    "ann: {ends: {by: system, at: 1.5s}}",
                    [
                        "ann: expected the call to be ended by the system; the flow ended it (busy)",
                        "ann: expected the call to end at 1.5s; it ended at 2s",
                    ]
                ),
            ])
    }

    @Test func `may be a time of the answer, or that there is none`() throws {
        try check(
            "- sleep: 1500ms\n- cond: [{when: call.from == '+15555550111', then: [answer]}]\n- hangup",
            "do: []",
            [
                ("ann: {answered: 1.5s}", []), ("bob: {answered: never}", []),
                ("ann: {answered: 1s}", ["ann: expected an answer at 1s; the call was answered at 1.5s"]),
                ("ann: {answered: never}", ["ann: expected no answer; the call was answered at 1.5s"]),
                ("bob: {answered: 5s}", ["bob: expected an answer at 5s; the call was never answered"]),
            ])
    }

    @Test func `may be that of everything`() throws {
        try check(
            Self.flow, "do: []",
            [
                ("lasts: 7s", []),
                (
                    "lasts: 6.999s",
                    ["expected the scenario to last 6.999s; the last thing happened at 7s"]
                ),
            ])
    }
}
