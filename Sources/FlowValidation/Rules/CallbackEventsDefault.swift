import FlowModel
import SourceText

extension LintRule {
    package static let callbackEventsDefault = LintRule(
        id: "callback-events-default", severity: .hint,
        summary: "A conference callback without a list of events.",
        why: """
            No source says which events a carrier sends then. `callflow` sends `start end join leave`, and \
            `completed` for recordings; write the list to be sure (swml-language.md C-17).
            """,
        bad: [
            """
            main:
              - joinConference: {name: team, statusCallback: «https://example.com/events»}
            """,
            """
            main:
              - joinConference:
                  name: team
                  record: record-from-start
                  recordingStatusCallback: «https://example.com/recording»
            """,
        ],
        good: [
            """
            main:
              - joinConference:
                  name: team
                  statusCallback: https://example.com/events
                  statusCallbackEvent: start end
            """
        ],
        steps: .joinConference, contents: .callbackWithoutEvents
    ) { context, findings in
        for room in context.joins {
            if let url = room.join.statusCallback, room.join.statusCallbackEvent == nil {
                findings.report(
                    "no `statusCallbackEvent` says which events are sent; `start end join leave` is assumed",
                    at: url.range, in: room.step)
            }
            if let url = room.join.recordingStatusCallback,
                room.join.recordingStatusCallbackEvent == nil
            {
                findings.report(
                    "no `recordingStatusCallbackEvent` says which events are sent; `completed` is assumed",
                    at: url.range, in: room.step)
            }
        }
    }
}
