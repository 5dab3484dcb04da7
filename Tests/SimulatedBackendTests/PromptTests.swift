import FlowRuntime
import SimulatedBackend
import Testing

struct `A prompt` {
    /// One second of sound, then two seconds for the first digit and one between digits.
    static func command(
        maxDigits: Int = 4, terminators: String = "#", items: [MediaItem] = [.silence(.seconds(1))],
        speech: SpeechCollection? = nil
    ) -> CallCommand {
        .prompt(
            PromptCommand(
                play: PlayCommand(items: items),
                digits: DigitCollection(
                    maxDigits: maxDigits, terminators: terminators, digitTimeout: .seconds(1),
                    initialTimeout: .seconds(2)),
                speech: speech))
    }

    /// What the caller does at a time, and what comes of it.
    struct Case {
        var does: [(at: Double, deed: Deed)]
        var gives: String
        var maxDigits = 4
    }

    static let cases = [
        // Nothing, and input that is none.
        Case(does: [], gives: "3.0 c-1 #2 no input"),
        Case(does: [(3.0, .press("1"))], gives: "3.0 c-1 #2 no input"),
        Case(does: [(1.0, .speak("hello", .seconds(1)))], gives: "3.0 c-1 #2 no input"),
        Case(does: [(1.0, .press("x"))], gives: "3.0 c-1 #2 no input"),
        Case(does: [(1.0, .press(""))], gives: "3.0 c-1 #2 no input"),
        // Too few digits.
        Case(does: [(2.9, .press("1"))], gives: "3.9 c-1 #2 digits '1' ''"),
        Case(does: [(2.0, .press("12"))], gives: "3.1 c-1 #2 digits '12' ''"),
        Case(does: [(2.0, .press("1")), (3.0, .press("2"))], gives: "3.0 c-1 #2 digits '1' ''"),
        Case(does: [(2.0, .press("1")), (2.9, .press("2"))], gives: "3.9 c-1 #2 digits '12' ''"),
        // Enough of them, a terminator, and what is pressed too late.
        Case(does: [(2.0, .press("1234"))], gives: "2.3 c-1 #2 digits '1234' ''"),
        Case(does: [(2.0, .press("12345"))], gives: "2.3 c-1 #2 digits '1234' ''"),
        Case(does: [(2.0, .press("12#"))], gives: "2.2 c-1 #2 digits '12' '#'"),
        Case(does: [(2.0, .press("#"))], gives: "2.0 c-1 #2 digits '' '#'"),
        Case(does: [(2.0, .press("*a"))], gives: "3.1 c-1 #2 digits '*A' ''"),
        // During the sound.
        Case(does: [(0.5, .press("1"))], gives: "1.5 c-1 #2 digits '1' ''"),
        Case(does: [(0.5, .press("1"))], gives: "0.5 c-1 #2 digits '1' ''", maxDigits: 1),
        Case(does: [(0.5, .press("1"))], gives: "0.5 c-1 #2 digits '1' ''", maxDigits: 0),
        Case(does: [(0.0, .press("77#"))], gives: "0.2 c-1 #2 digits '77' '#'"),
    ]

    @Test func `counts its times from the end of the sound and between digits`() {
        for (number, expected) in Self.cases.enumerated() {
            var (desk, leg) = Desk.answered()
            desk.perform(Self.command(maxDigits: expected.maxDigits), on: leg)
            for (at, deed) in expected.does {
                desk.run(until: at)
                desk.inject(deed, on: leg)
            }
            desk.run(until: 10)
            #expect(desk.lines == [expected.gives], "case \(number)")
        }
    }

    @Test func `hears what is said to its end and a second of silence`() {
        let speech = SpeechCollection(timeout: .seconds(5), endTimeout: .seconds(1))
        let cases: [(does: [(Double, Deed)], gives: String)] = [
            ([], "3.0 c-1 #2 no input"),
            ([(0.5, .speak("yes", .seconds(1)))], "2.5 c-1 #2 speech 'yes'"),
            ([(2.9, .speak("yes", .seconds(2)))], "5.9 c-1 #2 speech 'yes'"),
            (
                [(1.0, .speak("one", .seconds(1))), (2.5, .speak("two", .seconds(1)))],
                "4.5 c-1 #2 speech 'one two'"
            ),
            ([(1.0, .speak("endless", .seconds(60)))], "6.0 c-1 #2 no match"),
            // Keys win over words that have not been recognised.
            ([(1.0, .speak("yes", .seconds(1))), (1.5, .press("1"))], "2.5 c-1 #2 digits '1' ''"),
        ]
        for (number, expected) in cases.enumerated() {
            var (desk, leg) = Desk.answered()
            desk.perform(Self.command(speech: speech), on: leg)
            for (at, deed) in expected.does {
                desk.run(until: at)
                desk.inject(deed, on: leg)
            }
            desk.run(until: 20)
            #expect(desk.lines == [expected.gives], "case \(number)")
        }
    }

    @Test func `does not know what was pressed before it began`() {
        var (desk, leg) = Desk.answered()
        desk.inject(.press("1234"), on: leg)
        desk.run(until: 1)
        desk.perform(Self.command(), on: leg)
        desk.run(until: 10)
        #expect(desk.lines == ["4.0 c-1 #2 no input"])
    }

    @Test func `keeps a secret out of what is observed`() {
        var (desk, leg) = Desk.answered()
        desk.perform(
            .prompt(
                PromptCommand(
                    play: PlayCommand(items: [], statusURL: "https://example.com/s"),
                    digits: DigitCollection(maxDigits: 4), isSensitive: true)),
            on: leg)
        desk.inject(.press("4711"), on: leg)
        desk.run(until: 5)
        #expect(desk.lines == ["0.3 c-1 #2 digits '4711' ''"])
        let story =
            desk.phone.events.map { "\($0.what)" }.joined() + desk.phone.callbacks.map(\.body).joined()
        #expect(!story.contains("4711") && story.contains("***"))
    }

    @Test func `is refused before the answer, after the end and beside another`() {
        var desk = Desk()
        let leg = desk.call()
        desk.perform(Self.command(), on: leg)
        desk.perform(.answer(AnswerCommand()), on: leg)
        desk.perform(Self.command(), on: leg)
        desk.perform(Self.command(), on: leg)
        desk.inject(.hangUp, on: leg)
        desk.perform(Self.command(), on: leg)
        desk.runToTheEnd()
        #expect(
            desk.lines == [
                "0.0 c-1 inbound", "0.0 c-1 #1 failed: refused", "0.0 c-1 #2 done",
                "0.0 c-1 #4 failed: refused",
                "0.0 c-1 ended by caller: hangup", "0.0 c-1 #5 failed: callGone",
            ])
    }
}

struct `Speech` {
    @Test func `takes as long as it has scalars, whatever their bytes`() {
        for (text, scalars) in [("", 0), ("abc", 3), ("Grüße", 5), ("e\u{301}", 2), ("😀 ok", 4)]
            as [(String, Int64)]
        {
            #expect(Timing.speaking(text) == .milliseconds(60 * scalars))
        }
    }
}
