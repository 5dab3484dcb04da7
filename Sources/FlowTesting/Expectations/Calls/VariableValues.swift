import FlowExpressions
import FlowRuntime
import OrderedCollections
import SourceText
import YAMLTree

/// What variables of a call's flow hold at the end.
struct VariableValues: ExpectationContent {
    static let key = "variables"
    static let usage = """
        {tries: 3, conference.outcome: left, pin: ~}: at the end; a
        map has at least these keys; ~ is no value
        """
    static let meaning =
        "A variable held another value when the flow had ended. Text and numbers differ: quote text."

    private let expected: [(path: VariablePath, value: ExpectedValue)]
    /// Those that must have no value.
    private let absent: [(name: String, range: SourceRange)]

    var mentions: FlowMentions { FlowMentions(variables: absent) }

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let entries = reader.entries(of: node, "'variables'") else { return nil }
        if entries.isEmpty {
            reader.report("cannot-match", "'variables' names none", node.range)
            return nil
        }
        var expected: [(path: VariablePath, value: ExpectedValue)] = []
        var absent: [(name: String, range: SourceRange)] = []
        for entry in entries {
            guard let text = reader.text(entry.key, "a variable") else { continue }
            guard let path = VariablePath.parse(text) else {
                reader.report(
                    "bad-value", "'\(text)' is no variable; a path is as in conference.outcome or list[0]",
                    entry.key.range)
                continue
            }
            guard let value = ExpectedValue(entry.value, &reader) else { continue }
            expected.append((path, value))
            if value.isNothing { absent.append((path.variableName, entry.key.range)) }
        }
        self.expected = expected
        self.absent = absent
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        guard let variables = call.machine?.variables else {
            return verdict.fail("expected variables; no flow ran on the call of \(call.name)")
        }
        let end = call.ends.last?.event
        for (path, value) in expected {
            let found = path.value(in: variables)
            guard let mismatch = value.mismatch(with: found, verdict.evidence.callID) else { continue }
            verdict.fail(
                "\(path.text)\(mismatch.path): \(mismatch.sentence)"
                    + (found.isUndefined ? hint(path, variables) : ""),
                at: mismatch.range, event: end)
        }
    }

    /// A misspelt variable is one that is never set.
    private func hint(_ path: VariablePath, _ variables: Variables) -> String {
        guard path.variable.scope == nil, path.segments.isEmpty else { return "" }
        let near = nearest(to: path.text, among: variables.vars.keys.map(\.string))
        return near.map { "; did you mean '\($0)'?" } ?? ""
    }
}

extension VariablePath {
    /// The variable, or the scope that no step writes: `a` of `vars.a.b`, `call` of `call.to`.
    fileprivate var variableName: String {
        switch variable.scope {
        case nil, .vars: variable.name.string
        case .params, .envs, .call: variable.scope?.rawValue ?? ""
        }
    }
}
