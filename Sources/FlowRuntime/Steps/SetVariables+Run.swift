import FlowExpressions
import FlowModel

// `set` and `unset` (swml-language.md §3.11).
extension FlowMachine {
    /// In the order written; later values see earlier ones.
    mutating func begin(_ set: SetVariables, _ step: StepReference) throws(ScriptError) {
        for assignment in set.assignments {
            let value = try kept(assignment.value, as: assignment.target.text.string)
            outbox.note(.set(step, name: assignment.target.text.string, value: value))
            assignment.target.path.assign(value, in: &scopes)
            if assignment.target.path.assignedName?.isSpeechSetting == true { speaksOtherwise = true }
        }
        done(step)
    }

    mutating func begin(_ unset: Unset, _ step: StepReference) {
        for name in unset.names { name.path.remove(from: &scopes) }
        done(step)
    }
}
