package import FlowExpressions
package import SourceText

/// Marks a position for `goto` (swml-language.md §3.10).
package struct Label: Sendable, Hashable {
    package var name: Text = ""
    package var range = SourceRange(0, 0)
    package init() {}
}

/// Jumps to a label of the same section (§3.10).
package struct Goto: Sendable, Hashable {
    package var label: Given<Text> = .missing
    /// The position after loading: the innermost list first, then outward to the section; `nil` when there is no
    /// such label (an error).
    package var target: FlowPosition?
    /// Always, when not written.
    package var when: GivenCondition?
    /// Jumps allowed, 1 to 100; 100 when not written. Then the next step runs (C-31).
    package var max: Given<Int>?
    package init() {}

    package static let defaultMax = 100
}
