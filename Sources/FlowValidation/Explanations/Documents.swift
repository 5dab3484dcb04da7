import SourceText

extension Explanation {
    /// What is wrong with the top of a document, its sections and its steps.
    static let ofDocuments: [Explanation] = [
        Explanation(
            "missing-sections", .error, "The document has no `sections`.",
            "A flow is a map with `version` and `sections`; each section is a list of steps.",
            bad: ["«version»: 1.0.0\nx-sections: {}\n"]),
        Explanation(
            "missing-main", .error, "`sections` has no section `main`.",
            "A call begins in the section `main`.",
            bad: ["version: 1.0.0\n«sections»:\n  start:\n    - hangup\n"]),
        Explanation(
            "missing-version", .hint, "The document does not say `version: 1.0.0`.",
            "It is optional, and carriers recommend it.",
            bad: ["«sections»:\n  main:\n    - hangup\n"]),
        Explanation(
            "invalid-version", .error, "A `version` other than 1.0.0.",
            "There is no other version of the language.",
            bad: ["version: «2.0.0»\nsections:\n  main:\n    - hangup\n"]),
        Explanation(
            "unknown-element", .error, "A key at the top that a flow does not have.",
            "A flow has `version`, `sections`, `onHangup`, and keys of your own that begin with `x-`.",
            bad: ["version: 1.0.0\n«section»: {}\nsections:\n  main:\n    - hangup\n"]),
        Explanation(
            "empty-section", .warning, "A section without steps.",
            "A carrier refuses it. Write what is to happen there, or leave the section out.",
            bad: ["main:\n  - transfer: later\n«later»: []\n"]),
        Explanation(
            "unknown-step", .error, "A step that neither SWML nor callflow has.",
            "The name of a step is its method, in camelCase or in SWML's snake_case.",
            bad: ["main:\n  - «anser»\n"], good: ["main:\n  - answer\n"]),
        Explanation(
            "unsupported-step", .warning, "A step that callflow cannot run yet.",
            "The document is right, and others may run it. `callflow run` and `serve` refuse it until the "
                + "step is built; with `--target` it is an error.",
            bad: ["main:\n  - «denoise»\n"]),
        Explanation(
            "malformed-step", .error, "An entry of a list of steps that is no step.",
            "A step is a name (`- hangup`), or one name with its parameters (`- play: {url: …}`).",
            bad: ["main:\n  - «5»\n"]),
        Explanation(
            "several-methods", .error, "A step with two methods.",
            "Each step begins with a dash of its own. Here a dash is missing, or the parameters are not "
                + "indented.",
            bad: ["main:\n  - answer: {}\n    «hangup»: {}\n"],
            good: ["main:\n  - answer: {}\n  - hangup: {}\n"]),
        Explanation(
            "step-not-allowed", .error, "A step where it cannot run.",
            """
            `onHangup` runs when the call is over: only `request`, `set`, `unset`, `cond`, `switch`, \
            `sendSms` and `userEvent` make sense there. `confirm` runs on a leg that is not bridged yet.
            """,
            bad: [
                "version: 1.0.0\nsections:\n  main:\n    - hangup\nonHangup:\n  - «play»: \"say:Goodbye.\"\n"
            ]),
        Explanation(
            "duplicate-label", .error, "A label that its section has already.",
            "A `goto` could mean either.", bad: ["main:\n  - label: here\n  - label: «here»\n"]),
        Explanation(
            "unknown-label", .error, "A `goto` to a label that it cannot see.",
            "It sees the labels of its own list and of the lists around it, never those of another section.",
            bad: ["main:\n  - label: again\n  - goto: «agian»\n"],
            good: ["main:\n  - label: again\n  - goto: again\n"]),
        Explanation(
            "placeholder-in-label", .error, "A placeholder in a label, or in the label of a `goto`.",
            "Labels are matched when the flow is read. Choose between several with `cond` or `switch`.",
            bad: ["main:\n  - label: here\n  - goto: {label: «\"${next}\"», max: 3}\n"]),
        Explanation(
            "too-deep", .error, "Lists of steps inside one another, deeper than 64.",
            "Use sections and `execute`."),
        Explanation(
            "too-many-steps", .error, "More steps than a flow may have.",
            "Only a generated file, or aliases of aliases, come to that."),
        Explanation(
            "not-swml", .error, "Something that SWML itself does not allow (reported with `--swml-strict`).",
            """
            Names in camelCase, short forms such as `- hangup`, and our additions (`leaveConference`, \
            `awaitConference`, `dial`, `until`, `onHangup`, times with a unit), are fine here and refused by \
            a carrier's own reader.
            """),
    ]
}
