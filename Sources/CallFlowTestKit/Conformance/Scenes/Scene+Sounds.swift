import FlowRuntime

// Sounds to the far end, keys from it, recordings of it.
extension Scene {
    /// Words, then silence for longer than any scene lasts.
    private static func long(_ beat: Duration) -> PlayCommand {
        PlayCommand(items: [.say("conformance"), .silence(beat * 50)])
    }

    private static func digits(_ beat: Duration) -> DigitCollection {
        DigitCollection(
            maxDigits: 4, terminators: "#", digitTimeout: beat * 3, initialTimeout: beat * 3)
    }

    static func sounds(_ beat: Duration) -> [Scene] {
        [
            Scene(
                "sound",
                [
                    answer, .awaitAnswers, .give(.play(PlayCommand(items: [.silence(beat)]))),
                    .awaitAnswers, hangUp, .awaitEnd,
                ]),
            Scene(
                "sound-cut", from: FarEnd(upon: .hearsSound, [.init(.hangUp, after: beat)]),
                [
                    answer, .awaitAnswers, .give(.play(long(beat))), .awaitEnd, .give(.play(long(beat))),
                    .awaitAnswers,
                ]),
            Scene(
                "keys-during-sound", from: FarEnd(upon: .hearsSound, [.init(.press("5"), after: beat)]),
                [
                    answer, .awaitAnswers,
                    .give(.play(PlayCommand(items: [.say("conformance"), .silence(beat * 3)]))),
                    .awaitAnswers, hangUp, .awaitEnd,
                ]),
            Scene(
                "barge-in", from: FarEnd(upon: .isAsked, [.init(.press("12#"), after: beat)]),
                [
                    answer, .awaitAnswers,
                    .give(.prompt(PromptCommand(play: long(beat), digits: digits(beat)))),
                    .awaitAnswers, hangUp, .awaitEnd,
                ]),
            Scene(
                "no-input",
                [
                    answer, .awaitAnswers,
                    .give(
                        .prompt(
                            PromptCommand(play: PlayCommand(items: [.silence(beat)]), digits: digits(beat)))),
                    .awaitAnswers, hangUp, .awaitEnd,
                ]),
            Scene(
                "tones",
                [
                    answer, .awaitAnswers, .give(.sendDigits("12")), .awaitAnswers, hangUp, .awaitEnd,
                ]),
            Scene(
                "recording", needs: [.recordCall],
                [
                    answer, .awaitAnswers, .give(.startRecording(RecordCommand(controlID: room))),
                    .awaitAnswers, .give(.startTimer(beat)), .awaitAnswers,
                    .give(.stopRecording(controlID: room)), .awaitAnswers,
                    .give(.record(RecordCommand(controlID: "message", maxLength: beat * 2))), .awaitAnswers,
                    hangUp, .awaitEnd,
                ]),
            Scene(
                "prompt-cut", from: FarEnd(upon: .isAsked, [.init(.hangUp, after: beat)]),
                [
                    answer, .awaitAnswers,
                    .give(.prompt(PromptCommand(play: long(beat), digits: digits(beat)))),
                    .awaitEnd,
                ]),
        ]
    }
}
