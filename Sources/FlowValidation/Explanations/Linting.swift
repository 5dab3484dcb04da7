import SourceText

extension Explanation {
    /// What the linter says about its own comments.
    static let ofLinting: [Explanation] = [
        Explanation(
            "unused-allow", .hint, "A comment allows a finding that is not there.",
            """
            It is left over, its name is misspelt, it stands in the wrong place, or the finding is an error, \
            which cannot be allowed. The comment holds for its own line, or, on a line of its own, for the \
            next; on the first line it holds for the whole file.
            """,
            bad: [
                """
                main:
                  - play: "say:Hello."   # callflow: allow «unreachable-step»
                """
            ],
            good: [
                """
                main:
                  - hangup
                  - play: "say:Hello."   # callflow: allow unreachable-step because it shows what it is
                """
            ])
    ]
}
