import FlowExpressions
import FlowModel
import SourceText

// Every condition and every variable path of a step, outside its templates.

extension StepAction {
    /// Calls a function with every condition of the step itself.
    func forEachCondition(_ visit: (GivenCondition) -> Void) {
        switch self {
        case .goto(let jump): if let when = jump.when { visit(when) }
        case .cond(let choice): choice.forEachCondition(visit)
        case .joinConference, .connect, .execute, .dial:
            if case .cond(let choice)? = result { choice.forEachCondition(visit) }
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .leaveConference,
            .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .return, .transfer, .switch,
            .request,
            .sendSms, .userEvent, .unsupported:
            break
        }
    }

    /// Calls a function with every `switch`, as a step or as a `result`, and the variable that it looks at.
    @inline(__always)
    func forEachSwitch(_ visit: (Switch, ReadPath) -> Void) {
        // What a `result` looks at when it names no variable (C-18).
        func see(_ choice: Switch, _ usual: Text) {
            visit(choice, choice.variable.map(ReadPath.init) ?? ReadPath(usual))
        }
        switch self {
        case .switch(let choice):
            if let variable = choice.variable { visit(choice, ReadPath(variable)) }
        case .joinConference(let join):
            if case .switch(let choice)? = join.result { see(choice, "join_conference_result") }
        case .connect(let connect):
            if case .switch(let choice)? = connect.result { see(choice, "connect_result") }
        case .execute(let execute):
            if case .switch(let choice)? = execute.result { see(choice, "return_value") }
        case .dial(let dial):
            if case .switch(let choice)? = dial.result { see(choice, "dial_result") }
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .leaveConference,
            .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .goto, .return, .transfer, .cond,
            .request, .sendSms, .userEvent, .unsupported:
            break
        }
    }
}

/// A variable's path as a step reads it without `${}`.
struct ReadPath {
    let variable: VariableName
    /// The names behind the variable's own: `outcome` of `conference.outcome`.
    let members: [Text]
    /// Where it is written; `nil` for a step's default.
    let range: SourceRange?

    init(_ usual: Text) {
        variable = VariableName(scope: nil, name: usual)
        members = []
        range = nil
    }

    init(_ given: GivenPath) {
        variable = VariableName(given.path)
        members = given.path.segments.map { if case .key(let name) = $0 { name } else { Text("") } }
        range = given.range
    }
}

extension Cond {
    fileprivate func forEachCondition(_ visit: (GivenCondition) -> Void) {
        for entry in entries {
            if let when = entry.when { visit(when) }
        }
    }
}
