package import SimulatedBackend
import SourceText

/// The pages of what can be wrong with a test file, and of how a test can fail.
package enum TestExplanation {
    /// The page of a finding or a failure; `nil` for a name that none has.
    package static func page(_ id: String) -> ScenarioExplanation? { all.first { $0.id.name == id } }

    /// All of them, by name; also those that every scenario file has.
    package static let all = (ScenarioExplanation.all + findings + failures + variations + cassettes + unmet)
        .sorted { $0.id.name < $1.id.name }

    private static let findings: [ScenarioExplanation] = [
        .init(
            "cannot-match", .error, "An expectation that nothing can meet, or that everything meets.",
            "It would fail or pass whatever happened: an empty list, an end before the beginning, a list in "
                + "order whose times are not."),
        .init(
            "no-expectations", .error, "A scenario expects nothing.",
            "It would pass whatever happened, and is no test. `callflow run` plays it all the same."),
        .init(
            "unread-env", .warning, "A value of `envs` that no flow of the file reads.",
            "Its name is misspelt, here or in a flow, or it is left over."),
        .init(
            "unset-env", .warning, "A flow reads a value of `envs` that no scenario of it gives.",
            "It is empty there, or `undefined` in a condition, and not what a server gives it. A flow that "
                + "can do without says so where it reads it (`envs.pin || '0000'`, `when: envs.pin`)."),
        .init(
            "unknown-step", .error, "An expectation names a step that no flow can have.",
            "Steps are named as in a flow, in either spelling, or by their line as `:LINE`."),
    ]

    private static let failures: [ScenarioExplanation] = [
        .init(
            "caller-never-came", .error, "Something is expected of somebody who was in no call.",
            "It came to its end before the caller dialled, or nobody dialled the one who is expected to be."),
        .init(
            "endless-scenario", .error, "A scenario had not come to its end after a day.",
            "Something goes on for ever, such as a caller whom nobody hangs up on."),
        .init(
            "flow-stopped", .error, "An error stopped a flow.",
            "The caller was hung up on in the middle. A scenario that is about this names the error under "
                + "`journal`."),
        .init(
            "idle-fault", .error, "A fault of the scenario did not happen.",
            "The call was over before, or the number is too high: commands of a call, and what its flow is "
                + "told, are counted from 1."),
        .init(
            "more-failures", .error, "More things are not as expected than are shown.",
            "Mend the first ones: the others often come of them."),
        .init(
            "room-never-was", .error, "Something is expected of a conference that nobody joined.",
            "A room is meant by its exact name, placeholders expanded: \"team 1\" is not \"team-1\"."),
        .init(
            "unplayed-line", .error, "Something that a caller was to do did not happen.",
            "What the line waits for was never seen, or the call was over."),
        .init(
            "unscripted-request", .error, "A request has no answer in the scenario.",
            "Nothing ever reaches the network, so the flow was told that the service cannot be reached. Add "
                + "the request to `http`."),
    ]

    private static let variations: [ScenarioExplanation] = [
        .init(
            "fails-when-varied", .error, "A scenario does not hold when something goes otherwise.",
            "Somebody hung up at a bad moment, a command failed, or others came first. The shortest time "
                + "line that fails is shown; `--only` plays it again, `--save` writes it as a scenario. In "
                + "variations that `--hang-up-anywhere` makes up, only what is expected of `every caller` "
                + "and of `every room` must hold."),
        .init(
            "nothing-varied", .error, "A scenario is to be repeated otherwise, and there is no other way.",
            "`vary` names commands that the scenario never sends, or people who are in no call: repeating it "
                + "would pass whatever the flow does."),
    ]

    private static let cassettes: [ScenarioExplanation] = {
        let reported =
            "`callflow test` reports it of cassettes; `callflow explain cassette` prints their format."
        return [
            .init(
                "broken-cassette", .error, "A cassette cannot be played.",
                "It was cut off, edited, mixed up by a merge, or its flow is not beside it. A cassette is "
                    + "never mended by hand: record it anew with `callflow run FLOW --record FILE --force`.",
                reported: reported),
            .init(
                "not-as-recorded", .error, "A flow does something else than when it was recorded.",
                "The first difference is told with the entry, the step and the fields. Where the flow was "
                    + "changed on purpose, record it anew with `callflow run FLOW --record FILE --force`.",
                reported: reported),
        ]
    }()

    /// One for every kind of expectation; kinds of the same key share it.
    private static let unmet: [ScenarioExplanation] = {
        let kinds =
            ExpectationKinds.calls.map { ($0.key, $0.meaning) }
            + ExpectationKinds.rooms.map { ($0.key, $0.meaning) }
            + ExpectationKinds.scenario.map { ($0.key, $0.meaning) }
        var pages: [(key: String, meanings: [String])] = []
        for (key, meaning) in kinds {
            if let place = pages.firstIndex(where: { $0.key == key }) {
                pages[place].meanings.append(meaning)
            } else {
                pages.append((key, [meaning]))
            }
        }
        return pages.map { key, meanings in
            ScenarioExplanation(
                ExpectationFailure.id(ofKey: key), .error, "The expectation '\(key)' is not met.",
                meanings.joined(separator: "\n\n"))
        }
    }()
}
