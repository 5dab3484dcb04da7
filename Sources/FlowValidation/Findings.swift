package import FlowModel
package import SourceText

/// Where rules report. The id and the severity come from the rule that is being run.
package struct Findings: Sendable {
    package private(set) var all: [Finding] = []
    private let rules: [LintRule]
    /// The place of the current rule, by which nothing of it is copied unless it reports.
    private var current = 0
    /// How many the current rule has reported.
    private var count = 0

    /// A generated flow that repeats one mistake 10,000 times reports it this often.
    package static let limitPerRule = 200

    package init(of rules: [LintRule]) { self.rules = rules }

    /// Goes on to the rule at a place among those that report here.
    mutating func begin(_ place: Int) {
        current = place
        count = 0
    }

    /// Whether the current rule has said enough; a rule whose messages cost something asks before it words
    /// one.
    var isFull: Bool { count >= Findings.limitPerRule }

    /// Reports what the current rule has found, with the rule's own severity when none is given. When the
    /// step that it was found in was reached through an alias, the alias is related.
    package mutating func report(
        _ message: String, at range: SourceRange, in step: Step? = nil, severity: Finding.Severity? = nil,
        related: [Finding.Related] = [], fix: Finding.Fix? = nil
    ) {
        guard !isFull else { return }
        count += 1
        var related = related
        for alias in step?.aliases ?? [] where !alias.contains(range) {
            let place = Finding.Related("used here", alias)
            if !related.contains(place) { related.append(place) }
        }
        let rule = rules[current]
        all.append(
            Finding(rule.id, severity ?? rule.severity, message, at: range, related: related, fix: fix))
    }
}
