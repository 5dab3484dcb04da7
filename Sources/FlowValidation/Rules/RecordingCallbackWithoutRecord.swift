import FlowModel
import SourceText

extension LintRule {
    package static let recordingCallbackWithoutRecord = LintRule(
        id: "recording-callback-without-record", severity: .warning,
        summary: "A recording callback of a room that is not recorded.",
        why: """
            A room is recorded only with `record: record-from-start`; `do-not-record` holds when nothing is \
            written. No recording, no callback.
            """,
        bad: [
            """
            main:
              - joinConference:
                  name: team
                  recordingStatusCallback: «https://example.com/recording»
                  recordingStatusCallbackEvent: completed
            """
        ],
        good: [
            """
            main:
              - joinConference:
                  name: team
                  record: record-from-start
                  recordingStatusCallback: https://example.com/recording
                  recordingStatusCallbackEvent: completed
            """
        ],
        steps: .joinConference, contents: .recordingCallback
    ) { context, findings in
        for room in context.joins where !room.join.mayBeRecorded {
            guard let url = room.join.recordingStatusCallback else { continue }
            findings.report(
                "the room is not recorded, so nothing is sent here; write `record: record-from-start`",
                at: url.range,
                in: room.step)
        }
    }
}
