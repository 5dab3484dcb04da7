import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let onHangupAsSection = LintRule(
        id: "on-hangup-as-section", severity: .warning,
        summary: "`onHangup` among the sections, where nothing runs it.",
        why: """
            What runs when a call ends stands at the top of the document, beside `sections`. Under \
            `sections` it is a section like any other, which only `execute` or `transfer` could reach.
            """,
        bad: [
            """
            main:
              - hangup
            «onHangup»:
              - set: {over: true}
            """
        ],
        good: [
            """
            main:
              - execute: onHangup
              - hangup
            onHangup:
              - set: {over: true}
            """
        ],
        traits: .hangupSection
    ) { context, findings in
        let sections = context.flow.sections
        for place in sections.indices where sections[place].name.isOnHangup {
            guard !context.calls.hasTemplateTarget,
                !context.calls.targets.contains(where: { $0.section == place })
            else { continue }
            findings.report(
                "as a section nothing runs it when the call ends; move it to the top, beside `sections`",
                at: sections[place].nameRange)
        }
    }
}

extension Text {
    /// In either spelling (swml-language.md §1.9).
    var isOnHangup: Bool { byteCount >= 8 && (self == "onHangup" || self == "on_hangup") }
}
