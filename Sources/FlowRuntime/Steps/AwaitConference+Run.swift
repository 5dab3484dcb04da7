import OrderedCollections
import FlowExpressions
import FlowModel

extension FlowMachine {
    /// Not in a room there is nothing to wait for: the caller is out, which is `left`.
    mutating func begin(_ wait: AwaitConference, _ step: StepReference) throws(ScriptError) {
        let goal = try value(wait.until, default: .left)
        let timeout = try value(wait.timeout)
        let keys = try string(wait.keys)
        scopes.vars["await_conference_key"] = nil
        guard let membership else { return awaitIsOver(step, "left") }
        if goal == .started, membership.startedAt != nil { return awaitIsOver(step, "started") }
        let timer = timeout.map { send(.startTimer($0)) }
        let key = keys.map { send(.awaitKey($0)) }
        phase = .waiting(Wait(kind: .awaiting(goal), step: step, command: timer, second: key))
    }

    /// The time is over, or a key was pressed.
    mutating func awaitAnswered(_ result: CommandResult, _ wait: Wait, isKey: Bool) {
        guard isKey else { return awaited(wait, "timeout", without: wait.command) }
        guard case .key(let key) = result else {
            warn(wait.step, ScriptError(.executeFailed, "keys cannot be heard in this conference"))
            return
        }
        setVariable("await_conference_key", Value(key))
        awaited(wait, "key", without: wait.second)
    }

    /// One of the things waited for has come; the other commands are given up.
    mutating func awaited(_ wait: Wait, _ result: String, without answered: CommandID? = nil) {
        if let timer = wait.command, timer != answered { send(.cancel(timer)) }
        if let key = wait.second, key != answered { send(.cancel(key)) }
        if let step = wait.step { awaitIsOver(step, result) }
    }

    private mutating func awaitIsOver(_ step: StepReference, _ result: String) {
        phase = .running
        setVariable("await_conference_result", Value(result))
        done(step, result)
    }
}
