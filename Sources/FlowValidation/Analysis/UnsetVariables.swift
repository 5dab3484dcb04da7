import FlowExpressions
import FlowModel
import SourceText

// What is said about variables that nothing sets.

extension LintContext {
    /// Whether the text is a join's name, coach or stream URL: empty, these fail the join (design §2.1).
    func isRoomName(_ use: VariableUse) -> Bool {
        guard case .joinConference(let join) = flow[use.step].action else { return false }
        let range = use.range
        return range == join.name.range || range == join.coach?.range || range == join.stream?.url.range
    }

    func message(ofUnset variable: VariableName) -> String? {
        let name = variable.name.string.shown
        switch variables.origin(of: variable) {
        case .known: return nil
        case .stepIsMissing(let kinds):
            return "no step of this flow sets `\(name)`" + (kinds.methodName.map { "; `\($0)` does" } ?? "")
        case .nobody: return "nothing in this flow sets `\(name)`"
        case .environment:
            return "nothing in this flow sets `\(name)`; write `envs.\(name)` if the environment does"
        case .notOfCall: return "`call` has no member `\(name)`"
        }
    }
}

extension StepKinds {
    /// The method, when the set is of one that sets variables.
    fileprivate var methodName: String? {
        StepKinds.setters.first { $0.kind == self }?.method
    }

    /// The methods that set variables.
    private static let setters: [(kind: StepKinds, method: String)] = [
        (.answer, "answer"), (.play, "play"), (.connect, "connect"), (.joinConference, "joinConference"),
        (.leaveConference, "leaveConference"), (.awaitConference, "awaitConference"), (.dial, "dial"),
        (.prompt, "prompt"), (.record, "record"), (.recordCall, "recordCall"),
        (.stopRecordCall, "stopRecordCall"), (.request, "request"), (.sendDigits, "sendDigits"),
        (.sendSms, "sendSms"),
    ]
}
