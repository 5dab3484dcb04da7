import FlowExpressions
import FlowModel

// `leaveConference`, and the leaves that come before a join elsewhere and before a hang-up.
extension FlowMachine {
    mutating func begin(_ leave: LeaveConference, _ step: StepReference) throws(ScriptError) {
        let wanted = try string(leave.conferenceId)
        guard let membership, wanted == nil || wanted == membership.id else {
            throw ScriptError(.executeFailed, "the caller is not in that conference")
        }
        self.leave(membership, .leaving, step)
    }

    /// Asks to be let out, and bounds the wait.
    mutating func leave(_ membership: Membership, _ kind: Wait.Kind, _ step: StepReference) {
        let leave = send(.leaveConference(conferenceID: membership.id))
        let timer = send(.startTimer(FlowLimits.leaveDuration))
        phase = .waiting(Wait(kind: kind, step: step, command: leave, second: timer))
    }

    /// A refused leave keeps the caller inside; a leave that nobody confirms in time counts as done
    /// (relay-protocol.md §6.8).
    mutating func leaveAnswered(_ result: CommandResult, _ wait: Wait, timedOut: Bool) {
        if timedOut {
            leftConference(.left, reason: "no confirmation in time", by: nil)
            leaveSeen(wait)
        } else if case .failed(let failure) = result {
            if let timer = wait.second { send(.cancel(timer)) }
            leaveRefused(wait, failure)
        }
    }

    private mutating func leaveRefused(_ wait: Wait, _ failure: CommandFailure) {
        phase = .running
        guard let step = wait.step else { return }
        if failure.code == .callGone || failure.code == .notFound {
            leftConference(.left, reason: failure.sentence, by: nil)
            return leaveSeen(wait)
        }
        if wait.kind == .leavingToHangUp { return hangUp(.hangup) }
        fail(step, action(at: step), ScriptError(.executeFailed, failure.sentence))
    }

    /// Out: whatever the leave was for goes on.
    mutating func leaveSeen(_ wait: Wait) {
        if let timer = wait.second { send(.cancel(timer)) }
        phase = .running
        guard let step = wait.step else { return }
        let action = action(at: step)
        switch wait.kind {
        case .leavingToHangUp:
            if case .hangup(let hangup) = action { hangUp(hangup.reason?.literal ?? .hangup) }
        case .leavingToJoin: run(action, step)
        case .leaving, .step, .answering, .joining, .transferring, .opening, .inside, .awaiting, .forever,
            .drained, .hangingUp:
            succeed(step, action)
        }
    }
}
