package import FlowExpressions
package import SourceText

/// Chooses a list of steps by a variable's text (swml-language.md §3.10).
package struct Switch: Sendable, Hashable {
    /// Optional in a `result`, where the step has a default.
    package var variable: GivenPath?
    package var cases: [SwitchCase] = []
    package var `default`: BlockID?
    package init() {}

    /// The case whose key is this very text.
    package func block(for text: Text) -> BlockID? { cases.first { $0.key == text }?.block ?? `default` }
}

/// One `case`; the key is text, compared exactly, without placeholders.
package struct SwitchCase: Sendable, Hashable {
    package var key: Text
    package var keyRange: SourceRange
    package var block: BlockID
}

/// What follows a step by its outcome: `result` of `connect`, `execute`, `joinConference` and `dial`.
package enum ResultHandler: Sendable, Hashable {
    case `switch`(Switch)
    case cond(Cond)
}
