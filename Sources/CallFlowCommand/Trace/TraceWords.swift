import FlowExpressions
import FlowModel
import FlowRuntime

/// The words of a trace for what a flow asks for and gets.
enum TraceWords {
    /// Texts from a flow are cut here: a trace is read line by line.
    private static let textLength = 60

    static func quoted(_ text: String) -> String {
        text.count > textLength ? "\"\(text.prefix(textLength - 1))…\"" : "\"\(text)\""
    }

    static func value(_ value: Value) -> String {
        let text = value.jsonText.count > textLength ? "\(value.jsonText.prefix(textLength - 1))…" : value.jsonText
        return value.isUndefined ? "undefined" : text
    }

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

    /// What is known of a step when it begins, before its parameters are expanded.
    static func begin(of action: StepAction) -> String {
        switch action {
        case .label(let label): label.name.literal?.string ?? ""
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .dial, .sendDigits, .sleep, .set, .unset, .goto, .execute,
            .return, .transfer, .switch, .cond, .request, .sendSms, .userEvent, .unsupported:
            ""
        }
    }

    /// A taken branch: `case "1"`, `when :26`, `default`.
    static func branch(_ index: Int, of traced: TracedStep) -> String {
        switch traced.step.action {
        case .switch(let choice): branch(index, .switch(choice))
        case .cond(let choice): branch(index, .cond(choice))
        case .joinConference(let join): branch(index, join.result)
        case .connect(let connect): branch(index, connect.result)
        case .execute(let execute): branch(index, execute.result)
        case .dial(let dial): branch(index, dial.result)
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .leaveConference,
            .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .goto, .return, .transfer, .request,
            .sendSms, .userEvent, .unsupported:
            "branch \(index + 1)"
        }
    }

    private static func branch(_ index: Int, _ handler: ResultHandler?) -> String {
        switch handler {
        case .switch(let choice) where choice.cases.indices.contains(index):
            "case \(quoted(choice.cases[index].key.string))"
        case .switch: "default"
        case .cond where index < 0: "else"
        case .cond: "condition \(index + 1)"
        case nil: ""
        }
    }

    /// An outcome that says more than that the step is over.
    static func outcome(_ outcome: String) -> String { outcome == "done" ? "" : outcome }

    static func report(_ report: ConferenceReport) -> String {
        var text = "outcome \(report.outcome)"
        if !report.by.isEmpty { text += " by \(report.by)" }
        text += ", waited \(Clock.seconds(Int64(report.waited * 1000)))"
        return text + ", talked \(Clock.seconds(Int64(report.talked * 1000))), peak \(report.peakSize)"
    }

    static func recording(_ summary: RecordingSummary) -> String {
        summary.isSilent ? "silent" : "\(Clock.seconds(summary.duration.milliseconds)), \(summary.url)"
    }
}
