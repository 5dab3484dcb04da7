/// Runs a section or document and comes back (swml-language.md §3.10).
package struct Execute: Sendable, Hashable {
    package var dest: Given<DocumentTarget> = .missing
    /// Becomes `params` of the callee; replaces, never merges.
    package var params: GivenValue?
    /// Carried, never interpreted.
    package var meta: GivenValue?
    /// Runs after the callee returned, before `result`.
    package var onReturn: BlockID?
    /// The default variable is `return_value`.
    package var result: ResultHandler?
    package init() {}
}

/// Goes on in a section or document and never comes back (§3.10).
package struct Transfer: Sendable, Hashable {
    package var dest: Given<DocumentTarget> = .missing
    /// Becomes `params` of the target.
    package var params: GivenValue?
    /// Carried, never interpreted.
    package var meta: GivenValue?
    package init() {}
}

/// Goes back to the `execute` that called, from inside any block; without one it ends the run (§3.10).
package struct Return: Sendable, Hashable {
    /// `nil` for no value: `return`, `return: {}`, `return: null`.
    package var value: GivenValue?
    package init() {}
}
