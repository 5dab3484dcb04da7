package import FlowExpressions

/// A step that cannot be run: a method of SWML that is not built yet, or a name that nobody knows.
package struct UnsupportedStep: Sendable, Hashable {
    /// The method in canonical spelling.
    package var name: Text
    /// Whether SWML has it; an unknown name is an error.
    package var isKnown: Bool
}
