package import FlowModel
package import SourceText

/// One thing that the linter looks for, as a value: what, why, examples and check in one place.
///
/// The reference page, `callflow explain`, the linter and the rule's own tests read this and nothing else.
package struct LintRule: Sendable {
    package typealias Check = @Sendable (LintContext, inout Findings) -> Void

    /// The pattern that is found, not its cure; reads well after "allow".
    package let id: Finding.ID
    package let severity: Finding.Severity
    /// What is found, in one sentence.
    package let summary: String
    /// Why it is a mistake and what to do about it.
    package let why: String
    /// Examples with a finding at each «marked» range. Sections alone, or a whole document.
    package let bad: [String]
    /// Examples without a finding.
    package let good: [String]
    /// The rule is run only when one of these steps occurs, so that most rules cost most flows nothing.
    package let steps: StepKinds
    /// The rule is run only when one of the steps may hold one of these, or the flow has one of `traits`;
    /// always, when it names neither.
    package let contents: StepContents
    package let traits: FlowTraits
    /// What the rule says depends on what is *not* in the document, so it is silent when a YAML error cut it
    /// short.
    package let needsWholeDocument: Bool
    /// The target that the examples are meant for.
    package let target: Target?
    package let check: Check

    package init(
        id: Finding.ID, severity: Finding.Severity, summary: String, why: String, bad: [String],
        good: [String],
        steps: StepKinds = .all, contents: StepContents = [], traits: FlowTraits = [],
        needsWholeDocument: Bool = false,
        target: Target? = nil, check: @escaping Check
    ) {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.why = why
        self.bad = bad
        self.good = good
        self.steps = steps
        self.contents = contents
        self.traits = traits
        self.needsWholeDocument = needsWholeDocument
        self.target = target
        self.check = check
    }
}
