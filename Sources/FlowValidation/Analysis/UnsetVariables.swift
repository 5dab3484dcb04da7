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
    /// The method, when the set is of one that flows have.
    fileprivate var methodName: String? {
        switch self {
        case .answer: "answer"
        case .play: "play"
        case .connect: "connect"
        case .joinConference: "joinConference"
        case .leaveConference: "leaveConference"
        case .awaitConference: "awaitConference"
        case .dial: "dial"
        case .prompt: "prompt"
        case .record: "record"
        case .recordCall: "recordCall"
        case .stopRecordCall: "stopRecordCall"
        case .request: "request"
        case .sendDigits: "sendDigits"
        case .sendSms: "sendSms"
        default: nil  // a set of several steps, or of one that leaves no variable
        }
    }
}
