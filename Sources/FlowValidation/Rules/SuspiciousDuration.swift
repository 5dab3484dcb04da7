import FlowModel
import SourceText

extension LintRule {
    package static let suspiciousDuration = LintRule(
        id: "suspicious-duration", severity: .warning,
        summary: "A time that looks as if it were meant in another unit.",
        why: """
            `sleep` counts milliseconds and everything else seconds: `sleep: 5` is over at once, and a \
            `timeout` of 5000 is well over an hour. Write the unit, as in `5s` or `500ms`, and there is no \
            doubt.
            """,
        bad: [
            """
            main:
              - sleep: «5»
            """,
            """
            main:
              - prompt: {play: "say:Press 1.", initialTimeout: «5000», digitTimeout: «3000»}
              - request: {url: "https://example.com/", method: GET, timeout: «5000»}
              - connect: {to: "+15551234567", timeout: «30000»}
            """,
        ],
        good: [
            """
            main:
              - sleep: 5000
              - sleep: 5ms
              - sleep: -1
              - prompt: {play: "say:Press 1.", initialTimeout: 5, digitTimeout: 3s}
              - record: {maxLength: 3600, endSilenceTimeout: 5}
              - connect: {to: "+15551234567", timeout: 2000s}
            """
        ],
        steps: [.sleep, .prompt, .record, .recordCall, .request, .connect, .dial, .awaitConference],
        contents: [.largeNumbers, .shortSleep]
    ) { context, findings in
        let steps = context.flow.steps
        for index in steps.indices where !steps[index].action.kind.isDisjoint(with: StepKinds.timed) {
            if case .sleep(let sleep) = steps[index].action { context.check(sleep, steps[index], &findings) }
            steps[index].action.forEachLongTime { name, time, range in
                context.report(name, time, range, steps[index], &findings)
            }
        }
    }
}

extension StepKinds {
    fileprivate static let timed: StepKinds = [
        .sleep, .prompt, .record, .recordCall, .request, .connect, .dial, .awaitConference,
    ]
}

extension LintContext {
    fileprivate func check(_ sleep: Sleep, _ step: Step, _ findings: inout Findings) {
        guard case .time(let time)? = sleep.duration.known, time > .zero, time < StepContents.shortestSleep
        else { return }
        let written = text(in: sleep.duration.range)
        guard isPlainNumber(written) else { return }
        findings.report(
            "`sleep` counts milliseconds, and \(written) of them are over at once; write `\(written)s` "
                + "for seconds",
            at: sleep.duration.range, in: step,
            fix: .init("write `\(written)s`", [.init(sleep.duration.range, "\(written)s")]))
    }

    fileprivate func report(
        _ name: String, _ time: Duration, _ range: SourceRange, _ step: Step, _ findings: inout Findings
    ) {
        let written = text(in: range)
        guard isPlainNumber(written), !written.contains(".") else { return }
        let meant = written.hasSuffix("000") ? "\(written.dropLast(3))s" : "\(written)ms"
        findings.report(
            "`\(name)` counts seconds, and \(written) of them are \(time.inWords); write `\(meant)` if "
                + "that is meant",
            at: range, in: step, fix: .init("write `\(meant)`", [.init(range, meant)]))
    }

    /// A number without a unit and without quotes.
    private func isPlainNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: ".") }
    }
}

extension Duration {
    /// `83 minutes`, for messages.
    fileprivate var inWords: String {
        let seconds = components.seconds
        return seconds < 7200 ? "\(seconds / 60) minutes" : "\(seconds / 3600) hours"
    }
}

extension StepAction {
    /// Calls a function with every time that is counted in seconds and is so long that it looks like
    /// milliseconds, its name and its place. No such time is less than what a reader notes as a large number.
    fileprivate func forEachLongTime(_ visit: (String, Duration, SourceRange) -> Void) {
        @inline(__always)
        func see(_ name: String, _ given: Given<Duration>?, from seconds: Int) {
            if case .literal(let time)? = given?.param, let range = given?.range, time >= .seconds(seconds) {
                visit(name, time, range)
            }
        }
        switch self {
        case .prompt(let prompt):
            see("initialTimeout", prompt.initialTimeout, from: 1000)
            see("digitTimeout", prompt.digitTimeout, from: 500)
            see("speechTimeout", prompt.speechTimeout, from: 1000)
            see("speechEndTimeout", prompt.speechEndTimeout, from: 100)
        case .record(let record):
            see("initialTimeout", record.initialTimeout, from: 1000)
            see("endSilenceTimeout", record.endSilenceTimeout, from: 500)
            see("maxLength", record.maxLength, from: 20_000)
        case .recordCall(let record):
            see("initialTimeout", record.initialTimeout, from: 1000)
            see("endSilenceTimeout", record.endSilenceTimeout, from: 500)
        case .request(let request):
            see("timeout", request.timeout, from: 1000)
            see("connectTimeout", request.connectTimeout, from: 500)
        case .connect(let connect):
            see("timeout", connect.timeout, from: 1000)
            see("confirmTimeout", connect.confirmTimeout, from: 1000)
            for destination in connect.groups.joined() {
                see("timeout", destination.timeout, from: 1000)
                see("confirmTimeout", destination.confirmTimeout, from: 1000)
            }
        case .dial(let dial): see("timeout", dial.timeout, from: 1000)
        case .awaitConference(let wait): see("timeout", wait.timeout, from: 20_000)
        case .answer, .hangup, .play, .stopRecordCall, .joinConference, .leaveConference, .sendDigits, .sleep,
            .set,
            .unset, .label, .goto, .execute, .return, .transfer, .switch, .cond, .sendSms, .userEvent,
            .unsupported:
            break
        }
    }
}
