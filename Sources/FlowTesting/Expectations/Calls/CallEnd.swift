import FlowRuntime
import SourceText
import YAMLTree

/// Who ended a call, when and where.
struct CallEnd: ExpectationContent {
    static let key = "ends"
    static let usage = """
        once, never, or {by, at, line, reason}; by is caller, flow or
        system, line that of the step, reason as in hangup, busy,
        cancel, no_answer, max_duration
        """
    static let meaning = "The call ended otherwise, elsewhere, at another time, or not at all."

    private enum Form: Sendable {
        case once, never
        case details(Details)
    }

    private struct Details: Sendable {
        var by: (word: String, range: SourceRange)?
        var at: (time: ExpectedTime, range: SourceRange)?
        var line: (number: Int, range: SourceRange)?
        var reason: (text: String, range: SourceRange)?
    }

    private let form: Form

    var mentions: FlowMentions {
        guard case .details(let details) = form, let line = details.line else { return FlowMentions() }
        return FlowMentions(steps: [StepPattern(line: line.number, at: line.range)])
    }

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        if node.scalar != nil {
            guard let word = reader.word(node, "'ends'", among: ["once", "never"]) else { return nil }
            form = word == "once" ? .once : .never
            return
        }
        guard let entries = reader.entries(of: node, "'ends'") else { return nil }
        var details = Details()
        for entry in entries {
            reader.checkKey(entry.key, among: ["by", "at", "line", "reason"])
            let (value, range) = (entry.value, entry.value.range)
            switch entry.key.scalar?.text {
            case "by":
                details.by = reader.word(value, "'by'", among: ["caller", "flow", "system"])
                    .map { ($0, range) }
            case "at": details.at = reader.time(value, "'at'").map { ($0, range) }
            case "line": details.line = reader.count(value, "'line'").map { ($0, range) }
            case "reason": details.reason = reader.text(value, "'reason'").map { ($0, range) }
            case _: break
            }
        }
        if entries.isEmpty {
            reader.report(
                "cannot-match", "'ends' says nothing: name 'by', 'at', 'line' or 'reason'", node.range)
            return nil
        }
        form = .details(details)
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let ends = call.ends
        switch form {
        case .once:
            if ends.count != 1 {
                verdict.fail(
                    "expected 1 end of the call; " + thereWere(ends.count),
                    event: ends.last?.event)
            }
        case .never:
            guard let end = ends.first else { return }
            verdict.fail(
                "expected that the call does not end; the \(end.value.by.rawValue) ended it at "
                    + verdict.evidence.time(end.at).shown,
                event: end.event)
        case .details(let details): judge(details, call, ends.last, &verdict)
        }
    }

    private func judge(
        _ details: Details, _ call: CallEvidence, _ end: Seen<CallEnding>?, _ verdict: inout Verdict
    ) {
        guard let end else {
            return verdict.fail("expected an end of the call; it never ended", event: call.lastEvent)
        }
        let step = call.step(at: end.event)
        let ending = end.value
        if let by = details.by, by.word != ending.by.rawValue {
            verdict.fail(
                "expected the call to be ended by the \(by.word); "
                    + "the \(ending.by.rawValue) ended it (\(ending.reason))",
                at: by.range, event: end.event, step: step)
        }
        let time = verdict.evidence.time(end.at)
        if let at = details.at, !at.time.matches(time) {
            verdict.fail(
                "expected the call to end at \(at.time.shown); it ended at \(time.shown)", at: at.range,
                event: end.event, step: step)
        }
        if let line = details.line, line.number != step?.line {
            let found = step.map { "it ended at \($0.shown)" } ?? "it ended at no step"
            verdict.fail(
                "expected the call to end at line \(line.number); \(found)", at: line.range,
                event: end.event, step: step)
        }
        if let reason = details.reason, !reason.text.isExactly(ending.reason) {
            verdict.fail(
                "expected the reason \(reason.text); it was \(ending.reason)", at: reason.range,
                event: end.event, step: step)
        }
    }
}
