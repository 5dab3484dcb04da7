package import SourceText

/// The page of a finding in a project file, as `callflow explain ID` prints it.
package struct ProjectExplanation: Sendable {
    package let id: Finding.ID
    package let summary: String
    private let severity: Finding.Severity
    private let why: String

    private init(_ id: Finding.ID, _ severity: Finding.Severity, _ summary: String, _ why: String) {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.why = why
    }

    /// The page as text: a headline and the reason.
    package var text: String {
        """
        \(id.name) (\(severity.rawValue))

        \(summary)

        \(why)

        It is reported in callflow.yaml; `callflow explain project` prints its format.

        """
    }

    /// The page of a finding; `nil` for a name that no finding of a project file alone has.
    package static func page(_ id: String) -> ProjectExplanation? { all.first { $0.id.name == id } }

    /// Every finding that only project files have, by name.
    package static let all: [ProjectExplanation] = [
        .init(
            "duplicate-route", .error, "Two routes are for the same calls.",
            "The first one takes them all, so the second was meant for others."),
        .init(
            "missing-variable", .error, "A value of `envs` is read from a variable that is not set.",
            "Flows would begin without it. Set the variable where the server is started, as in the unit file."
        ),
        .init(
            "secret-in-project-file", .error, "A credential stands in the project file.",
            "The file is committed and copied; credentials are read from the environment alone: "
                + "SIGNALWIRE_PROJECT_ID and SIGNALWIRE_API_TOKEN, or SIGNALWIRE_JWT_TOKEN. Revoke one that "
                + "was there."),
        .init(
            "unreachable-route", .warning, "A route that no call takes.",
            "An earlier route takes all of its calls (the first that fits wins), its words rule each other "
                + "out, or its context is not among those that the server asks for."),
    ]
}
