import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let stopWithoutRecording = LintRule(
        id: "stop-without-recording", severity: .warning,
        summary: "A `stopRecordCall` of a recording that no step starts.",
        why:
            "It sets `stop_record_call_result` to `failed` and stops nothing. `recordCall` starts a "
            + "recording.",
        bad: [
            """
            main:
              - play: "say:Hello."
              - «stopRecordCall»
            """,
            """
            main:
              - recordCall: {controlId: interview}
              - stopRecordCall: {controlId: «intervew»}
            """,
        ],
        good: [
            """
            main:
              - recordCall: {controlId: interview}
              - stopRecordCall: {controlId: interview}
            """,
            """
            main:
              - recordCall
              - stopRecordCall
            """,
        ],
        steps: .stopRecordCall, needsWholeDocument: true
    ) { context, findings in
        guard !context.calls.runsOtherDocuments else { return }
        var names: Set<Text> = []
        for step in context.flow.steps {
            guard case .recordCall(let record) = step.action, let id = record.controlId else { continue }
            guard let name = id.known else { return }
            names.insert(name)
        }
        let isStarted = context.kinds.contains(.recordCall)
        for step in context.flow.steps {
            guard case .stopRecordCall(let stop) = step.action else { continue }
            if !isStarted {
                findings.report("no step of this flow starts a recording", at: step.range, in: step)
            } else if let given = stop.controlId, let name = given.known, !names.contains(name) {
                if findings.isFull { return }
                let near = nearest(to: name.string, among: names.map(\.string).sorted())
                findings.report(
                    "no `recordCall` has the controlId `\(name.string.shown)`"
                        + (near.map { "; did you mean `\($0)`?" } ?? ""),
                    at: given.range, in: step,
                    fix: near.map { .init("write `\($0)`", [.init(given.range, $0)]) })
            }
        }
    }
}
