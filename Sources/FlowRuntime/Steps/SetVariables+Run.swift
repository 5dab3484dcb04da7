import FlowExpressions
import FlowModel

// `set` and `unset` (swml-language.md §3.11).
extension FlowMachine {
    /// In the order written; later values see earlier ones.
    mutating func begin(_ set: SetVariables, _ step: StepReference) throws(ScriptError) {
        for assignment in set.assignments {
            let value = expand(assignment.value.value)
            try spend(value, on: assignment)
            outbox.note(.set(step, name: assignment.target.text.string, value: value))
            assignment.target.path.assign(value, in: &scopes)
        }
        done(step)
    }

    /// What a flow makes of values is bounded; literals are the document's, and shared.
    private mutating func spend(_ value: Value, on assignment: Assignment) throws(ScriptError) {
        guard assignment.value.value.literal == nil else { return }
        let weight = value.weight(upTo: FlowLimits.valueBytes)
        bytesLeft -= weight
        guard weight <= FlowLimits.valueBytes, bytesLeft >= 0 else {
            throw ScriptError(.tooMuchData, "'\(assignment.target.text)' holds too much")
        }
    }

    mutating func begin(_ unset: Unset, _ step: StepReference) {
        for name in unset.names { name.path.remove(from: &scopes) }
        done(step)
    }
}
