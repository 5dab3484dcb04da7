import FlowModel
import SourceText

extension LintRule {
    package static let leavesAtOnce = LintRule(
        id: "leaves-at-once", severity: .warning,
        summary: "A join with `until: joined`, behind which the caller leaves without a wait.",
        why: """
            With `until: joined` the flow goes on as soon as the caller is in the room. A `hangup` or \
            `leaveConference` that follows takes them out in the same moment. Wait in the room first, with \
            `awaitConference` or by a `prompt`; or leave `until` out, so that the join lasts until the \
            caller is out. A flow that simply ends leaves the caller in the room.
            """,
        bad: [
            """
            main:
              - joinConference: {name: standup, until: joined}
              - set: {was_in: true}
              - «hangup»
            """,
            """
            main:
              - joinConference: {name: standup, until: joined}
              - goto: out
              - label: out
              - «leaveConference»
              - play: "say:You have left."
            """,
            """
            main:
              - cond:
                  - when: call.type == 'sip'
                    then:
                      - joinConference: {name: standup, until: joined}
              - transfer: bye
            bye:
              - «hangup: busy»
            """,
        ],
        good: [
            """
            main:
              - joinConference: {name: standup, until: joined}
              - awaitConference: {until: left, timeout: 30m}
              - leaveConference
            """,
            """
            main:
              - joinConference: {name: standup, until: joined}
              - play: "say:You are in."
              - hangup
            """,
            """
            main:
              - joinConference: {name: standup, until: joined}
              - set: {was_in: true}
            """,
            """
            main:
              - joinConference: {name: standup}
              - hangup
            """,
            """
            main:
              - joinConference: {name: standup, until: joined}
              - cond:
                  - when: conference.size > 5
                    then: [hangup]
            """,
        ],
        steps: .joinConference, contents: .until
    ) { context, findings in
        var reported: Set<SourceRange> = []
        for join in context.joins where join.join.until?.known == .joined && join.join.result == nil {
            guard let step = context.leavingStep(behind: join.step), reported.insert(step.range).inserted
            else { continue }
            findings.report(
                "the caller leaves at once: nothing waits in the room between the join and this step; "
                    + "write `awaitConference` before it",
                at: step.range, in: step, related: [.init("the join is here", join.step.nameRange)])
        }
    }
}

extension LintContext {
    /// How many steps are looked at behind a join: more than anybody writes, and a circle ends.
    private static let longestWay = 64

    /// The step that takes the caller out of the room, when the only way on from a join leads to it through
    /// steps that take no time.
    fileprivate func leavingStep(behind join: Step) -> Step? {
        var position = FlowPosition(join.block, join.index + 1)
        for _ in 0..<Self.longestWay {
            guard let id = flow.stepID(at: position) else {
                guard let next = positionBehind(flow[position.block]) else { return nil }
                position = next
                continue
            }
            let step = flow[id]
            switch step.action {
            case .hangup: return step
            case .leaveConference(let leave): return leave.conferenceId == nil ? step : nil
            case .set, .unset, .label, .userEvent:
                position = FlowPosition(position.block, position.index + 1)
            case .goto(let jump):
                guard jump.isCertain, let target = jump.target else { return nil }
                position = target
            case .transfer(let transfer):
                guard let section = sections.index(of: transfer.dest) else { return nil }
                position = FlowPosition(flow.sections[section].block, 0)
            case .answer, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
                .awaitConference, .connect, .dial, .sendDigits, .sleep, .execute, .return, .switch, .cond,
                .request, .sendSms, .unsupported:
                return nil
            }
        }
        return nil
    }

    /// Where a call goes on behind the last step of a branch; `nil` elsewhere.
    private func positionBehind(_ block: Block) -> FlowPosition? {
        guard let parent = block.parent.map({ flow[$0] }),
            !parent.action.kind.isDisjoint(with: [.cond, .switch])
        else { return nil }
        return FlowPosition(parent.block, parent.index + 1)
    }
}
