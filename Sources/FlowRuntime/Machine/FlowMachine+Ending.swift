import OrderedCollections
import FlowExpressions
import FlowModel

// The one defined end: of the script, of the call, of `onHangup`, of the run.
extension FlowMachine {
    /// An error that ends the script; the call is ended for it.
    mutating func endScript(_ error: ScriptError, isNoted: Bool = false) {
        if !isNoted { warn(currentStep, error) }
        scriptError = error
        clearStack()
        phase = .running
    }

    /// No step is left. A caller who is inside a room stays until out; then the call is ended.
    mutating func scriptOver() {
        if call.ending != nil || purpose == .aside {
            finish()
        } else if membership != nil {
            phase = .waiting(Wait(kind: .drained))
        } else {
            hangUp(.hangup)
        }
    }

    mutating func hangUp(_ reason: HangupReason) {
        phase = .waiting(Wait(kind: .hangingUp, step: currentStep, command: send(.hangup(reason))))
    }

    /// The call is over, at whatever instant. No later step runs; `onHangup` does, once.
    mutating func callEnded(_ ending: CallEnding) {
        guard call.ending == nil else { return }
        call.ending = ending
        if case .waiting(let wait) = phase { interrupt(wait, by: ending) }
        if membership != nil {
            leftConference(.hungUp, reason: "the call ended", by: ending.by == .caller ? call.info.id : nil)
        }
        scopes.call["call_state"] = "ended"
        clearStack()
        phase = .running
        startOnHangup()
    }

    /// The step that was running is over, its outcome told. Its own command needs no cancelling: the call
    /// took it along; a request runs to its own time-out and its answer is unused (design §2.1, *Hang-up*).
    private mutating func interrupt(_ wait: Wait, by ending: CallEnding) {
        guard let step = wait.step, wait.kind != .hangingUp else { return }
        outbox.note(.ended(step, outcome: "hung_up"))
    }

    private mutating func startOnHangup() {
        guard purpose == .call, let block = documents[0].onHangup else { return }
        outbox.note(.entered(section: "onHangup", depth: 0))
        hangupTimer = send(.startTimer(FlowLimits.hangupDuration))
        push(frame: 0, block: block, caller: nil)
    }

    private mutating func finish() {
        if let hangupTimer { send(.cancel(hangupTimer)) }
        flushMembership()
        phase = .finished
        let ending = call.ending ?? CallEnding(by: .flow)
        outbox.note(.finished(FlowEnd(ending: ending, step: currentStep, error: scriptError)))
    }
}
