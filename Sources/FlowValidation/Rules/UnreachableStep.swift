import FlowModel
import SourceText

extension LintRule {
    package static let unreachableStep = LintRule(
        id: "unreachable-step", severity: .warning,
        summary: "A step that no call can come to.",
        why: """
            What stands before it ends the call or goes elsewhere for good: `hangup`, `return`, `transfer` \
            (which never comes back), a `goto` without `when`, `sleep: -1`, a branch of which every arm does \
            one of these, or an `execute` of a section that never returns. A lone `hangup` or `return` there \
            is taken for caution.
            """,
        bad: [
            """
            main:
              - hangup
              - «play: "say:Goodbye."»
            """,
            """
            main:
              - transfer: sales
              - «play: "say:You should not hear this."»
              - hangup
            sales:
              - play: "say:Sales."
            """,
            """
            main:
              - cond:
                  - when: call.type == 'phone'
                    then: [hangup]
                  - else: [{transfer: web}]
              - «execute: web»
            web:
              - play: "say:Web."
            """,
            """
            main:
              - execute: bye
              - «request: {url: "https://example.com/late", method: POST}»
            bye:
              - play: "say:Goodbye."
              - hangup
            """,
            """
            main:
              - label: again
              - prompt: {play: "say:Press a key."}
              - goto: again
              - «play: "say:Thank you."»
            """,
        ],
        good: [
            """
            main:
              - prompt: {play: "say:Press 1."}
              - cond:
                  - when: prompt_value == '1'
                    then: [hangup]
              - play: "say:You did not."
            """,
            """
            main:
              - goto: end
              - label: end
              - play: "say:Goodbye."
            """,
            """
            main:
              - label: again
              - prompt: {play: "say:Press a key."}
              - goto: {label: again, max: 3}
              - play: "say:Too many tries."
            """,
            """
            main:
              - switch:
                  variable: call.type
                  case:
                    sip: [{transfer: main}]
                  default: [hangup]
              - hangup
            """,
        ],
        traits: .doubtfulReach
    ) { context, findings in
        guard context.states.contains([]) else { return }
        let flow = context.flow
        let reachable = Set(flow.steps.lazy.filter { context.reaches($0.id) }.map(\.range))
        for block in flow.blocks {
            let ids = flow.order[block.places]
            guard let first = ids.firstIndex(where: { !context.reaches($0) }) else { continue }
            // A whole list that is not reached belongs to a step that is reported.
            if let parent = block.parent, !context.reaches(parent) { continue }
            let run = ids[first...].prefix { !context.reaches($0) }.map { flow[$0] }
            guard !run.isCaution, let step = run.first, !reachable.contains(step.range) else { continue }
            findings.report(
                UnreachableSteps.message(step, after: first > ids.startIndex ? flow[ids[first - 1]] : nil),
                at: step.range, in: step)
        }
    }
}

extension [Step] {
    /// Nothing but one `hangup` or `return`.
    fileprivate var isCaution: Bool {
        guard count == 1 else { return false }
        switch self[0].action {
        case .hangup, .return: return true
        case .answer, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference,
            .awaitConference, .connect, .dial, .sendDigits, .sleep, .set, .unset, .label, .goto, .execute,
            .transfer,
            .switch, .cond, .request, .sendSms, .userEvent, .unsupported:
            return false
        }
    }
}

private enum UnreachableSteps {
    static func message(_ step: Step, after before: Step?) -> String {
        guard let before else { return "this step never runs" }
        let reason =
            switch before.action {
            case .hangup: "`hangup` ends the call"
            case .return: "`return` leaves the section"
            case .transfer: "`transfer` does not come back"
            case .goto: "the `goto` before it always jumps; give it a `when` or a `max`"
            case .sleep: "`sleep: -1` lasts until the caller hangs up"
            case .execute: "the section executed before it never returns"
            case .cond, .switch: "every branch before it ends or goes elsewhere"
            case .answer, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
                .leaveConference,
                .awaitConference, .connect, .dial, .sendDigits, .set, .unset, .label, .request, .sendSms,
                .userEvent,
                .unsupported:
                "every way on before it ends or goes elsewhere"
            }
        return "this step never runs: \(reason)"
    }
}
