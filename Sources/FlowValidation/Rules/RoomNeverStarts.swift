import FlowExpressions
import FlowModel
import SourceText

extension LintRule {
    package static let roomNeverStarts = LintRule(
        id: "room-never-starts", severity: .warning,
        summary: "Nobody who joins a room in this flow can start it.",
        why: """
            A room starts when the first participant with `startOnEnter` (true when not written) who is no \
            coach is in. If every join of the name says `startOnEnter: false`, or coaches, all wait for \
            ever, unless another flow joins the room as well.
            """,
        bad: [
            """
            main:
              - joinConference: {name: «lobby», startOnEnter: false}
            """,
            """
            main:
              - joinConference: {name: «support», coach: "${params.agent}", beep: "false"}
            """,
        ],
        good: [
            """
            main:
              - joinConference: {name: lobby, startOnEnter: false}
            host:
              - joinConference: {name: lobby, endOnExit: true}
            """,
            """
            main:
              - joinConference: {name: "room-${call.to}", startOnEnter: false}
            """,
            """
            main:
              - joinConference: {name: lobby, startOnEnter: false}
              - transfer: host
            host:
              - joinConference: {name: "${params.room}"}
            """,
        ],
        steps: .joinConference, contents: .lateStart, needsWholeDocument: true
    ) { context, findings in
        let joins = context.joins
        // A name that only the run knows may be any room.
        if joins.contains(where: { $0.join.mayStartRoom && $0.join.name.isTemplate }) { return }
        var started: Set<Text> = []
        for join in joins where join.join.mayStartRoom {
            if let name = join.join.name.known { started.insert(name) }
        }
        var reported: Set<Text> = []
        for join in joins where !join.join.mayStartRoom {
            guard let name = join.join.name.known, !name.isEmpty, !started.contains(name) else { continue }
            guard reported.insert(name).inserted else { continue }
            if findings.isFull { return }
            let why =
                joins.contains { !$0.join.isCoach && $0.join.name.known == name }
                ? "no join of it in this flow has `startOnEnter: true`"
                : "only coaches join it in this flow, and a coach starts no room"
            findings.report(
                "nobody starts the room `\(name.string.shown)`: \(why)", at: join.join.name.range,
                in: join.step)
        }
    }
}
