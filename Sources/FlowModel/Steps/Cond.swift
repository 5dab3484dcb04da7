/// Chooses a list of steps by the first condition that holds (swml-language.md §3.10).
package struct Cond: Sendable, Hashable {
    package var entries: [CondEntry] = []
    /// The list's `else`: runs when no condition of the whole list held, wherever it was written (C-38).
    package var fallback: BlockID?
    package init() {}
}

package struct CondEntry: Sendable, Hashable {
    /// `nil` when it could not be read (an error).
    package var when: GivenCondition?
    package var then: BlockID
}
