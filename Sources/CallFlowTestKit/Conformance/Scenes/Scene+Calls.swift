import FlowModel
import FlowRuntime

// Calls, timers and waits for keys: what every backend can do.
extension Scene {
    static let answer = Step.give(.answer(AnswerCommand()))
    static let hangUp = Step.give(.hangup(.hangup))
    /// `.invalid` never resolves (RFC 6761 §6.4): no request of the suite reaches anybody.
    static let request = HTTPRequest(
        method: "GET", url: "https://conformance.invalid/", timeout: .seconds(1))

    static func calls(_ beat: Duration) -> [Scene] {
        [
            Scene(
                "plain", [answer, .awaitAnswers, .give(.startTimer(beat)), .awaitAnswers, hangUp, .awaitEnd]),
            Scene("request", [answer, .give(.request(request)), .awaitAnswers, hangUp, .awaitEnd]),
            Scene(
                "gives-up-ringing", from: FarEnd([.init(.hangUp, after: beat)]),
                [.awaitEnd, answer, .awaitAnswers]),
            Scene(
                "hangs-up", from: FarEnd(upon: .isAnswered, [.init(.hangUp, after: beat)]),
                [
                    answer, .awaitEnd, .give(.sendDigits("1")), .give(.startTimer(beat)),
                    .give(.request(request)), hangUp, .awaitAnswers,
                ]),
            Scene(
                "refusal",
                [
                    answer, .awaitAnswers, .give(.stopRecording(controlID: "no such recording")),
                    .awaitAnswers, .give(.startTimer(beat)), .awaitAnswers, hangUp, .awaitEnd,
                ]),
            Scene(
                "cancel", from: FarEnd(upon: .isAnswered, [.init(.press("1"), after: beat * 3)]),
                [
                    answer, .awaitAnswers, .give(.startTimer(beat * 2)), .cancel(2), .give(.awaitKey("1")),
                    .cancel(4), .give(.startTimer(beat * 5)), .awaitAnswers, hangUp, .awaitEnd,
                ]),
            Scene(
                "key",
                from: FarEnd(
                    upon: .isAnswered, [.init(.press("9"), after: beat), .init(.press("2"), after: beat)]),
                [answer, .awaitAnswers, .give(.awaitKey("12")), .awaitAnswers, hangUp, .awaitEnd]),
            Scene("close", [answer, .awaitAnswers, .give(.startTimer(beat * 50))]),
            twoCalls(beat),
            Scene(
                "interruption",
                [
                    answer, .awaitAnswers, .give(.startTimer(beat)), .interrupt, .awaitAnswers,
                    .give(.startTimer(beat)), .awaitAnswers, hangUp, .awaitEnd,
                ]),
        ]
    }

    /// The same ids in both calls; the second is over before the first.
    private static func twoCalls(_ beat: Duration) -> Scene {
        func party(_ key: String, calls: Duration, pressedAfter pause: Duration) -> Party {
            Party(
                farEnd: FarEnd(calls: calls, upon: .isAnswered, [.init(.press(key), after: pause)]),
                part: .steps([
                    answer, .awaitAnswers, .give(.awaitKey("12")), .awaitAnswers, hangUp, .awaitEnd,
                ]))
        }
        return Scene(
            "two-calls",
            [
                party("1", calls: .zero, pressedAfter: beat * 5),
                party("2", calls: beat, pressedAfter: beat * 2),
            ])
    }
}
