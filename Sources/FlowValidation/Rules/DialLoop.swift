import FlowModel
import SourceText

extension LintRule {
    package static let dialLoop = LintRule(
        id: "dial-loop", severity: .warning,
        summary: "A `dial` whose callee runs the same `dial` again.",
        why: """
            Everybody who answers is a call that runs `dest`. When that comes back to the `dial` without \
            asking anything, each answer places more calls, without end. Let the callee run a section of its \
            own, or ask `call.direction` first.
            """,
        bad: [
            """
            main:
              - «dial: {to: "+15551234567", dest: main}»
              - joinConference: team
            """
        ],
        good: [
            """
            main:
              - dial: {to: "+15551234567", dest: callee}
              - joinConference: team
            callee:
              - joinConference: team
            """,
            """
            main:
              - cond:
                  - when: call.direction == 'inbound'
                    then: [{dial: {to: "+15551234567", dest: main}}]
              - joinConference: team
            """,
        ],
        steps: .dial
    ) { context, findings in
        var unasked: [Int: [Int]] = [:]
        for index in context.flow.sections.indices {
            unasked[index] = context.stepsBeforeQuestions(ofSection: index).compactMap { step in
                step.action.target.flatMap { context.sections.index(of: $0) }
            }
        }
        for home in context.flow.sections.indices {
            for step in context.stepsBeforeQuestions(ofSection: home) {
                guard case .dial(let dial) = step.action, let start = context.sections.index(of: dial.dest),
                    DialLoops.comes(from: start, to: home, by: unasked)
                else { continue }
                findings.report(
                    "whoever answers runs this `dial` again and calls the next one, without end",
                    at: step.range,
                    in: step)
            }
        }
    }
}

extension LintContext {
    /// The steps of a section's own list that every call runs: those before the first branch.
    fileprivate func stepsBeforeQuestions(ofSection index: Int) -> [Step] {
        var steps: [Step] = []
        for id in flow.stepIDs(of: flow.sections[index].block) {
            let step = flow[id]
            if !step.action.kind.isDisjoint(with: [.cond, .switch, .goto]) { break }
            steps.append(step)
            if step.action.result != nil { break }
        }
        return steps
    }
}

private enum DialLoops {
    /// How many sections are looked through for a way back: far more than calls pass on their way.
    static let limit = 64

    static func comes(from start: Int, to home: Int, by edges: [Int: [Int]]) -> Bool {
        var seen: Set<Int> = [start]
        var pending = [start]
        while let section = pending.popLast(), !seen.contains(home), seen.count < limit {
            for next in edges[section] ?? [] where seen.insert(next).inserted { pending.append(next) }
        }
        return seen.contains(home)
    }
}
