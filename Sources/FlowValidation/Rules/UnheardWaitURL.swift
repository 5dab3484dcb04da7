import FlowModel
import SourceText

extension LintRule {
    package static let unheardWaitURL = LintRule(
        id: "unheard-wait-url", severity: .hint,
        summary: "A `waitUrl` for a participant who never waits.",
        why: """
            Waiting audio is heard only before the room starts, and this participant starts it by coming in: \
            `startOnEnter` is true when not written.
            """,
        bad: [
            """
            main:
              - joinConference: {name: team, waitUrl: «https://example.com/hold.mp3»}
            """
        ],
        good: [
            """
            main:
              - joinConference: {name: team, startOnEnter: false, waitUrl: https://example.com/hold.mp3}
              - joinConference: {name: team}
            """
        ],
        steps: .joinConference, contents: .waitURL
    ) { context, findings in
        for join in context.joins {
            guard let wait = join.join.waitUrl, !join.join.mayWait else { continue }
            findings.report(
                "nobody hears this: the participant starts the room and never waits", at: wait.range,
                in: join.step)
        }
    }
}
