/// What a document may ask of the reader. Each limit is far above any flow a person writes and low enough
/// that a hostile file costs milliseconds.
package enum YAMLLimits {
    /// Longest document, in bytes. Offsets fit 32 bits many times over; a flow of this size has 20,000 steps.
    package static let documentBytes = 1 << 20
    /// Deepest nesting of collections, aliases included. Trees are walked by recursion, and libyaml takes
    /// quadratic time in the nesting of `[`.
    package static let depth = 512
    /// Nodes that all aliases of a document may stand for together: the "billion laughs" end here.
    package static let aliasNodes = 10_000
    /// `%YAML` and `%TAG` lines before a document: libyaml compares each with all before it.
    package static let directives = 64
    /// Findings about the tree; a generated file that repeats one mistake 10,000 times reports it this often.
    package static let findings = 200
}
