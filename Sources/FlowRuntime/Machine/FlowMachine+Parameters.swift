import OrderedCollections
import FlowExpressions
import FlowModel

// Parameters as written become values: templates are expanded when the step runs and held to the same rules
// as literals (swml-language.md §2.6).
extension FlowMachine {
    /// The parameter's value, or nothing when it was not written. Throws when an expanded template is not of
    /// the parameter's type.
    mutating func value<T>(_ given: Given<T>?) throws(ScriptError) -> T? {
        guard let given else { return nil }
        return try resolve(given)
    }

    mutating func value<T>(_ given: Given<T>) throws(ScriptError) -> T { try resolve(given) }

    private mutating func resolve<T>(_ given: Given<T>) throws(ScriptError) -> T {
        switch given.param {
        case .literal(let value): return value
        case .template(let typed): return try coerced(expand(typed.template), typed.type)
        }
    }

    private func coerced<T>(_ value: Value, _ type: ParameterType<T>) throws(ScriptError) -> T {
        switch type.coerce(value) {
        case .success(let value): return value
        case .failure(let problem): throw ScriptError(.parameterInvalid, problem.message)
        }
    }

    mutating func value<T>(_ given: Given<T>?, default standard: T) throws(ScriptError) -> T {
        try value(given) ?? standard
    }

    mutating func string(_ given: Given<Text>?) throws(ScriptError) -> String? { try value(given)?.string }
    mutating func string(_ given: Given<Text>) throws(ScriptError) -> String { try value(given).string }

    /// A text that must not be empty once expanded: an unset variable must not open a room called `""` or
    /// `ai-` (design §2.1, *The room*). A placeholder that expands to nothing fails, too.
    mutating func filled(_ given: Given<Text>, _ parameter: String) throws(ScriptError) -> String {
        let text: Text
        switch given.param {
        case .literal(let literal): text = literal
        case .template(let typed): text = try coerced(withoutGap(typed.template, parameter), typed.type)
        }
        if text.isEmpty { throw ScriptError(.parameterInvalid, "'\(parameter)' is empty") }
        return text.string
    }

    private mutating func withoutGap(_ template: Template, _ parameter: String) throws(ScriptError) -> Value {
        flushMembership()
        var problems: [EvaluationProblem] = []
        var hasGap = false
        let value = template.expand(in: scopes, problems: &problems, hasGap: &hasGap)
        if hasGap { throw ScriptError(.parameterInvalid, "a placeholder in '\(parameter)' has no value") }
        note(problems)
        return value
    }

    mutating func hasEmptyPlaceholder(_ template: Template) -> Bool {
        flushMembership()
        for case .placeholder(let placeholder) in template.segments {
            var problems: [EvaluationProblem] = []
            if placeholder.value(in: scopes, problems: &problems).text.isEmpty { return true }
        }
        return false
    }

    /// Expands; an expression that raises becomes empty and is noted.
    mutating func expand(_ template: Template) -> Value {
        flushMembership()
        var problems: [EvaluationProblem] = []
        let value = template.expand(in: scopes, problems: &problems)
        note(problems)
        return value
    }

    mutating func holds(_ condition: Condition) -> Bool {
        flushMembership()
        var problems: [EvaluationProblem] = []
        let holds = condition.holds(in: scopes, problems: &problems)
        note(problems)
        return holds
    }

    private mutating func note(_ problems: [EvaluationProblem]) {
        for problem in problems { warn(currentStep, ScriptError(.expression, problem.message)) }
    }

    /// Any value with placeholders at its leaves.
    mutating func expand(_ template: ValueTemplate) -> Value {
        switch template {
        case .literal(let value): return value
        case .text(let template, at: _):
            let value = expand(template)
            // A path without a value is the empty text (swml-language.md C-32).
            return value.isUndefined ? "" : value
        case .list(let items):
            var list: [Value] = []
            list.reserveCapacity(items.count)
            for item in items { list.append(expand(item)) }
            return .list(list)
        case .map(let entries):
            var map = ValueMap(minimumCapacity: entries.count)
            for entry in entries { map[entry.key] = expand(entry.value) }
            return .map(map)
        }
    }

    /// A value that stays: of `set`, `return`, `params`. What a flow makes of values is bounded in size and
    /// depth, or a loop could fill the memory; literals are the document's, and shared.
    mutating func kept(_ given: GivenValue, as name: String) throws(ScriptError) -> Value {
        let value = expand(given.value)
        guard given.value.literal == nil else { return value }
        guard !value.isDeeper(than: Value.depthLimit) else {
            throw ScriptError(.tooMuchData, "'\(name)' is nested deeper than \(Value.depthLimit) levels")
        }
        let weight = value.weight(upTo: FlowLimits.valueBytes)
        bytesLeft -= weight
        guard weight <= FlowLimits.valueBytes, bytesLeft >= 0 else {
            throw ScriptError(.tooMuchData, "'\(name)' holds too much")
        }
        return value
    }

    /// `params` of `execute` and `transfer`: a map; scalars arrive as text, lists and maps keep their leaves
    /// (swml-language.md C-36).
    mutating func parameters(_ given: GivenValue?) throws(ScriptError) -> ValueMap {
        guard let given, case .map(var map) = try kept(given, as: "params") else { return [:] }
        for index in map.values.indices {
            switch map.values[index] {
            case .bool, .number, .null, .undefined: map.values[index] = .string(map.values[index].text)
            case .string, .list, .map: break
            }
        }
        return map
    }
}
