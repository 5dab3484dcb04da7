import FlowExpressions
import FlowModel

// The dispatchers: each step's work stands in its own file. A new step does not compile until it has a line
// in each `switch`.
extension FlowMachine {
    /// Begins a step: counted, noted, answered first when it needs media.
    mutating func begin(_ action: StepAction, _ reference: StepReference) {
        currentStep = reference
        stepsLeft -= 1
        guard stepsLeft >= 0 else {
            return endScript(
                ScriptError(.tooManySteps, "more than \(FlowLimits.steps) steps in one call"))
        }
        outbox.note(.began(reference))
        run(action, reference)
    }

    mutating func run(_ action: StepAction, _ step: StepReference) {
        do throws(ScriptError) {
            if try needsAnswer(action) {
                let id = send(.answer(AnswerCommand()))
                phase = .waiting(Wait(kind: .answering, step: step, command: id))
            } else {
                try perform(action, step)
            }
        } catch {
            fail(step, action, error)
        }
    }

    private mutating func perform(_ action: StepAction, _ step: StepReference) throws(ScriptError) {
        switch action {
        case .answer(let answer): try begin(answer, step)
        case .hangup(let hangup): try begin(hangup, step)
        case .play(let play): try begin(play, step)
        case .prompt(let prompt): try begin(prompt, step)
        case .record(let record): try begin(record, step)
        case .recordCall(let record): try begin(record, step)
        case .stopRecordCall(let stop): try begin(stop, step)
        case .joinConference(let join): try begin(join, step)
        case .leaveConference(let leave): try begin(leave, step)
        case .awaitConference(let wait): try begin(wait, step)
        case .connect(let connect): try begin(connect, step)
        case .dial(let dial): try begin(dial, step)
        case .sendDigits(let send): try begin(send, step)
        case .sleep(let sleep): try begin(sleep, step)
        case .set(let set): try begin(set, step)
        case .unset(let unset): begin(unset, step)
        case .label: done(step)
        case .goto(let goto): try begin(goto, step)
        case .execute(let execute): try begin(execute, step)
        case .return(let value): try begin(value, step)
        case .transfer(let transfer): try begin(transfer, step)
        case .switch(let choice): begin(choice, step)
        case .cond(let choice): begin(choice, step)
        case .request(let request): try begin(request, step)
        case .sendSms(let message): try begin(message, step)
        case .userEvent(let event): begin(event, step)
        case .unsupported(let unknown):
            throw ScriptError(.methodUndefined, "'\(unknown.name)' cannot be run yet")
        }
    }

    /// The answer of the step's own command.
    mutating func complete(_ step: StepReference, with result: CommandResult) {
        phase = .running
        let action = action(at: step)
        if case .failed(let failure) = result, !action.readsFailure {
            return fail(step, action, ScriptError(.executeFailed, failure.sentence))
        }
        switch action {
        case .answer: complete(answer: step)
        case .play(let play): complete(play, step, result)
        case .prompt(let prompt): complete(prompt, step, result)
        case .record: complete(record: step, result)
        case .recordCall(let record): complete(record, step, result)
        case .connect(let connect): complete(connect, step, result)
        case .dial: complete(dial: step, result)
        case .execute(let execute): complete(execute, step, result)
        case .request(let request): complete(request, step, result)
        case .stopRecordCall, .sendDigits, .sendSms: succeed(step, action)
        case .hangup, .joinConference, .leaveConference, .awaitConference, .sleep, .set, .unset, .label,
            .goto, .return, .transfer, .switch, .cond, .userEvent, .unsupported:
            done(step)
        }
    }

    /// The step is over and nothing more is to be said.
    mutating func done(_ step: StepReference, _ outcome: String = "done") {
        outbox.note(.ended(step, outcome: outcome))
    }

    mutating func succeed(_ step: StepReference, _ action: StepAction) {
        if let variable = action.resultVariable { setVariable(variable, "success") }
        done(step, "success")
    }

    /// A step that fails sets its result variable and `script_error`, and the run goes on
    /// (swml-language.md §3.1, rulings).
    mutating func fail(_ step: StepReference, _ action: StepAction, _ error: ScriptError) {
        warn(step, error)
        phase = .running
        if let variable = action.resultVariable { setVariable(variable, "failed") }
        if error.code.endsScript {
            done(step, "failed")
            return endScript(error, isNoted: true)
        }
        failed(step, action, error)
    }

    /// What a step does beyond its result variable when it could not be done.
    private mutating func failed(_ step: StepReference, _ action: StepAction, _ error: ScriptError) {
        switch action {
        case .joinConference(let join): joinFailed(join, step, .failed, reason: error.message)
        case .connect(let connect): connectFailed(connect, step, reason: error.connectReason)
        case .dial: dialFailed(step, reason: error.connectReason)
        case .execute(let execute): executeFailed(execute, step)
        case .transfer: endScript(error, isNoted: true)
        case .answer: endScript(error, isNoted: true)
        case .hangup: hangUp(.hangup)
        case .prompt:
            setVariable("prompt_value", "")
            done(step, "failed")
        case .play, .record, .recordCall, .stopRecordCall, .leaveConference, .awaitConference,
            .sendDigits, .sleep, .set, .unset, .label, .goto, .return, .switch, .cond, .request, .sendSms,
            .userEvent, .unsupported:
            done(step, "failed")
        }
    }

    /// Steps that play or hear answer the call themselves (swml-language.md §3.2).
    private mutating func needsAnswer(_ action: StepAction) throws(ScriptError) -> Bool {
        guard !call.isAnswered, call.ending == nil else { return false }
        switch action {
        case .play(let play): return try value(play.autoAnswer, default: true)
        case .connect(let connect): return try !value(connect.answerOnBridge, default: false)
        case .prompt, .record, .recordCall, .joinConference, .sendDigits: return true
        case .answer, .hangup, .stopRecordCall, .leaveConference, .awaitConference, .dial, .sleep, .set,
            .unset,
            .label, .goto, .execute, .return, .transfer, .switch, .cond, .request, .sendSms, .userEvent,
            .unsupported:
            return false
        }
    }
}

extension ScriptError.Code {
    /// Limits end the script: what reached one has a loop, or means harm.
    fileprivate var endsScript: Bool {
        switch self {
        case .tooManySteps, .nestedTooDeep, .tooManyTransfers, .tooMuchData: true
        case .parseError, .sectionUndefined, .parameterMissing, .parameterInvalid, .noMatchingCondition,
            .executeFailed, .expression, .methodUndefined, .inConference:
            false
        }
    }
}

extension StepAction {
    /// The variable that tells how the step went (swml-language.md §2.11).
    var resultVariable: Text? {
        switch self {
        case .answer: "answer_result"
        case .play: "play_result"
        case .prompt: "prompt_result"
        case .record: "record_result"
        case .recordCall: "record_call_result"
        case .stopRecordCall: "stop_record_call_result"
        case .joinConference: "join_conference_result"
        case .leaveConference: "leave_conference_result"
        case .awaitConference: "await_conference_result"
        case .connect: "connect_result"
        case .dial: "dial_result"
        case .sendDigits: "send_digits_result"
        case .request: "request_result"
        case .sendSms: "send_sms_result"
        case .hangup, .sleep, .set, .unset, .label, .goto, .execute, .return, .transfer, .switch, .cond,
            .userEvent, .unsupported:
            nil
        }
    }

    /// Whether a failed command is an outcome that the step itself tells.
    fileprivate var readsFailure: Bool {
        switch self {
        case .connect, .dial, .request, .execute: true
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .goto, .return,
            .transfer, .switch, .cond, .sendSms, .userEvent, .unsupported:
            false
        }
    }
}
