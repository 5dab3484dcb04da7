package import SourceText

/// The page of a finding in a scenario file, as `callflow explain ID` prints it.
package struct ScenarioExplanation: Sendable {
    package let id: Finding.ID
    package let severity: Finding.Severity
    package let summary: String
    package let why: String
    private let reported: String

    /// A page; `callflow explain` sets it. `reported` says where one meets it.
    package init(
        _ id: Finding.ID, _ severity: Finding.Severity, _ summary: String, _ why: String,
        reported: String =
            "It is reported in scenario files; `callflow explain scenario` prints their format."
    ) {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.why = why
        self.reported = reported
    }

    /// The page as text: a headline and the reason.
    package var text: String {
        """
        \(id.name) (\(severity.rawValue))

        \(summary)

        \(why)

        \(reported)

        """
    }

    /// The page of a finding; `nil` for a name that no finding in a scenario file has.
    package static func page(_ id: String) -> ScenarioExplanation? { all.first { $0.id.name == id } }

    /// Every finding that only scenario files have, by name.
    package static let all: [ScenarioExplanation] = [
        .init(
            "bad-reference", .error, "A placeholder names something that a scenario does not know.",
            "The texts of a scenario file know one kind of placeholder: `${NAME.call_id}`, the id of a "
                + "caller's call."),
        .init(
            "bad-value", .error, "A value is not of the kind that its key takes.",
            "What it stands for is guessed by nobody, so the scenario is not played."),
        .init(
            "conflicting-keys", .error, "Two keys exclude each other.",
            "A file has `flow` or `flows`, a line of `do` has `at` or `after`, a dialled party does one "
                + "thing, and a deed is one deed."),
        .init(
            "duplicate-name", .error, "Two people have the same name.",
            "Lines of `do` and sights mean a caller, or somebody who is dialled (`as`), by name: nobody "
                + "could tell who is meant."),
        .init(
            "duplicate-scenario", .error, "Two scenarios have the same name.",
            "The name is how a scenario is asked for: the second could never be played."),
        .init(
            "missing-key", .error, "A key that a scenario file needs is missing.",
            "A file says which `flow` is played and has `scenarios`; each of them has a `name`, and a line "
                + "of its `do` says when (`at` or `after`) and who does what."),
        .init(
            "too-many-callers", .error, "A scenario has more callers than it may.",
            "Every caller may watch every other, so the work grows with the square of their number."),
        .init(
            "unknown-caller", .error, "A name is that of no caller.",
            "A line of `do`, a sight and a placeholder mean a caller by name, and so does a scenario that "
                + "changes one of the file's callers or leaves it out. A scenario adds a caller by "
                + "saying `from`. Lines and sights may also mean somebody who is dialled, by the name that "
                + "`as` gives; the id of that call is not known beforehand, so no placeholder has it."),
        .init(
            "unknown-flow", .error, "A flow that the file names is not there.",
            "`flow` and `flows` name files, relative to the scenario file; the `flow` of a caller is a name "
                + "from `flows`."),
        .init(
            "unknown-key", .error, "A scenario file has no such key there.",
            "A key that nobody reads is a misspelt one: what it says would not happen. Keys that begin with "
                + "`x-` are ignored; YAML anchors can stand there."),
    ]
}
