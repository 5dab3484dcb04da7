import FlowExpressions
import FlowModel
import FlowRuntime
import SourceText

/// The words of a trace for what a flow asks for and gets.
enum TraceWords {
    /// Texts from a flow are cut here: a trace is read line by line.
    private static let textLength = 60

    static func cut(_ text: String) -> String {
        text.count > textLength ? "\(text.prefix(textLength - 1))…" : text
    }

    static func quoted(_ text: String) -> String { "\"\(cut(text))\"" }

    static func value(_ value: Value) -> String { value.isUndefined ? "undefined" : cut(value.jsonText) }

    /// The end of an address: `hold.mp3` of `https://example.com/hold.mp3?x=1`.
    static func shortURL(_ url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        return String(path.split(separator: "/").last ?? path)
    }

    /// Host and everything that may be secret left out: `/agents/free`.
    static func path(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? String(rest)
    }

    /// A taken branch: `case "1"`, `when tries < 3`, `default`.
    static func branch(_ index: Int, of traced: TracedStep) -> String {
        switch traced.step.action {
        case .switch(let choice): branch(index, .switch(choice), traced)
        case .cond(let choice): branch(index, .cond(choice), traced)
        case .joinConference(let join): branch(index, join.result, traced)
        case .connect(let connect): branch(index, connect.result, traced)
        case .execute(let execute): branch(index, execute.result, traced)
        case .dial(let dial): branch(index, dial.result, traced)
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .leaveConference,
            .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .goto, .return, .transfer, .request,
            .sendSms, .userEvent, .unsupported:
            "branch \(index + 1)"
        }
    }

    private static func branch(_ index: Int, _ handler: ResultHandler?, _ traced: TracedStep) -> String {
        switch handler {
        case .switch(let choice) where choice.cases.indices.contains(index):
            "case \(quoted(choice.cases[index].key.string))"
        case .switch: "default"
        case .cond(let choice) where choice.entries.indices.contains(index):
            choice.entries[index].when.map { "when \(cut(traced.flow.file.text(in: $0.range)))" } ?? "always"
        case .cond: "else"
        case nil: ""
        }
    }

    /// What came of a step, as far as it says more than that the step did what it does.
    /// `result` is what the phone system answered, in words.
    static func outcome(_ outcome: String, _ result: String) -> String {
        let words =
            switch outcome {
            case "done", "success", "answered", "jumps", "hung_up": result
            case _: [outcome, result].filter { !$0.isEmpty }.joined(separator: " ")
            }
        let isPlain =
            ["", "no match"].contains(words) || ["enters ", "stays: "].contains(where: words.hasPrefix)
        return isPlain ? words : "-> \(words)"
    }

    /// `by` is the name of the caller who caused it, unless it was the participant.
    static func report(_ report: ConferenceReport, by: String?) -> String {
        var text = "outcome \(report.outcome)"
        if let by { text += " by \(by)" }
        if report.waited > 0 { text += ", waited \(Clock.seconds(Int64(report.waited * 1000)))" }
        return text + ", talked \(Clock.seconds(Int64(report.talked * 1000))), peak \(report.peakSize)"
    }

    static func recording(_ summary: RecordingSummary) -> String {
        summary.isSilent ? "silent" : "\(Clock.seconds(summary.duration.milliseconds)), \(summary.url)"
    }
}
