import FlowExpressions
import FlowModel

// `goto`, `switch`, `cond`, `return`, and the `result` of `connect`, `execute` and `joinConference`
// (swml-language.md §3.10).
extension FlowMachine {
    mutating func begin(_ goto: Goto, _ step: StepReference) throws(ScriptError) {
        if let settled = decisions.settled { return settle(goto, step, settled == 1) }
        let max = try value(goto.max, default: Goto.defaultMax)
        guard let target = goto.target else { return stay(step, "no such label") }
        if let when = goto.when, !holds(when.condition) { return stay(step, "`when` is false") }
        guard countJump(of: step, upTo: max) else { return stay(step, "max \(max) is used up") }
        leap(to: target, step)
    }

    /// Jumps or stays as it is recorded; the jump is counted like any other.
    private mutating func settle(_ goto: Goto, _ step: StepReference, _ isTaken: Bool) {
        guard isTaken, let target = goto.target else { return stay(step, "as recorded") }
        _ = countJump(of: step, upTo: .max)
        leap(to: target, step)
    }

    private mutating func leap(to target: FlowPosition, _ step: StepReference) {
        decided(step, 1)
        outbox.note(.jumped(step, taken: true))
        done(step, "jumps")
        jump(to: target)
    }

    private mutating func stay(_ step: StepReference, _ why: String) {
        decided(step, 0)
        outbox.note(.jumped(step, taken: false))
        done(step, "stays: \(why)")
    }

    /// One counter per `goto` and activation of the section; at the limit the next step runs (C-31).
    private mutating func countJump(of step: StepReference, upTo max: Int) -> Bool {
        let frame = frames.count - 1
        if let index = frames[frame].jumps.firstIndex(where: { $0.step == step.step }) {
            guard frames[frame].jumps[index].count < max else { return false }
            frames[frame].jumps[index].count += 1
        } else {
            frames[frame].jumps.append(Jumps(step: step.step, count: 1))
        }
        return true
    }

    mutating func begin(_ choice: Switch, _ step: StepReference) {
        if choose(choice, "", step) { return done(step) }
        warn(step, ScriptError(.noMatchingCondition, "no case matches and there is no default"))
        done(step, "no match")
    }

    mutating func begin(_ choice: Cond, _ step: StepReference) {
        done(step, choose(choice, step) ? "done" : "no match")
    }

    /// Takes the matching case or the default; `false` when there is neither.
    private mutating func choose(_ choice: Switch, _ standard: Text, _ step: StepReference) -> Bool {
        var index = -1
        if let settled = decisions.settled, settled < choice.cases.count {
            index = settled
        } else {
            flushMembership()
            let text = choice.variable?.path.value(in: scopes).text ?? scopes.lookup(standard)?.text ?? ""
            if let match = choice.cases.firstIndex(where: { $0.key == text }) { index = match }
        }
        decided(step, index)
        if index >= 0 {
            outbox.note(.branch(step, index))
            push(choice.cases[index].block)
            return true
        }
        guard let block = choice.default else { return false }
        outbox.note(.branch(step, -1))
        push(block)
        return true
    }

    private mutating func choose(_ choice: Cond, _ step: StepReference) -> Bool {
        var index = -1
        if let settled = decisions.settled, settled < choice.entries.count {
            index = settled
        } else {
            for (place, entry) in choice.entries.enumerated() {
                guard let when = entry.when, holds(when.condition) else { continue }
                index = place
                break
            }
        }
        decided(step, index)
        if index >= 0 {
            outbox.note(.branch(step, index))
            push(choice.entries[index].then)
            return true
        }
        guard let block = choice.fallback else { return false }
        outbox.note(.branch(step, -1))
        push(block)
        return true
    }

    mutating func begin(_ value: Return, _ step: StepReference) throws(ScriptError) {
        let result = if let given = value.value { try kept(given, as: "return") } else { Value?.none }
        done(step)
        if purpose == .call || frames.count > 1 {
            returnFromFrame(with: result)
        } else {
            clearStack()
        }
    }

    /// Runs the step's `result`, if it has one; without a matching case it is silent (design §2.1, *Values*).
    mutating func runResult(of step: StepReference) {
        let (handler, standard): (ResultHandler?, Text) =
            switch action(at: step) {
            case .connect(let connect): (connect.result, "connect_result")
            case .joinConference(let join): (join.result, "join_conference_result")
            case .execute(let execute): (execute.result, "return_value")
            case .dial(let dial): (dial.result, "dial_result")
            case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .leaveConference,
                .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .goto, .return, .transfer,
                .switch,
                .cond, .request, .sendSms, .userEvent, .unsupported:
                (nil, "")
            }
        switch handler {
        case nil: break
        case .switch(let choice): _ = choose(choice, standard, step)
        case .cond(let choice): _ = choose(choice, step)
        }
    }
}
