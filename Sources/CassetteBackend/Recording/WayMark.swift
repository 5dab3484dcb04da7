import FlowExpressions
import FlowRuntime
import OrderedCollections

extension Reaction {
    var commands: [CallCommand] {
        items.compactMap { if case .perform(_, let command) = $0 { command } else { nil } }
    }
}

/// What two runs must have in common to have gone the same way; what they said on it may differ.
enum WayMark: Equatable {
    case began(StepReference)
    case command(CommandID, Text)
    case finished(ScriptError.Code?)

    init?(_ item: Reaction.Item) {
        switch item {
        case .note(.began(let step)): self = .began(step)
        case .note(.finished(let end)): self = .finished(end.error?.code)
        case .perform(let id, let command): self = .command(id, command.kind)
        case .note: return nil
        }
    }
}

extension FlowEnd {
    /// As a cassette tells it.
    var summary: Value {
        var summary: ValueMap = ["by": Value(ending.by.rawValue), "reason": Value(ending.reason)]
        if let error { summary["error"] = Value(error.code.rawValue) }
        return .map(summary)
    }
}

extension CallCommand {
    /// The name of its case.
    var kind: Text { Text(Mirror(reflecting: self).children.first?.label ?? "\(self)") }
}
