import FlowExpressions
import FlowModel
import SourceText
import YAMLTree

extension LintRule {
    package static let unusedSection = LintRule(
        id: "unused-section", severity: .hint,
        summary: "A section that no call can come to.",
        why: """
            A call begins in `main` and comes to other sections by `execute`, `transfer` and `dial`. A \
            section that none of them names is left over, or its name was written otherwise where it is \
            called.
            """,
        bad: [
            """
            main:
              - play: "say:Hello."
            «survey»:
              - play: "say:How was it?"
            """,
            """
            main:
              - hangup
            «ping»:
              - transfer: pong
            «pong»:
              - transfer: ping
            """,
        ],
        good: [
            """
            main:
              - execute: survey
            survey:
              - play: "say:How was it?"
            """,
            """
            main:
              - transfer: "menu-${call.type}"
            menu-sip:
              - hangup
            menu-phone:
              - hangup
            """,
        ],
        traits: .severalSections, needsWholeDocument: true
    ) { context, findings in
        guard !context.calls.hasTemplateTarget else { return }
        var isUsed = Array(repeating: false, count: context.flow.sections.count)
        var pending: [Int] = []
        func use(_ section: Int?) {
            guard let section, !isUsed[section] else { return }
            isUsed[section] = true
            pending.append(section)
        }
        use(context.sections.index(of: "main"))
        let targets = context.calls.targets
        for target in targets where target.caller == nil { use(target.section) }
        // By section: the last of its targets; by target: the one before it of the same section.
        var last = Array(repeating: -1, count: context.flow.sections.count)
        var before = Array(repeating: -1, count: targets.count)
        for (place, target) in targets.enumerated() {
            guard let caller = target.caller else { continue }
            (before[place], last[caller]) = (last[caller], place)
        }
        while let section = pending.popLast() {
            var place = last[section]
            while place >= 0 {
                use(targets[place].section)
                place = before[place]
            }
        }
        guard isUsed.contains(false), !context.flow.repeatsSections else { return }
        for (section, isUsed) in zip(context.flow.sections, isUsed)
        where !isUsed && !section.name.isOnHangup {
            findings.report(
                "the section `\(section.name.string.shown)` is never used", at: section.nameRange)
        }
    }
}

extension Flow {
    /// Whether a section, or `sections` itself, is given twice: an error already, and nobody knows which of
    /// them is meant.
    fileprivate var repeatsSections: Bool {
        if Set(sections.map(\.name)).count < sections.count { return true }
        return (root?.mapping ?? []).count { $0.key.scalar?.text == "sections" } > 1
    }
}
