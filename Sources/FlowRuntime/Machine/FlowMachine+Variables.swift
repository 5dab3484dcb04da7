import OrderedCollections
import FlowExpressions
import FlowModel

// Variables that steps set, and the warnings that go with a failing step.
extension FlowMachine {
    mutating func setVariable(_ name: Text, _ value: Value) { scopes.vars[name] = value }

    /// A soft error: the variable `script_error` holds its code (swml-language.md §1.8).
    mutating func warn(_ step: StepReference?, _ error: ScriptError) {
        setVariable("script_error", Value(error.code.rawValue))
        outbox.note(.warning(step, error))
    }
}

extension CallInfo {
    /// The scope `call` (swml-language.md §2.4). What the backend knows beyond it wins nothing it already
    /// has.
    func scope(isAnswered: Bool) -> ValueMap {
        var scope: ValueMap = [
            "call_id": Value(id.name), "node_id": Value(nodeID), "segment_id": Value(id.name),
            "call_state": Value(isAnswered ? "answered" : "created"), "direction": Value(direction.rawValue),
            "type": Value(kind.rawValue), "from": Value(from), "to": Value(to),
            "headers": .list(
                headers.map { .map(["name": Value($0.name), "value": Value($0.value)]) }),
        ]
        if kind == .phone {
            scope["from_number"] = Value(from)
            scope["to_number"] = Value(to)
        }
        if let dialled { scope["parent"] = .map(["call_id": Value(dialled.call.name)]) }
        if case .map(let more) = extra {
            for (name, value) in more where scope[name] == nil { scope[name] = value }
        }
        return scope
    }
}
