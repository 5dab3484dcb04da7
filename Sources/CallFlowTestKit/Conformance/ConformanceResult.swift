public import FlowRuntime

/// What a backend makes of one rule of the contract.
public struct ConformanceResult: Sendable, Hashable, CustomStringConvertible {
    /// Whether the rule is kept.
    public enum Verdict: Sendable, Hashable {
        case passed
        /// What was seen instead, a sentence each.
        case failed([String])
        /// Why the rule does not apply to this backend.
        case skipped(String)
    }

    /// The rule's name, such as `answered-once`.
    public let rule: String
    /// What the contract says.
    public let sentence: String
    /// What a backend must be able to do for the rule to apply.
    public let needs: Set<Capability>
    public let verdict: Verdict

    /// Whether the backend breaks the rule. A rule that was skipped is not broken.
    public var isFailure: Bool {
        if case .failed = verdict { true } else { false }
    }

    /// The verdict, the rule and its sentence; then a line for each thing that was seen instead.
    public var description: String {
        switch verdict {
        case .passed: "kept: \(rule): \(sentence)"
        case .skipped(let reason): "skipped: \(rule): \(reason)"
        case .failed(let found):
            (["BROKEN: \(rule): \(sentence)"] + found.map { "  " + $0 }).joined(separator: "\n")
        }
    }
}
