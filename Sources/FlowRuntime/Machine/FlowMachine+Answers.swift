import FlowExpressions
import OrderedCollections
import FlowModel

// What answers of commands mean, by what the run waits for.
extension FlowMachine {
    /// Sends a command; its answer is recognised by the id.
    @discardableResult
    mutating func send(_ command: CallCommand) -> CommandID {
        lastCommand += 1
        let id = CommandID(lastCommand)
        outbox.perform(command, as: id)
        return id
    }

    /// Sends the step's one command and waits for its answer.
    mutating func wait(for command: CallCommand, _ step: StepReference?) {
        phase = .waiting(Wait(kind: .step, step: step, command: send(command)))
    }

    mutating func answered(_ id: CommandID, _ result: CommandResult) {
        if id == hangupTimer {
            clearStack()
            if case .waiting = phase { phase = .running }
            return
        }
        guard case .waiting(let wait) = phase, wait.command == id || wait.second == id else {
            outbox.note(.unusedAnswer(id))
            return
        }
        answered(wait, isSecond: wait.second == id, result)
    }

    private mutating func answered(_ wait: Wait, isSecond: Bool, _ result: CommandResult) {
        switch wait.kind {
        case .step:
            if let step = wait.step { complete(step, with: result) }
        case .answering: callAnswered(result, for: wait.step)
        case .transferring: transferFetched(result, for: wait.step)
        case .opening: openingFetched(result)
        case .joining: joinAnswered(result, wait)
        case .leaving, .leavingToJoin, .leavingToHangUp: leaveAnswered(result, wait, timedOut: isSecond)
        case .awaiting: awaitAnswered(result, wait, isKey: isSecond)
        case .hangingUp:
            if case .failed = result { callEnded(CallEnding(by: .system, reason: "error")) }
        case .inside, .forever, .drained: break
        }
    }

    /// The implicit answer of a step that needs media: the step begins again, or the script ends, as a call
    /// that cannot be answered is gone (swml-language.md §3.14).
    private mutating func callAnswered(_ result: CommandResult, for step: StepReference?) {
        guard case .failed(let failure) = result else {
            markAnswered()
            phase = .running
            if let step { run(documents[Int(step.document)].steps[Int(step.step)].action, step) }
            return
        }
        setVariable("answer_result", "failed")
        endScript(ScriptError(.executeFailed, "the call could not be answered: \(failure.sentence)"))
    }

    mutating func markAnswered() {
        call.isAnswered = true
        scopes.call["call_state"] = "answered"
        setVariable("answer_result", "success")
    }
}

extension CommandFailure {
    /// The code and what is known beyond it.
    var sentence: String { detail.isEmpty ? code.rawValue : "\(code.rawValue): \(detail)" }

    /// What is known, where the code is told anyway.
    var reason: String { detail.isEmpty ? code.rawValue : detail }
}
