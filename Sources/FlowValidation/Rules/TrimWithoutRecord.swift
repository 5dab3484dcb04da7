import FlowModel
import SourceText

extension LintRule {
    package static let trimWithoutRecord = LintRule(
        id: "trim-without-record", severity: .hint,
        summary: "`trim` for a room that is not recorded.",
        why: "It says what happens to the silence at the start of the recording, and there is none.",
        bad: [
            """
            main:
              - joinConference: {name: team, trim: «do-not-trim»}
            """
        ],
        good: [
            """
            main:
              - joinConference: {name: team, trim: do-not-trim, record: record-from-start}
            """
        ],
        steps: .joinConference, contents: .trim
    ) { context, findings in
        for room in context.joins where !room.join.mayBeRecorded {
            guard let trim = room.join.trim else { continue }
            findings.report(
                "the room is not recorded, so there is nothing to trim", at: trim.range, in: room.step)
        }
    }
}
