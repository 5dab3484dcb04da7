import FlowModel
import SourceText

extension LintRule {
    package static let eventsWithoutURL = LintRule(
        id: "events-without-url", severity: .warning,
        summary: "Settings of a callback whose URL is not written.",
        why: "Without the URL nothing is sent anywhere; the events, method or format beside it do nothing.",
        bad: [
            """
            main:
              - joinConference: {name: team, statusCallbackEvent: «start end»}
            """,
            """
            main:
              - joinConference: {name: team, record: record-from-start, recordingStatusCallbackMethod: «GET»}
            """,
            """
            main:
              - joinConference: {name: team, stream: {url: wss://example.com/audio, statusUrlMethod: «POST»}}
            """,
            """
            main:
              - connect: {to: "+15551234567", callStateEvents: [«answered», ended]}
            """,
        ],
        good: [
            """
            main:
              - joinConference:
                  name: team
                  statusCallback: https://example.com/events
                  statusCallbackEvent: start end
              - connect:
                  to: "+15551234567"
                  callStateUrl: https://example.com/state
                  callStateEvents: [answered, ended]
            """
        ],
        steps: [.joinConference, .connect], contents: .eventsWithoutURL
    ) { context, findings in
        for room in context.joins { room.reportSettingsWithoutURL(&findings) }
        guard context.kinds.contains(.connect) else { return }
        for step in context.flow.steps {
            guard case .connect(let connect) = step.action else { continue }
            let urls = connect.groups.joined().map(\.callStateUrl)
            if connect.callStateUrl == nil, urls.allSatisfy({ $0 == nil }),
                let first = connect.callStateEvents?.first
            {
                findings.report("callStateUrl", isMissingFor: first.range, in: step)
            }
            for destination in connect.groups.joined() where destination.callStateUrl == nil {
                guard connect.callStateUrl == nil, let first = destination.callStateEvents?.first else {
                    continue
                }
                findings.report("callStateUrl", isMissingFor: first.range, in: step)
            }
        }
    }
}

extension RoomJoin {
    fileprivate func reportSettingsWithoutURL(_ findings: inout Findings) {
        if join.statusCallback == nil {
            findings.report("statusCallback", isMissingFor: join.statusCallbackEvent?.range, in: step)
            findings.report("statusCallback", isMissingFor: join.statusCallbackEventType?.range, in: step)
            findings.report("statusCallback", isMissingFor: join.statusCallbackMethod?.range, in: step)
        }
        if join.recordingStatusCallback == nil {
            let url = "recordingStatusCallback"
            findings.report(url, isMissingFor: join.recordingStatusCallbackEvent?.range, in: step)
            findings.report(url, isMissingFor: join.recordingStatusCallbackEventType?.range, in: step)
            findings.report(url, isMissingFor: join.recordingStatusCallbackMethod?.range, in: step)
        }
        if let stream = join.stream, stream.statusUrl == nil {
            findings.report("statusUrl", isMissingFor: stream.statusUrlMethod?.range, in: step)
        }
    }
}

extension Findings {
    /// Reports a setting at its range, unless it is not written.
    fileprivate mutating func report(_ url: String, isMissingFor range: SourceRange?, in step: Step) {
        guard let range else { return }
        report("without `\(url)` nothing is sent, and this does nothing", at: range, in: step)
    }
}
